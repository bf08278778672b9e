"""The portal dies between any two lines of a verb: nothing half-done is left, and whoever tries again succeeds."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

import pytest
from django.db import connection

from apps.kernel.tenancy.context import tenant
from apps.record import services as recording
from apps.record.models import Act
from tests.cast import Cast


class Torn(Exception):
    """The portal is gone."""


@dataclass
class Tear:
    """Raises after so many writes."""

    after: int
    written: int = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run the statement; die if it was the write after which the portal is to be gone."""
        result = execute(sql, params, many, context)
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "WITH")):
            self.written += 1
            if self.written == self.after:
                raise Torn
        return result


@cache
def _every_row() -> str:
    """A statement that sums up each table of the committee."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'committee_id'"
            " AND table_schema = 'public' ORDER BY 1"
        )
        names = [name for (name,) in cursor.fetchall()]
    one = "SELECT '{0}', md5(coalesce(string_agg(row_to_json(t)::text, '' ORDER BY id), '')) FROM {0} t"
    return " UNION ALL ".join(one.format(name) for name in names)


def all_there_is(people: Cast) -> dict[str, str]:
    """Every table of the committee, summed up, and how many bells are to be rung after the commit."""
    with tenant(people.frontier.pk), connection.cursor() as cursor:
        cursor.execute(_every_row())
        return dict(cursor.fetchall()) | {"bells": str(len(connection.run_on_commit))}


Verb = Callable[[], Any]
LeadUp = Callable[[Cast], Verb]


@contextmanager
def new_acts() -> Iterator[list[str]]:
    """The kinds of the acts that are recorded meanwhile, in order."""
    last = Act.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    made: list[str] = []
    yield made
    made += Act.objects.filter(pk__gt=last).order_by("pk").values_list("kind", flat=True)


def survives_each_write(cast: Cast, lead_up: LeadUp, acts: Sequence[str]) -> None:
    """Tear the verb after each of its writes, until it comes to its end and leaves just these acts."""
    with tenant(cast.frontier.pk):
        verb = lead_up(cast)
    before = all_there_is(cast)
    for after in count(1):
        try:
            with tenant(cast.frontier.pk), new_acts() as made, connection.execute_wrapper(Tear(after)):
                verb()
        except Torn:
            assert all_there_is(cast) == before, f"after write {after}"
        else:
            break
    assert after > 2
    assert made == list(acts)


def survives_its_followers(cast: Cast, monkeypatch: pytest.MonkeyPatch, lead_up: LeadUp, acts: Sequence[str]) -> None:
    """Whoever follows the record comes last: deadlines, notices and the public page stand written by then."""

    def fail(_acts: Any) -> None:
        raise Torn

    with tenant(cast.frontier.pk):
        verb = lead_up(cast)
    before = all_there_is(cast)
    followers = (*recording._followers(), fail)
    with monkeypatch.context() as broken:
        broken.setattr(recording, "_followers", lambda: followers)
        with pytest.raises(Torn), tenant(cast.frontier.pk):
            verb()
    assert all_there_is(cast) == before
    with tenant(cast.frontier.pk), new_acts() as made:
        verb()
    assert made == list(acts)
