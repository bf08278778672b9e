"""The stage of the measurements: one committee with everybody in it and as many reports as asked for."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from apps.incidents.models import Incident
from apps.kernel.tenancy.context import tenant
from apps.kernel.tlp import TLP
from tests.cast import Cast, assemble
from tests.incidents.factory import filed


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    ours: str
    floor: str
    ratio: str
    promise: str
    kept: bool


def migrate() -> None:
    """Create the tables, as their owner; then work as the app's role."""
    call_command("migrate", verbosity=0)
    connection.close()
    connection.settings_dict["USER"] = "concord_app"


@cache
def cast() -> Cast:
    """The standing cast of the tests, committed."""
    return assemble()


def reports(number: int, by: str = "borealis.liaison") -> None:
    """Fill the committee of a seat up to this many filed TLP:GREEN reports by its organisation, set-based."""
    seat = cast()[by]
    with tenant(seat.committee_id):
        there = Incident.objects.count()
        pattern = _pattern(by)
        made = dict(
            uid="gen_random_uuid()",
            ref="'INC-2026-B' || n",
            title="'Report number ' || n",
            narrative="'Model ' || md5(n::text) || ' did what it should not have done.'",
            severity="1 + n % 5",
            **dict.fromkeys(
                ("created_at", "listed_at", "filed_at"), "timestamptz '2026-01-01' + n * interval '1 minute'"
            ),
        )
        multiply(Incident, f"id = {pattern.pk}", f"generate_series({there + 1}, {number}) AS n", made)
    vacuum(Incident)


@cache
def _pattern(by: str) -> Incident:
    """A report that a lab has filed; all others of it are made in its likeness."""
    content = {"tlp": TLP.GREEN.value, "recipients": []}
    return filed(cast(), by=by, **content)


def multiply(model: type[Model], pattern: str, beside: str, made: Mapping[str, str]) -> None:
    """Copy the rows of a table that match for each row of `beside`, with some columns made anew: one statement."""
    columns = [field.column for field in model._meta.concrete_fields if not field.generated and not field.primary_key]
    chosen = ", ".join(made.get(column) or f"pattern.{column}" for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} "
            f"FROM (SELECT * FROM {table} WHERE {pattern}) AS pattern, {beside}"
        )


def vacuum(*models: type[Model]) -> None:
    """Tidy up as the database does by itself after a while."""
    with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as owner:
        for model in models:
            owner.execute(f"VACUUM ANALYZE {model._meta.db_table}".encode())


def alternate(first: Callable[[], object], second: Callable[[], object], rounds: int = 9) -> tuple[float, float]:
    """Median milliseconds of two things run in turn, after a warm-up of each."""
    times: tuple[list[float], list[float]] = ([], [])
    for work in (first, second, first, second):
        work()
    for _round in range(rounds):
        for index, work in enumerate((first, second)):
            start = time.perf_counter()
            work()
            times[index].append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def queries(work: Callable[[], object]) -> int:
    """How many queries something takes; the transaction's own words are not counted, Django does not see them."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len([q for q in captured if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))])
