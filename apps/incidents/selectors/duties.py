"""Duties as their pages show them: the list of a report's, and one with its package, versions, questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404
from django.utils.safestring import SafeString

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.files.models import File
from apps.incidents.models import Duty, Incident, Package, PackageVersion
from apps.incidents.rules.packaging import Changed, Line, differences
from apps.incidents.selectors.packages import duties_of
from apps.incidents.states import AWAITED, DUTY_LABELS, OWED, PACKAGE_LABELS, DutyState, PackageState
from apps.kernel.times import when

TONES = {
    DutyState.NOT_OWED: "neutral",
    DutyState.POSSIBLE: "info",
    DutyState.DUE: "warn",
    DutyState.SENT: "warn",
    DutyState.MET: "ok",
    DutyState.FALLEN_AWAY: "neutral",
}
PACKAGE_TONES = {
    PackageState.PREPARING: "neutral",
    PackageState.SENT: "info",
    PackageState.RECEIVED: "info",
    PackageState.ACCEPTED: "ok",
    PackageState.REVISION: "warn",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A duty as a page shows it."""

    duty: Duty

    @property
    def key(self) -> str:
        """Its name in the address."""
        return self.duty.ref.partition("/")[2]

    @property
    def label(self) -> str:
        """Its state in words."""
        return DUTY_LABELS[DutyState(self.duty.state)]

    @property
    def tone(self) -> str:
        """Its state's colour."""
        return TONES[DutyState(self.duty.state)]

    @property
    def hour(self) -> SafeString | str:
        """When it is due, or the earliest hour at which it could be, in the zone that it is counted in, with UTC."""
        return when(self.duty.due_at or self.duty.earliest_at, utc=True, zone=ZoneInfo(self.duty.zone))

    @property
    def is_awaited(self) -> bool:
        """Whether something must still be answered, sent or proved."""
        return self.duty.state in AWAITED

    @property
    def is_owed(self) -> bool:
        """Whether something is owed, may be, or was sent."""
        return self.duty.state in OWED


@dataclass(frozen=True, slots=True)
class Sent:
    """A version, and what changed in it."""

    row: PackageVersion
    changed: list[Changed] = field(default_factory=list)

    @property
    def proof(self) -> list[File]:
        """What shows that it was sent by the authority's own channel."""
        return [self.row.proof] if self.row.proof else []


def listed(viewer: Viewer, ref: str) -> tuple[list[Row], list[Row]]:
    """A report's duties: those that are owed or may be, by hour, and the others. Http404 where none may be seen."""
    rows = [Row(duty) for duty in duties_of(viewer, ref)]
    if not rows and not Incident.objects.visible_to(viewer).filter(ref=ref).exists():
        raise Http404(ref)
    owed = sorted((row for row in rows if row.is_owed), key=_urgency)
    return owed, [row for row in rows if not row.is_owed]


def tally_of(viewer: Viewer, ref: str) -> dict[str, Any]:
    """How many of a report's duties that the viewer sees are due, possible and met, and the hour of the next."""
    due = Q(state__in=(DutyState.DUE, DutyState.SENT))
    possible = Q(state=DutyState.POSSIBLE)
    return (
        duties_of(viewer, ref)
        .order_by()
        .aggregate(
            due=Count("pk", filter=due),
            possible=Count("pk", filter=possible),
            met=Count("pk", filter=Q(state=DutyState.MET)),
            next=Min("due_at", filter=due),
            earliest=Min("earliest_at", filter=possible),
        )
    )


def _urgency(row: Row) -> tuple[bool, bool, float]:
    wanted = row.duty.first_hour
    return row.duty.state == DutyState.MET, wanted is None, wanted.timestamp() if wanted else 0


def package_of(viewer: Viewer, duty: Duty) -> Package | None:
    """What is prepared or sent for the duty, as far as the viewer may see it."""
    return Package.objects.visible_to(viewer).filter(duty=duty).first()


def versions_of(package: Package) -> list[Sent]:
    """What was sent, newest first, each with what changed from the one before."""
    rows = list(package.versions.select_related("sent_by__person", "sent_by__organisation", "proof").order_by("number"))
    changes: list[list[Changed]] = [
        [],
        *(differences(one.content, two.content) for one, two in pairwise(rows)),
    ]
    return [Sent(row, changed) for row, changed in zip(rows, changes, strict=False)][::-1]


def changed_since(versions: Sequence[Sent], lines: Sequence[Line]) -> list[Changed]:
    """What differs from the newest version if these lines were sent now."""
    return differences(versions[0].row.content, [line.plain() for line in lines]) if versions else []


def questions_of(package: Package) -> QuerySet[Any]:
    """What the authority asked, newest first."""
    seats = ("asked_by__person", "asked_by__organisation", "answered_by__person", "answered_by__organisation")
    return package.questions.select_related(*seats).order_by("-id")


def package_state(package: Package) -> tuple[str, str]:
    """A package's state in words, and its colour."""
    state = PackageState(package.state)
    return PACKAGE_LABELS[state], PACKAGE_TONES[state]


def desk_seats(duty: Duty, at: datetime) -> list[Seat]:
    """Who gets what is sent to the authority's desk."""
    if duty.desk_id is None:
        return []
    seats = Seat.objects.at(at).filter(organisation=duty.desk_id, matter="")
    return list(seats.select_related("person", "organisation").order_by("pk"))
