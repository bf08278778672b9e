"""Stopping a clock and letting it run on: who may, how the due time moves, who is told."""

from datetime import UTC, datetime

import pytest
from django.http import Http404

from apps.deadlines.models import Deadline
from apps.deadlines.services import pause, resume, take_steps
from apps.deadlines.states import State
from apps.kernel.decisions import Invalid, Refused
from tests.cast import Cast
from tests.deadlines import probe
from tests.deadlines.doing import EARLY, HOUR, do, last, told

pytestmark = pytest.mark.django_db


class TestPausing:
    def test_a_pause_stops_clock_and_ladder_and_says_why(self, frontier: Cast) -> None:
        deadline = do(frontier, pause, probe.deadline(frontier), reason=" The lab waits for us. ")
        assert (deadline.state, deadline.paused_at, deadline.next_step_at) == (State.PAUSED, EARLY, None)
        assert deadline.pause_reason == "The lab waits for us."
        act = last("deadline.paused")
        assert (act.facts["reason"], act.subject_id) == ("The lab waits for us.", deadline.subject_id)
        assert act.facts["deadline_id"] == str(deadline.uid)

    def test_steps_that_are_due_are_taken_before_it_pauses(self, frontier: Cast) -> None:
        deadline = do(frontier, pause, probe.deadline(frontier), now=probe.DUE + HOUR, reason="Why.")
        assert probe.steps_of(deadline.subject_id)[:3] == [("reminded", 1), ("overdue", None), ("escalated", 2)]
        assert deadline.state == State.PAUSED

    def test_hours_move_by_the_time_that_passed_and_the_ladder_moves_along(self, frontier: Cast) -> None:
        deadline = do(frontier, pause, probe.deadline(frontier), reason="Why.")
        do(frontier, resume, deadline, now=EARLY + 5 * HOUR)
        assert (deadline.state, deadline.due_at, deadline.course) == (State.RUNNING, probe.DUE + 5 * HOUR, 2)
        assert deadline.first_due_at == deadline.due_at
        assert deadline.next_step_at == probe.DUE + HOUR
        assert (deadline.paused_at, deadline.pause_reason) == (None, "")
        take_steps([deadline.pk], probe.DUE + HOUR)
        assert last("deadline.reminded").facts["course"] == 2

    def test_a_step_taken_before_a_pause_in_hours_is_not_taken_again(self, frontier: Cast) -> None:
        deadline = do(frontier, pause, probe.deadline(frontier), now=probe.DUE - HOUR, reason="Why.")
        do(frontier, resume, deadline, now=probe.DUE + HOUR)
        take_steps([deadline.pk], probe.DUE + 2 * HOUR)
        assert probe.steps_of(deadline.subject_id) == [
            ("reminded", 1), ("paused", None), ("resumed", None), ("escalated", 2),
        ]  # fmt: skip

    def test_one_that_was_overdue_is_overdue_again(self, frontier: Cast) -> None:
        deadline = do(frontier, pause, probe.deadline(frontier), now=probe.DUE + HOUR, reason="Why.")
        do(frontier, resume, deadline, now=probe.DUE + 9 * HOUR)
        assert (deadline.state, deadline.due_at) == (State.OVERDUE, probe.DUE + 8 * HOUR)
        take_steps([deadline.pk], probe.DUE + 99 * HOUR)
        assert [step for step in probe.steps_of(deadline.subject_id) if step[0] == "overdue"] == [("overdue", None)]

    def test_days_move_by_dates_and_still_end_with_the_day(self, frontier: Cast) -> None:
        lab = frontier["borealis.liaison"].organisation
        lab.zone = "America/Los_Angeles"
        lab.save(update_fields=["zone"])
        deadline = probe.deadline(frontier, probe.ASKED, at=datetime(2026, 10, 25, 12, tzinfo=UTC))
        assert deadline.due_at == datetime(2026, 11, 10, 7, 59, 59, tzinfo=UTC)
        do(frontier, pause, deadline, now=datetime(2026, 10, 27, 6, 59, tzinfo=UTC), reason="Why.")
        do(frontier, resume, deadline, now=datetime(2026, 10, 29, 7, 1, tzinfo=UTC))
        assert deadline.due_at == datetime(2026, 11, 13, 7, 59, 59, tzinfo=UTC), "from 26 to 29 October there"

    def test_a_step_whose_time_fell_into_a_pause_that_moves_no_date_is_not_lost(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        Deadline.objects.update(unit="days")
        do(frontier, pause, deadline, now=probe.DUE - 5 * HOUR, reason="Why.")
        do(frontier, resume, deadline, now=probe.DUE - 3 * HOUR)
        assert deadline.due_at == probe.DUE
        take_steps([deadline.pk], probe.DUE - 3 * HOUR)
        assert ("reminded", 1) in probe.steps_of(deadline.subject_id)

    @pytest.mark.parametrize("who", ["borealis.representative", "borealis.liaison"])
    def test_nobody_but_chair_and_clerks_pauses(self, frontier: Cast, who: str) -> None:
        deadline = probe.deadline(frontier)
        with pytest.raises(Refused, match="Only the chair or a clerk"):
            do(frontier, pause, deadline, who, reason="Why.")

    def test_the_chair_does_not_pause_what_its_own_organisation_owes(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED, lab="aster")
        with pytest.raises(Refused, match="own organisation"):
            do(frontier, pause, deadline, "aster.representative", reason="Why.")

    def test_who_may_not_see_it_does_not_find_it(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        for who in ("aster.representative", "cygnus.representative", "observer.eu"):
            with pytest.raises(Http404):
                do(frontier, pause, deadline, who, reason="Why.")

    @pytest.mark.parametrize("reason", ["", "  \n", "\0"])
    def test_a_pause_without_a_reason_is_none(self, frontier: Cast, reason: str) -> None:
        deadline = probe.deadline(frontier)
        with pytest.raises(Invalid, match="reason"):
            do(frontier, pause, deadline, reason=reason)
        assert deadline.state == State.RUNNING

    def test_what_is_paused_can_be_met(self, frontier: Cast) -> None:
        deadline = do(frontier, pause, probe.deadline(frontier), reason="Why.")
        probe.act(frontier, probe.ANSWERED)
        deadline.refresh_from_db()
        assert (deadline.state, deadline.paused_at) == (State.MET, None)

    def test_who_owes_it_and_chair_and_clerks_hear_of_it_where_they_may_see_it(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        do(frontier, pause, deadline, reason="Why.")
        lab = {frontier[f"borealis.{role}"].pk for role in ("representative", "alternate", "liaison")}
        assert told(last("deadline.paused")) == lab
