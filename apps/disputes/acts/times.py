"""When the clocks of a case are due: by the charter of the day on which it was filed, and by its track."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from apps.committees.models import CharterVersion, Committee
from apps.committees.rules.charter import articles, preset_values
from apps.deadlines.models import Deadline
from apps.deadlines.rules import Terms
from apps.deadlines.rules.reckoning import in_words
from apps.disputes.models import Case, Service
from apps.disputes.rules.charter import by
from apps.disputes.rules.clocks import CLOCKS, EVENT_LABELS, Clock, Event, Pace, article_of, due, unit_of
from apps.disputes.rules.who import SUBJECT
from apps.disputes.states import Track

OVER = "dispute.talk"
"""The clock at whose end consultations are over."""


def pace_of(case: Case) -> Pace:
    """By what the time of a filed case is reckoned (two queries)."""
    version = CharterVersion.objects.get(number=case.charter)
    zone = Committee.objects.values_list("zone", flat=True).get(pk=case.committee_id)
    return Pace(preset_values(version.preset) | version.values, zone, Track(case.track))


def events_of(case: Case) -> dict[Event, datetime]:
    """What has happened in the case and starts clocks."""
    found: dict[Event, datetime] = {}
    if case.filed_at is not None:
        found[Event.COMPLAINT_SERVED] = case.filed_at
        over = Deadline.objects.filter(subject_kind=SUBJECT, subject_id=case.pk, clock=OVER).order_by("-pk").first()
        if over is not None:
            found[Event.CONSULTATIONS_OVER] = over.due_at
    return found


def of_cases(clock: Clock) -> Callable[[Collection[int]], Mapping[int, Terms]]:
    """The terms of a clock that runs on cases, by their ids: what ClockRule.terms asks."""

    def terms(ids: Collection[int]) -> dict[int, Terms]:
        return {case.pk: _terms(clock, case, events_of(case)) for case in Case.objects.filter(pk__in=ids)}

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
