"""When the clocks of a case are due: by the charter of the day on which it was filed, and by its track."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime

from apps.committees.models import CharterVersion, Committee
from apps.committees.rules.charter import articles, preset_values
from apps.deadlines.models import Deadline
from apps.deadlines.rules import Terms
from apps.deadlines.rules.reckoning import in_words
from apps.disputes.acts.clocks import TO_TALK
from apps.disputes.models import Case, CaseParty, Panel, Paper, Service
from apps.disputes.rules.charter import by
from apps.disputes.rules.clocks import CLOCKS, EVENT_LABELS, Clock, Event, Pace, article_of, due, unit_of
from apps.disputes.rules.who import FIRST, ON_REVIEW, SUBJECT
from apps.disputes.states import Capacity, DocumentKind, Track

STARTING = {
    DocumentKind.SUBMISSION: Event.SUBMISSION_SERVED,
    DocumentKind.INTERIM_REPORT: Event.INTERIM_SERVED,
    DocumentKind.REPORT: Event.CIRCULATED,
    DocumentKind.APPEAL: Event.APPEALED,
    DocumentKind.REVIEW_REQUEST: Event.REVIEW_ASKED,
}
"""The papers whose service starts a clock of the case."""


def pace_of(case: Case) -> Pace:
    """By what the time of a filed case is reckoned (two queries)."""
    version = CharterVersion.objects.get(number=case.charter)
    zone = Committee.objects.values_list("zone", flat=True).get(pk=case.committee_id)
    return Pace(preset_values(version.preset) | version.values, zone, Track(case.track))


def events_of(case: Case) -> dict[Event, datetime]:
    """What has happened in the case and starts clocks (four queries)."""
    found: dict[Event, datetime] = {}
    if case.filed_at is not None:
        found[Event.COMPLAINT_SERVED] = case.filed_at
        over = Deadline.objects.filter(subject_kind=SUBJECT, subject_id=case.pk, clock=TO_TALK).order_by("-pk").first()
        if over is not None:
            found[Event.CONSULTATIONS_OVER] = over.due_at
    if case.adopted_at is not None:
        found[Event.ADOPTED] = case.adopted_at
    return found | _of_the_panel(case) | _of_papers(case)


def _of_the_panel(case: Case) -> dict[Event, datetime]:
    """Of the panel that was established last: on appeal that is the second."""
    panel = Panel.objects.filter(case=case).order_by("-number").first()
    if panel is None:
        return {}
    at = {
        Event.ESTABLISHED: panel.established_at,
        Event.PARTIES_TIME_OVER: panel.closed_at,
        Event.COMPOSED: panel.composed_at,
    }
    return {event: moment for event, moment in at.items() if moment is not None}


def _of_papers(case: Case) -> dict[Event, datetime]:
    """What serving a paper starts; of several the last counts."""
    capacities = dict(CaseParty.objects.filter(case=case).values_list("organisation", "capacity"))
    rows = Paper.objects.filter(case=case, kind__in=sorted(STARTING), served_at__isnull=False).order_by("pk")
    found: dict[Event, datetime] = {}
    for kind, organisation, panel, served_at in rows.values_list("kind", "organisation", "panel", "served_at"):
        event = STARTING[kind]
        if kind == DocumentKind.SUBMISSION and capacities.get(organisation) == Capacity.RESPONDENT:
            event = Event.ANSWER_SERVED
        elif kind == DocumentKind.REPORT and panel != FIRST:
            event = Event.APPEAL_CIRCULATED
        if kind != DocumentKind.REPORT or panel != ON_REVIEW:
            found[event] = served_at
    return found


def of_cases(clock: Clock) -> Callable[[Collection[int]], Mapping[int, Terms]]:
    """The terms of a clock that runs on cases, by their ids: what ClockRule.terms asks."""

    def terms(ids: Collection[int]) -> dict[int, Terms]:
        return {case.pk: _terms(clock, case, events_of(case)) for case in Case.objects.filter(pk__in=ids)}

    return terms


Reckoned = Callable[[Case, Mapping[Event, datetime], Pace], datetime]
"""When something is due that is not the plain length of its article."""


def reckoned(clock: Clock, when: Reckoned) -> Callable[[Collection[int]], Mapping[int, Terms]]:
    """The terms of a clock on cases whose hour is reckoned so."""

    def terms(ids: Collection[int]) -> dict[int, Terms]:
        found = {}
        for case in Case.objects.filter(pk__in=ids):
            events = events_of(case)
            found[case.pk] = replace(_terms(clock, case, events), due_at=when(case, events, pace_of(case)))
        return found

    return terms


def of_services(clock: Clock, event: Event) -> Callable[[Collection[int]], Mapping[int, Terms]]:
    """The terms of a clock that service of a paper starts, owed by the party that was served, by the services' ids.

    Where it was served a second time, or opened at last, the whole time runs from then.
    """

    def terms(ids: Collection[int]) -> dict[int, Terms]:
        rows = Service.objects.select_related("paper__case", "party").filter(pk__in=ids)
        return {
            row.pk: _terms(
                clock,
                row.paper.case,
                {event: row.sent_again_at or row.opened_at or row.sent_at},
                row.party.organisation_id,
            )
            for row in rows
        }

    return terms


def _terms(clock: Clock, case: Case, events: Mapping[Event, datetime], owed_by: int | None = None) -> Terms:
    pace, rule = pace_of(case), CLOCKS[clock]
    key = article_of(clock, pace.track)
    time = in_words(pace.charter[key], unit_of(key))
    return Terms(
        name=rule.name,
        due_at=due(clock, events, pace),
        zone=pace.zone,
        because=f"Within {time} of {EVENT_LABELS[rule.starts]} {by(key)}.",
        citation=f"Charter, article {articles()[key].number}",
        version=str(case.charter),
        owed_by_organisation=owed_by,
    )
