"""What can happen to permits: who is told, which clocks run."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import FILING_ROLES, Role
from apps.deadlines.rules import CLOCKS, ClockRule, Step
from apps.pauses.acts.deciders import decided_by, deciding_seats
from apps.pauses.acts.told import EVERY_MEMBER
from apps.pauses.models import Permit, seats_that_may_see
from apps.pauses.rules.charter import PERMIT_DAYS
from apps.pauses.states import PermitState
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

PERMIT = "permit"

REQUESTED = "permit.requested"
GRANTED = "permit.granted"
REFUSED = "permit.refused"
UNDECIDED = "permit.undecided"
WITHDRAWN = "permit.withdrawn"
REVOKED = "permit.revoked"
EXPIRED = "permit.expired"

TO_DECIDE = "permit.decide"
TO_EXPIRE = "permit.expire"

DECIDERS = "permit.deciders"
LAB_OF_PERMIT = "permit.lab"


def _row(permit_id: int) -> Permit:
    return Permit.objects.select_related("binding").get(pk=permit_id)


def _seats(permit_id: int, at: datetime) -> QuerySet[Seat]:
    return seats_that_may_see(_row(permit_id).binding.order_id, at)


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = Permit.objects.filter(pk__in=ids).select_related("binding__order", "binding__organisation")
    return {row.pk: f"{row.binding.order.marked_title}: permit for {row.binding.organisation.name}" for row in rows}


def _deciders(permit_id: int, at: datetime) -> QuerySet[Seat]:
    binding = _row(permit_id).binding
    return deciding_seats(binding.order_id, {binding.organisation_id}, at)


def _to_decide(viewer: Viewer) -> QuerySet[Permit]:
    rows = Permit.objects.filter(state=PermitState.REQUESTED)
    return decided_by(rows, viewer, "binding__order", "binding__organisation")


def _lab_seats(permit_id: int, at: datetime) -> QuerySet[Seat]:
    asks = Q(
        role__in=[*sorted(FILING_ROLES), Role.REPRESENTATIVE], organisation=_row(permit_id).binding.organisation_id
    )
    return Seat.objects.at(at).filter(asks)


def _lab(permit_id: int) -> int:
    return _row(permit_id).binding.organisation_id


def _until(permit_id: int) -> datetime:
    moment: datetime = Permit.objects.values_list("until", flat=True).get(pk=permit_id)
    return moment


OF_PERMITS = (
    ClockRule(
        key=TO_DECIDE,
        name="Decide on the permit",
        owed_by=(DECIDERS,),
        length=PERMIT_DAYS,
        unit="days",
        because="A request for a permit is decided within {length}; without a decision it is refused (charter, article "
        "{article}).",
        ladder=(
            Step(-72, to=(DECIDERS,), does="remind"),
            Step(-24, to=(DECIDERS, "chair", "clerks"), does="escalate"),
        ),
        at_end=UNDECIDED,
        end_after_hours=0,
        fixed=True,
    ),
    ClockRule(
        key=TO_EXPIRE,
        name="The permit ends",
        owed_by=(),
        organisation_of=_lab,
        length=_until,
        unit="hours",
        because="A permit says until when it holds; from then on the run is bound again (charter, article 6.10).",
        ladder=(Step(-24, to=("owner",), does="remind"),),
        at_end=EXPIRED,
        end_after_hours=0,
        fixed=True,
    ),
)


def register() -> None:
    """Fill the subject, the audiences, the clocks and the catalogue."""
    SUBJECTS.register(
        PERMIT,
        SubjectKind(
            key=PERMIT,
            label="permit for a safety run",
            address=lambda slug, ref: reverse("pauses:permit", args=[slug, ref]),
            visible=lambda viewer: Permit.objects.visible_to(viewer),
            seats=_seats,
            titles=_titles,
            confidential=lambda _permit_id: False,
            party=lambda pk: Organisation.objects.filter(pause_bindings__permits=pk).values("pk"),
            own=lambda organisation_id: Permit.objects.filter(binding__organisation=organisation_id),
        ),
    )
    AUDIENCES.register(
        DECIDERS,
        Audience(DECIDERS, "whoever presides over the pause, or else the clerks", _deciders, about=_to_decide),
    )
    AUDIENCES.register(LAB_OF_PERMIT, Audience(LAB_OF_PERMIT, "the lab that asked", _lab_seats))
    for clock in OF_PERMITS:
        CLOCKS.register(clock.key, clock)
    _declare()


def _declare() -> None:
    told_both = (DECIDERS, LAB_OF_PERMIT, "clerks")
    declare(
        ActKind(
            REQUESTED,
            "asked for a permit",
            told=told_both,
            starts=(TO_DECIDE,),
            asks="Whoever presides decides on it.",
            icon="license",
        ),
        ActKind(
            GRANTED,
            "granted the permit",
            told=EVERY_MEMBER,
            meets=(TO_DECIDE,),
            starts=(TO_EXPIRE,),
            icon="circle-check",
        ),
        ActKind(REFUSED, "refused the permit", told=told_both, meets=(TO_DECIDE,), icon="circle-x"),
        ActKind(
            UNDECIDED,
            "refused the permit, on which nobody had decided",
            told=told_both,
            moots=(TO_DECIDE,),
            icon="circle-x",
        ),
        ActKind(
            WITHDRAWN, "took the request for a permit back", told=told_both, moots=(TO_DECIDE,), icon="arrow-back-up"
        ),
        ActKind(REVOKED, "revoked the permit", told=EVERY_MEMBER, moots=(TO_EXPIRE,), icon="license-off", urgent=True),
        ActKind(EXPIRED, "let the permit end", told=EVERY_MEMBER, meets=(TO_EXPIRE,), icon="hourglass-off"),
    )
