"""The stage of the measurements: one committee with everybody in it and as many reports as asked for."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.kernel.tenancy.context import tenant
from tests.cast import Cast, assemble


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
    with tenant(seat.committee_id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM incidents_incident")
        there = cursor.fetchone()[0]
        cursor.execute(
            """
            INSERT INTO incidents_incident (
              committee_id, uid, ref, organisation_id, reporter_id, state, version, title, kind, severity, tlp,
              narrative, zone, jurisdictions, facts, assumed, harmed, training_run, assignment_note, model,
              evidence_of_involvement, response_done, response_planned, recommendation, root_cause, patterns, own_reference, outcome, created_at, listed_at, filed_at)
            SELECT %s, gen_random_uuid(), 'INC-2026-B' || n, %s, %s, 'filed', 2, 'Report number ' || n, 'harm',
              1 + n %% 5, 'TLP:GREEN', 'Model ' || md5(n::text) || ' did what it should not have done.', 'UTC',
              '[]', '{}', '[]', '', '', '', '', '', '', '', '', '', '', '', '', t, t, t
            FROM (SELECT n, timestamptz '2026-01-01' + n * interval '1 minute' AS t
                  FROM generate_series(%s, %s) AS n) AS series
            """,
            [seat.committee_id, seat.organisation_id, seat.pk, there + 1, number],
        )
    with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE incidents_incident")


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
