"""What can happen to a duty to report: it arises, moves, falls away, is met; one clock runs on it."""

from collections.abc import Collection, Hashable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.deadlines.rules import CLOCKS, ClockRule, Repeat, Step, Terms
from apps.incidents.models import DUTY, Duty, Incident, filing_seats, seats_that_may_see_duty
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

TO_REPORT = "incident.duty"

AROSE = "duty.arose"
MOVED = "duty.moved"
HANGS = "duty.hangs"
RULED_OUT = "duty.ruled_out"
FELL_AWAY = "duty.fell_away"
SENT = "duty.sent"
MET = "duty.met"

FILERS = "duty.filers"
LONGEST_NAME = 120


def address(slug: str, ref: str) -> str:
    incident, _slash, key = ref.partition("/")
    return reverse("incidents:duty", args=[slug, incident, key])


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = Duty.objects.filter(pk__in=ids).values_list("pk", "name", "authority")
    return {pk: f"{name}, {authority}" for pk, name, authority in rows}


def _filers(duty_id: int, at: datetime) -> QuerySet[Seat]:
    return filing_seats(Duty.objects.values_list("incident", flat=True).get(pk=duty_id), at)


def _alike(ids: Collection[int]) -> dict[int, Hashable]:
    """Duties of one incident have the same readers until they are sent; from then on those to one desk."""
    rows = Duty.objects.filter(pk__in=ids).values_list("pk", "incident", "desk", "first_sent_at")
    return {pk: (incident, desk if sent else None) for pk, incident, desk, sent in rows}


def _terms(ids: Collection[int]) -> dict[int, Terms]:
    """Each duty's own hour, zone, reason and rule. What is only possible has no clock: see acts.questions."""
    rows = Duty.objects.select_related("version", "incident").filter(pk__in=ids)
    return {duty.pk: _of(duty) for duty in rows}


def _of(duty: Duty) -> Terms:
    if duty.due_at is None:
        raise ValueError(f"{duty.ref} has no hour yet")
    return Terms(
        name=f"{duty.name}, {duty.authority}"[:LONGEST_NAME],
        due_at=duty.due_at,
        zone=duty.zone,
        because=duty.because,
        citation=duty.citation[:200],
        version=duty.version.ref,
        owed_by_organisation=duty.incident.organisation_id,
    )


def _organisation_of(duty_id: int) -> int:
    return Incident.objects.values_list("organisation", flat=True).get(duties=duty_id)


def register() -> None:
    """Fill the registries with duties."""
    SUBJECTS.register(
        DUTY,
        SubjectKind(
            key=DUTY,
            label="duty to report",
            address=address,
            visible=lambda viewer: Duty.objects.visible_to(viewer),
            seats=seats_that_may_see_duty,
            titles=_titles,
            party=lambda duty_id: Incident.objects.filter(duties=duty_id).values("organisation"),
            own=lambda organisation_id: Duty.objects.filter(incident__organisation=organisation_id),
            alike=_alike,
        ),
    )
    AUDIENCES.register(FILERS, Audience(FILERS, "those who file for the organisation that owes it", _filers))
    late = ("owner", "representative")
    CLOCKS.register(
        TO_REPORT,
        ClockRule(
            key=TO_REPORT,
            name="Report to the authority",
            owed_by=(),
            organisation_of=_organisation_of,
            length=0,
            unit="hours",
            because="",
            terms=_terms,
            ladder=(
                Step(-48, to=("owner",), does="remind"),
                Step(-24, to=("owner",), does="remind"),
                Step(-4, to=late, does="remind", pages=True),
                Step(0, to=late, does="escalate", pages=True),
                Step(24, to=(*late, "clerks"), does="escalate"),
            ),
            repeat=Repeat(every=24, to=late, most=30),
        ),
    )
    told = (FILERS,)
    declare(
        ActKind(
            AROSE,
            "is owed from now on",
            told=told,
            starts=(TO_REPORT,),
            icon="clock-exclamation",
            urgent=True,
            pages=lambda act: act.facts.get("afterwards") is True,
        )
    )
    declare(
        ActKind(
            MOVED,
            "has another hour or reason",
            told=told,
            moots=(TO_REPORT,),
            starts=(TO_REPORT,),
            icon="clock-edit",
            urgent=True,
            pages=lambda act: act.facts.get("shortened") is True,
        )
    )
    declare(ActKind(HANGS, "hangs on an answer again", told=told, moots=(TO_REPORT,), icon="clock-pause"))
    declare(ActKind(RULED_OUT, "turned out not to be owed", icon="clock-off", quiet=True))
    declare(ActKind(FELL_AWAY, "fell away", told=told, moots=(TO_REPORT,), icon="clock-off"))
    declare(
        ActKind(
            SENT, "was sent through the portal; proof of sending to the authority is awaited", told=told, icon="send"
        )
    )
    declare(ActKind(MET, "was met", told=told, meets=(TO_REPORT,), icon="circle-check"))
