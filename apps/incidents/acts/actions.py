"""What can happen to a corrective action: added, done, dropped; one clock runs to its day."""

from collections.abc import Collection, Hashable
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.deadlines.rules import CLOCKS, ClockRule, Repeat, Step, Terms
from apps.incidents.models import ACTION, IncidentAction, filing_seats, seats_that_may_see_action
from apps.incidents.rules.action_verbs import OWNING_ROLES
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

TO_DO = "corrective_action.to_do"

ADDED = "corrective_action.added"
DONE = "corrective_action.done"
DROPPED = "corrective_action.dropped"

PARTIES = "corrective_action.parties"
LONGEST_TITLE = 80
LAST_SECOND = time(23, 59, 59)


def address(slug: str, ref: str) -> str:
    """The page of one action; its reference is the report's and its number."""
    incident, _slash, number = ref.partition("/")
    return reverse("incidents:action", args=[slug, incident, number])


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = IncidentAction.objects.filter(pk__in=ids).values_list("pk", "text")
    return {pk: text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1]}…" for pk, text in rows}


def _confidential(action_id: int) -> bool:
    return IncidentAction.objects.select_related("incident").get(pk=action_id).incident.is_confidential


def _alike(ids: Collection[int]) -> dict[int, Hashable]:
    """Actions of one report and one owner have the same readers and are told to the same people."""
    rows = IncidentAction.objects.filter(pk__in=ids).values_list("pk", "incident", "owner", "owner_seat")
    return {pk: tuple(who) for pk, *who in rows}


def _parties(action_id: int, at: datetime) -> QuerySet[Seat]:
    """Those who file for the reporting organisation, and the owner: the person, or the organisation's people."""
    action = IncidentAction.objects.get(pk=action_id)
    owner = Q(pk=action.owner_seat_id)
    if action.owner_seat_id is None:
        owner = Q(organisation=action.owner_id, role__in=sorted(OWNING_ROLES))
    return Seat.objects.at(at).filter(Q(pk__in=filing_seats(action.incident_id, at).values("pk")) | owner)


def _terms(ids: Collection[int]) -> dict[int, Terms]:
    """Each action's own day, which ends where its owner is."""
    rows = IncidentAction.objects.select_related("owner", "incident").filter(pk__in=ids)
    return {action.pk: _of(action) for action in rows}


def _of(action: IncidentAction) -> Terms:
    zone = action.owner.zone
    return Terms(
        name="Do the corrective action",
        due_at=datetime.combine(action.due_on, LAST_SECOND, ZoneInfo(zone)).astimezone(UTC),
        zone=zone,
        because="It is due at the end of the day that was named when it was added.",
        citation=f"Report {action.incident.ref}",
        version="",
        owed_by_organisation=action.owner_id,
        owed_by_seat=action.owner_seat_id,
    )


def _owner_of(action_id: int) -> int:
    return IncidentAction.objects.values_list("owner", flat=True).get(pk=action_id)


def register() -> None:
    """Fill the registries with corrective actions."""
    SUBJECTS.register(
        ACTION,
        SubjectKind(
            key=ACTION,
            label="corrective action",
            address=address,
            visible=lambda viewer: IncidentAction.objects.visible_to(viewer),
            seats=seats_that_may_see_action,
            titles=_titles,
            confidential=_confidential,
            alike=_alike,
        ),
    )
    AUDIENCES.register(PARTIES, Audience(PARTIES, "its owner and the reporting organisation", _parties))
    late = ("owner", "representative")
    CLOCKS.register(
        TO_DO,
        ClockRule(
            key=TO_DO,
            name="Do the corrective action",
            owed_by=(),
            organisation_of=_owner_of,
            length=0,
            unit="days",
            because="",
            terms=_terms,
            ladder=(
                Step(-72, to=("owner",), does="remind"),
                Step(-24, to=("owner",), does="remind"),
                Step(0, to=late, does="escalate"),
                Step(24, to=(*late, "clerks"), does="escalate"),
            ),
            repeat=Repeat(every=168, to=(*late, "clerks"), most=8),
        ),
    )
    told = (PARTIES, "clerks")
    declare(
        ActKind(
            ADDED,
            "added a corrective action",
            told=told,
            starts=(TO_DO,),
            asks="Its owner does it by the day that is named.",
            icon="list-check",
        )
    )
    declare(ActKind(DONE, "says that the corrective action is done", told=told, meets=(TO_DO,), icon="circle-check"))
    declare(ActKind(DROPPED, "dropped the corrective action", told=told, moots=(TO_DO,), icon="circle-x"))
