"""Who presides now, in one query: for followers of the record, which must cost next to nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from apps.chairs.models import Absence, Rotation
from apps.committees.models import ActingChair, Office, Tie
from apps.committees.states import OfficeKind
from apps.kernel.tenancy.statements import rows_by


@dataclass(frozen=True, slots=True)
class Head:
    """The seat that presides over everything (the chair, or who acts for an absent one), and what ties it.

    `ties` are all declared ties between two of the committee. `office` are the seats of the chair's office; `silent` tells whether the portal has found it absent.
    """

    seat_id: int
    organisation_id: int
    organisation: str
    chair_id: int
    office: frozenset[int]
    ties: frozenset[tuple[int, int]]
    silent: bool

    def tied_to(self, organisation_id: int) -> set[int]:
        """The organisations that a declared tie binds to this one."""
        return {b if a == organisation_id else a for a, b in self.ties if organisation_id in {a, b}}


def _presiding(at: datetime) -> QuerySet[Office, dict[str, Any]]:
    acting = ActingChair.objects.at(at).filter(subject_kind="", seat__isnull=False)
    away = Absence.objects.at(at).filter(organisation=OuterRef("seat__organisation"), declared_by=None)
    ties = Tie.objects.at(at).filter(other__isnull=False).order_by("pk")
    return (
        Office.objects.at(at)
        .filter(Exists(Rotation.objects.all()), kind=OfficeKind.CHAIR)
        .annotate(
            presiding=Subquery(acting.values("seat")[:1]),
            presiding_for=Subquery(acting.values("seat__organisation")[:1]),
            presiding_name=Subquery(acting.values("seat__organisation__name")[:1]),
            tied_one=ArraySubquery(ties.values("organisation")),
            tied_other=ArraySubquery(ties.values("other")),
            silent=Exists(away),
            chairing=F("seat__organisation"),
            chairing_name=F("seat__organisation__name"),
        )
        .order_by("pk")
        .values()[:1]
    )


def head_at(at: datetime) -> Head | None:
    """Who presides at the instant; None where nobody does or the chair does not rotate (one query)."""
    for row in rows_by(_presiding, at):
        return _head(row)
    return None


def _head(row: dict[str, Any]) -> Head:
    return Head(
        seat_id=row["presiding"] or row["seat_id"],
        organisation_id=row["presiding_for"] or row["chairing"],
        organisation=row["presiding_name"] or row["chairing_name"],
        chair_id=row["seat_id"],
        office=frozenset(pk for pk in (row["seat_id"], row["deputy_id"]) if pk),
        ties=frozenset(zip(row["tied_one"], row["tied_other"], strict=True)),
        silent=row["silent"],
    )
