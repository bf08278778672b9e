"""Keeping the tallies: triggers add to them with every change, this folds what they added, or counts all again."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model, Q

from apps.incidents.models import COUNTED, STANDINGS, DutyTally, IncidentTally
from apps.kernel.tenancy.turns import wait_for_turn

TURN = "incidents.tally"


@dataclass(frozen=True, slots=True)
class Kept:
    """A table of tallies: by what they are told apart, what they count, and what counts all of it again."""

    model: type[Model]
    key: tuple[str, ...]
    may_lack: tuple[str, ...]
    counted: tuple[str, ...]
    again: str

    @property
    def fold(self) -> str:
        """One statement, so that every reader finds the sum as it was: before it or after it."""
        table, key, counted = self.model._meta.db_table, ", ".join(self.key), ", ".join(self.counted)
        conflict = ", ".join(f"coalesce({name}, 0)" if name in self.may_lack else name for name in self.key)
        return f"""
        WITH taken AS (DELETE FROM {table} WHERE fresh RETURNING *)
        INSERT INTO {table} AS there (fresh, {key}, {counted})
        SELECT false, {key}, {", ".join(f"sum({name})" for name in self.counted)}
        FROM taken GROUP BY {key} ORDER BY {key}
        ON CONFLICT ({conflict}) WHERE NOT fresh
        DO UPDATE SET {", ".join(f"{name} = there.{name} + excluded.{name}" for name in self.counted)}
        """  # noqa: S608 - made of our own names

    @property
    def rows(self) -> Any:
        """The committee's tallies."""
        return self.model._default_manager.all()


WHEN = ("committee_id", "monthly", "day")
OF_REPORTS = Kept(
    IncidentTally,
    (*WHEN, "organisation_id", "named_id", "tlp", "kind", "severity"),
    ("named_id",),
    COUNTED,
    "incidents_tally_again",
)
OF_DUTIES = Kept(
    DutyTally,
    (*WHEN, "regime_id", "organisation_id", "named_id", "desk_id", "tlp", "kind"),
    ("named_id", "desk_id"),
    STANDINGS,
    "incidents_duties_tally_again",
)
ALL = (OF_REPORTS, OF_DUTIES)


def fold_tallies() -> int:
    """Fold what the triggers added into one row for each sort of reports and duties; how many rows were folded.

    Safe to run twice and at once; no sum changes by it.
    """
    wait_for_turn(TURN)
    return sum(_fold(kept) for kept in ALL)


def _fold(kept: Kept) -> int:
    fresh: int = kept.rows.filter(fresh=True).count()
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute(kept.fold)
        kept.rows.filter(Q(fresh=False), **dict.fromkeys(kept.counted, 0)).delete()
    return fresh


def count_again() -> int:
    """Throw the committee's tallies away and count all reports and duties anew; how many tallies there are then."""
    wait_for_turn(TURN)
    with connection.cursor() as cursor:
        for kept in ALL:
            cursor.execute(f"SELECT {kept.again}()")
            cursor.execute(kept.fold)
    return sum(kept.rows.count() for kept in ALL)
