"""What can happen to the questions of a report on which duties hang: asked, changed, settled.

One clock runs on them, however many authorities could be owed a report: answering is one job.
"""

from collections.abc import Collection, Hashable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.deadlines.rules import CLOCKS, ClockRule, Step, Terms
from apps.incidents.models import (
    QUESTIONS,
    Duty,
    Incident,
    filing_seats,
    reports_whose_duties_show,
    seats_that_see_duties_of,
)
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

TO_DECIDE = "incident.questions"

ASKED = "questions.asked"
CHANGED = "questions.changed"
SETTLED = "questions.settled"

FILERS = "questions.filers"


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = Incident.objects.filter(pk__in=ids).values_list("pk", "title")
    return {pk: f"What is not yet known: {title}" for pk, title in rows}


def _alike(ids: Collection[int]) -> dict[int, Hashable]:
    return {pk: pk for pk in ids}


def _terms(ids: Collection[int]) -> dict[int, Terms]:
    """By report, the hour, zone and rule of what could be owed first."""
    rows = Duty.objects.awaiting_answers().select_related("version", "incident").filter(incident__in=ids)
    by_report: dict[int, list[Duty]] = {}
    for duty in rows.order_by("earliest_at", "pk"):
        by_report.setdefault(duty.incident_id, []).append(duty)
    return {pk: _of(duties) for pk, duties in by_report.items()}


def _of(duties: Sequence[Duty]) -> Terms:
    first = duties[0]
    if first.earliest_at is None:
        raise ValueError(f"{first.ref} has no hour yet")
    return Terms(
        name=name_of(duties),
        due_at=first.earliest_at,
        zone=first.zone,
        because=f"{first.name}, {first.authority}. {first.because}",
        citation=first.citation[:200],
        version=first.version.ref,
        owed_by_organisation=first.incident.organisation_id,
    )


def name_of(duties: Sequence[Duty]) -> str:
    """What is to be done, in words: how many questions decide on how many reports."""
    asked = {text for duty in duties for text in duty.questions}
    questions = "the question that decides" if len(asked) == 1 else f"{len(asked)} questions that decide"
    reports = "one report is owed" if len(duties) == 1 else f"{len(duties)} reports are owed"
    return f"Answer {questions} whether {reports}"


def _filers(incident_id: int, at: datetime) -> QuerySet[Seat]:
    return filing_seats(incident_id, at)


def register() -> None:
    """Fill the registries with open questions."""
    SUBJECTS.register(
        QUESTIONS,
        SubjectKind(
            key=QUESTIONS,
            label="open questions",
            address=lambda slug, ref: reverse("incidents:duties", args=[slug, ref]),
            visible=reports_whose_duties_show,
            seats=seats_that_see_duties_of,
            titles=_titles,
            confidential=lambda incident_id: Incident.objects.only("tlp").get(pk=incident_id).is_confidential,
            party=lambda incident_id: Incident.objects.filter(pk=incident_id).values("organisation"),
            own=lambda organisation_id: Incident.objects.filter(organisation=organisation_id),
            alike=_alike,
        ),
    )
    AUDIENCES.register(FILERS, Audience(FILERS, "those who file for the organisation that is asked", _filers))
    late = ("owner", "representative")
    CLOCKS.register(
        TO_DECIDE,
        ClockRule(
            key=TO_DECIDE,
            name="Answer what decides which reports are owed",
            owed_by=(),
            organisation_of=lambda incident_id: Incident.objects.values_list("organisation", flat=True).get(
                pk=incident_id
            ),
            length=0,
            unit="hours",
            because="",
            terms=_terms,
            ladder=(
                Step(-24, to=("owner",), does="remind"),
                Step(-4, to=late, does="remind"),
                Step(0, to=late, does="escalate"),
                Step(24, to=(*late, "clerks"), does="escalate"),
            ),
        ),
    )
    declare(
        ActKind(
            ASKED,
            "asks what decides whether more is owed",
            told=(FILERS,),
            starts=(TO_DECIDE,),
            asks="Answer them as soon as they are known.",
            icon="help-circle",
        ),
        ActKind(
            CHANGED,
            "asks anew what decides whether more is owed",
            moots=(TO_DECIDE,),
            starts=(TO_DECIDE,),
            icon="help-circle",
            quiet=True,
        ),
        ActKind(
            SETTLED, "asks nothing more that decides what is owed", meets=(TO_DECIDE,), icon="circle-check", quiet=True
        ),
    )
