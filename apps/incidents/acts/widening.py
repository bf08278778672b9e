"""What can happen to a request that more people see a report: asked, agreed, refused, taken back."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.deadlines.rules import CLOCKS, ClockRule, Repeat, Step
from apps.incidents.acts.reports import SUBJECT
from apps.incidents.models import (
    WIDENING,
    Incident,
    IncidentWidening,
    seats_that_may_see_widening,
)
from apps.incidents.rules.widening_verbs import REST_HOURS, SECONDS
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

TO_AGREE = "widening.agree"

ASKED = "widening.asked"
AGREED = "widening.agreed"
REFUSED = "widening.refused"
TAKEN_BACK = "widening.withdrawn"
WIDENED = "incident.widened"

AGREEING = "widening.seconds"
ASKER = "widening.asker"


def _agreeing(widening_id: int, at: datetime) -> QuerySet[Seat]:
    """Whoever may agree: not who asked, whatever other seat that person holds."""
    row = IncidentWidening.objects.select_related("incident", "asked_by").get(pk=widening_id)
    own = Q(organisation=row.incident.organisation_id, role__in=SECONDS)
    rows = seats_that_may_see_widening(widening_id, at).exclude(pk=row.asked_by_id)
    if row.outside:
        own |= Q(role__in=[Role.CLERK, Role.INDEPENDENT]) & ~Q(organisation=row.incident.organisation_id)
    return rows.filter(own) if row.asked_by.person_id is None else _not_of(rows.filter(own), row.asked_by.person_id)


def _not_of(rows: QuerySet[Seat], person: int) -> QuerySet[Seat]:
    return rows.filter(Q(person=None) | ~Q(person=person))


def _asker(widening_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(pk__in=IncidentWidening.objects.filter(pk=widening_id).values("asked_by"))


def _to_agree(viewer: Viewer) -> QuerySet[IncidentWidening]:
    """The requests that wait for this viewer."""
    rows = IncidentWidening.objects.visible_to(viewer).pending().exclude(asked_by=viewer.seat_id)
    if viewer.user_id is not None:
        rows = rows.exclude(asked_by__person=viewer.user_id)
    if viewer.role in SECONDS:
        return rows.filter(incident__organisation=viewer.organisation_id)
    if viewer.is_clerk or viewer.role == Role.INDEPENDENT:
        return rows.exclude(incident__organisation=viewer.organisation_id)
    return rows.none()


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = IncidentWidening.objects.filter(pk__in=ids).values_list("pk", "incident__title")
    return {pk: f"Who may see “{title}”" for pk, title in rows}


def _due(widening_id: int) -> datetime:
    asked = IncidentWidening.objects.values_list("asked_at", flat=True).get(pk=widening_id)
    return asked + timedelta(hours=REST_HOURS)


def register() -> None:
    """Fill the registries with requests to widen an audience."""
    SUBJECTS.register(
        WIDENING,
        SubjectKind(
            key=WIDENING,
            label="request that more people see a report",
            address=lambda slug, ref: reverse("incidents:audience", args=[slug, ref]),
            visible=lambda viewer: IncidentWidening.objects.visible_to(viewer),
            seats=seats_that_may_see_widening,
            titles=_titles,
            party=lambda pk: Incident.objects.filter(widenings=pk).values("organisation"),
        ),
    )
    AUDIENCES.register(AGREEING, Audience(AGREEING, "whoever may agree as second person", _agreeing, about=_to_agree))
    AUDIENCES.register(ASKER, Audience(ASKER, "whoever asked that more people see the report", _asker))
    CLOCKS.register(
        TO_AGREE,
        ClockRule(
            key=TO_AGREE,
            name="Agree that more people see the report, or refuse",
            owed_by=(AGREEING,),
            length=_due,
            unit="hours",
            because="A second person agrees or refuses by this hour; until then nothing changes.",
            ladder=(Step(-24, to=("owner",), does="remind"), Step(0, to=("owner",), does="escalate")),
            repeat=Repeat(every=24, to=("owner",), most=7),
        ),
    )
    _declare()


def _declare() -> None:
    declare(
        ActKind(
            ASKED,
            "asked that more people see the report",
            told=(AGREEING,),
            starts=(TO_AGREE,),
            asks="Agree, or refuse with your reason.",
            icon="users-plus",
        ),
        ActKind(
            AGREED, "agreed that more people see the report", told=(ASKER,), meets=(TO_AGREE,), icon="circle-check"
        ),
        ActKind(REFUSED, "refused that more people see the report", told=(ASKER,), meets=(TO_AGREE,), icon="circle-x"),
        ActKind(
            TAKEN_BACK,
            "took back the request that more people see the report",
            told=(AGREEING, ASKER),
            moots=(TO_AGREE,),
            icon="arrow-back-up",
        ),
        ActKind(
            WIDENED,
            "let more people see the report",
            told=("incident.entitled",),
            icon="users-plus",
        ),
    )


__all__ = ["AGREED", "ASKED", "REFUSED", "SUBJECT", "TAKEN_BACK", "TO_AGREE", "WIDENED", "register"]
