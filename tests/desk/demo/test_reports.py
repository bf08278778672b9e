"""The demo's reports and the duties about them, some of which fall due while one watches."""

from datetime import datetime, timedelta

import pytest

from apps.committees.models import Committee
from apps.deadlines.models import Deadline
from apps.deadlines.services import sweep
from apps.desk.demo.people import CLERK
from apps.desk.demo.seats import viewer
from apps.desk.demo.story.frontier_open import REPEAT_TO_WATCH, TO_WATCH, WAITING
from apps.incidents.acts import ACKNOWLEDGEMENT
from apps.incidents.models import Incident
from apps.incidents.services.handling import acknowledge
from apps.incidents.states import State
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act

pytestmark = pytest.mark.django_db

HURRIED = next(report.title for report in WAITING if report.hurried)


def _titled(title: str) -> Incident:
    return Incident.objects.get(title=title)


def test_a_report_stands_in_every_state(frontier: Committee) -> None:
    with tenant(frontier.pk):
        assert set(Incident.objects.values_list("state", flat=True)) == set(State)
        assert Incident.objects.filter(state=State.CLOSED).count() >= 12


def test_no_two_reports_tell_the_same(frontier: Committee) -> None:
    with tenant(frontier.pk):
        for told in ("title", "narrative"):
            values = list(Incident.objects.values_list(told, flat=True))
            assert len(values) == len(set(values))


def test_the_watched_report_falls_overdue_and_escalates_within_minutes(
    frontier: Committee, loaded_at: datetime
) -> None:
    watched = WAITING[1].title
    with tenant(frontier.pk):
        deadline = Deadline.objects.get(subject_id=_titled(watched).pk, clock=ACKNOWLEDGEMENT)
        assert deadline.state == "running"
        assert timedelta() < deadline.due_at - loaded_at <= TO_WATCH + timedelta(seconds=60)
    sweep(deadline.due_at + timedelta(minutes=1))
    with tenant(frontier.pk):
        assert Deadline.objects.get(pk=deadline.pk).state == "overdue"
        newest = Act.objects.about("incident", deadline.subject_id).last()
        assert newest is not None
        assert (newest.kind, newest.facts["to"]) == ("deadline.escalated", ["chair", "clerks", "chairs_alternate"])


def test_the_overdue_report_has_reached_all_members_and_is_repeated(frontier: Committee, loaded_at: datetime) -> None:
    overdue = WAITING[2].title
    with tenant(frontier.pk):
        deadline = Deadline.objects.get(subject_id=_titled(overdue).pk, clock=ACKNOWLEDGEMENT)
        assert (deadline.state, deadline.repeats) == ("overdue", 0)
        escalations = Act.objects.about("incident", deadline.subject_id).filter(kind="deadline.escalated")
        assert [act.facts.get("late_minutes") for act in escalations] == [None, None]
        assert "members" in escalations[1].facts["to"]
    sweep(loaded_at + REPEAT_TO_WATCH + timedelta(minutes=2))
    with tenant(frontier.pk):
        assert Deadline.objects.get(pk=deadline.pk).repeats == 1


def test_the_critical_reports_ladder_climbs_by_the_minute_to_its_end(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        deadline = Deadline.objects.get(subject_id=_titled(HURRIED).pk, clock=ACKNOWLEDGEMENT)
        assert "come a minute apart" in deadline.because
        assert Act.objects.about("incident", deadline.subject_id).count() == 2
    for minute in range(1, 10):
        sweep(loaded_at + timedelta(minutes=minute, seconds=1))
    with tenant(frontier.pk):
        acts = Act.objects.about("incident", deadline.subject_id).filter(facts__deadline_id=str(deadline.uid))
        assert [act.kind.partition(".")[2] for act in acts] == [
            "reminded",
            "overdue",
            *["escalated"] * 5,
            "unanswered",
        ]
        assert [act.facts["to"][-1] for act in acts if "to" in act.facts] == [
            "clerks",
            "chairs_alternate",
            *["members"] * 4,
        ]
        acknowledge(actor=viewer(CLERK, clock.now()), now=clock.now(), ref=deadline.subject_ref)
        assert Deadline.objects.get(pk=deadline.pk).state == "met"


def test_duties_are_paused_extended_handed_over_and_somebody_is_on_one(
    frontier: Committee, loaded_at: datetime
) -> None:
    with tenant(frontier.pk):
        duties = Deadline.objects.open().filter(second_to=None)
        assert [duty.pause_reason for duty in duties.filter(state="paused")] == [
            "The customer's own report is awaited."
        ]
        [extended] = duties.filter(course=2)
        assert extended.due_at - extended.first_due_at == timedelta(days=3)
        [handed] = duties.exclude(owed_by_seat=None)
        assert (handed.owed_by_seat.holder, handed.state) == ("Aino Saarinen", "overdue")
        [taken] = duties.filter(taken_on_until__gt=clock.now())
        assert Deadline.objects.open().filter(second_to=taken).count() == 1
