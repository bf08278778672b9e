"""What waits to be looked at: reports that nobody has acknowledged or that nobody has, and to whom they can be given."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from apps.committees.models import ActingChair, Office, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind, Role
from apps.deadlines.models import Deadline
from apps.incidents.acts import ACKNOWLEDGEMENT
from apps.incidents.models import KIND, Incident, IncidentRecipient, seats_that_may_see
from apps.incidents.rules.working_verbs import ABLE, can_take_on
from apps.incidents.states import State
from apps.kernel.keyset import MANY
from apps.kernel.secrets import CannotOpen, cloak, uncloak
from apps.kernel.tlp import TLP

CURSOR = "triage"
NEXT, PREVIOUS = "next", "previous"


@dataclass(slots=True)
class Waiting:
    """A report that waits, with the clock of its acknowledgement and those to whom it can be given."""

    incident: Incident
    deadline: Deadline | None = None
    candidates: list[Seat] = field(default_factory=list)

    @property
    def is_danger(self) -> bool:
        """Whether somebody is in imminent danger."""
        return self.incident.facts.get("imminent_danger") is True


@dataclass(frozen=True, slots=True)
class TriagePage:
    """Rows of one page and the cursors to the neighbouring ones ("" where there is none)."""

    rows: Sequence[Waiting]
    previous: str = ""
    next: str = ""


def waiting_for_triage(viewer: Viewer, now: datetime) -> QuerySet[Incident]:
    """Open reports that the viewer may act on for the committee and that are not acknowledged, or that nobody has.

    One whose seat has ended has nobody. The own organisation's reports wait for others.
    """
    rows = Incident.objects.visible_to(viewer).open().exclude(organisation=viewer.organisation_id)
    if not (viewer.is_clerk or viewer.chairs_office):
        mine = Q(pk__in=[pk for kind, pk in viewer.acting_for if kind == KIND])
        rows = rows.filter(mine | Q(tlp=TLP.RED) if viewer.role == Role.INDEPENDENT else mine)
    ended = Seat.objects.filter(ends_at__lte=now).values("pk")
    return rows.filter(Q(state=State.FILED) | Q(assignee=None) | Q(assignee__in=ended))


def count_waiting(viewer: Viewer, now: datetime) -> str:
    """How many wait, as people read it: exact up to 1 000, else “1 000+”."""
    number = waiting_for_triage(viewer, now).order_by()[: MANY + 1].count()
    return str(number) if number <= MANY else "1 000+"


def triage_page(viewer: Viewer, now: datetime, cursor: str = "", size: int = 25) -> TriagePage:
    """One page of the queue: imminent danger first, then the gravest, then the oldest (a constant number of queries)."""
    place = _read(cursor)
    rows = waiting_for_triage(viewer, now).select_related("organisation", "assignee__person")
    backwards = place is not None and place[0] == PREVIOUS
    if place is not None:
        rows = rows.filter(_beyond(place))
    order = ("triage_rank", "-filed_at", "-pk") if backwards else ("-triage_rank", "filed_at", "pk")
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
        if not found:
            return triage_page(viewer, now, size=size)
    before = (backwards and more) or (place is not None and not backwards and bool(found))
    after = bool(found) if backwards else more
    return TriagePage(
        _with_clocks_and_candidates(found, now),
        _cursor(PREVIOUS, found[0]) if before else "",
        _cursor(NEXT, found[-1]) if after else "",
    )


def _beyond(place: tuple[str, int, datetime, int]) -> Q:
    side, rank, filed_at, pk = place
    lower, later = ("lt", "gt") if side == NEXT else ("gt", "lt")
    same_rank = Q(**{f"filed_at__{later}": filed_at}) | Q(filed_at=filed_at, **{f"pk__{later}": pk})
    return Q(**{f"triage_rank__{lower}": rank}) | (Q(triage_rank=rank) & same_rank)


def _cursor(side: str, row: Incident) -> str:
    written = row.filed_at.isoformat() if row.filed_at else ""
    return cloak(json.dumps([side, row.triage_rank, written, row.pk]), purpose=CURSOR)


def _read(cursor: str) -> tuple[str, int, datetime, int] | None:
    if not cursor:
        return None
    try:
        side, rank, written, pk = json.loads(uncloak(cursor, purpose=CURSOR))
    except CannotOpen:
        return None
    return side, rank, datetime.fromisoformat(written), pk


def _with_clocks_and_candidates(incidents: list[Incident], now: datetime) -> list[Waiting]:
    ids = [one.pk for one in incidents]
    clocks = Deadline.objects.filter(clock=ACKNOWLEDGEMENT, subject_kind=KIND, subject_id__in=ids, second_to=None)
    deadlines = {one.subject_id: one for one in clocks.order_by("pk")}
    given = candidates_for(incidents, now)
    return [Waiting(one, deadlines.get(one.pk), given[one.pk]) for one in incidents]


def candidates_for(incidents: Iterable[Incident], now: datetime) -> dict[int, list[Seat]]:
    """By report, the seats to which it can be given, by name (four queries, however many reports)."""
    incidents = list(incidents)
    chairs, presiding = _chairs_office(now)
    seats = Seat.objects.at(now).filter(person__is_active=True, matter="")
    over_some = {pk for seats_over in presiding.values() for pk in seats_over}
    seats = seats.filter(Q(role__in=sorted(ABLE)) | Q(pk__in=chairs | over_some))
    known = sorted(seats.select_related("person", "organisation"), key=lambda one: (one.holder, one.pk))
    named: dict[int, set[int]] = defaultdict(set)
    recipients = IncidentRecipient.objects.filter(incident__in=[one.pk for one in incidents])
    for incident_id, organisation_id in recipients.values_list("incident", "organisation"):
        named[incident_id].add(organisation_id)
    return {
        incident.pk: [
            seat
            for seat in known
            if can_take_on(
                seat,
                incident,
                in_chairs_office=seat.pk in chairs or seat.pk in presiding.get(incident.pk, ()),
                is_named=seat.organisation_id in named[incident.pk],
            )
        ]
        for incident in incidents
    }


def _chairs_office(now: datetime) -> tuple[set[int], dict[int, set[int]]]:
    """The seats of the chair's office, and by report those who preside over it alone."""
    offices = Office.objects.at(now).filter(kind=OfficeKind.CHAIR).values_list("seat", "deputy")
    chairs = {pk for pair in offices for pk in pair if pk is not None}
    presiding: dict[int, set[int]] = defaultdict(set)
    acting = ActingChair.objects.at(now).filter(ends_at=None, seat__isnull=False)
    for kind, subject_id, seat in acting.values_list("subject_kind", "subject_id", "seat"):
        if not kind:
            chairs.add(seat)
        elif kind == KIND:
            presiding[subject_id].add(seat)
    return chairs, presiding


def candidate(incident: Incident, uid: Any, now: datetime) -> Seat | None:
    """The seat with this uid, where the report can be given to it: it may see the report by the full rule, too."""
    found = next((one for one in candidates_for([incident], now)[incident.pk] if str(one.uid) == str(uid)), None)
    if found is None or not seats_that_may_see(incident.pk, now).filter(pk=found.pk).exists():
        return None
    return found
