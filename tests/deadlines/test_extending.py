"""Giving more time, and waiving what is owed: who may, and how far."""

from datetime import datetime

import pytest

from apps.committees.rules.viewer import Portal
from apps.deadlines.services import extend, pause, take_steps, waive
from apps.deadlines.states import State
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from tests.cast import Cast
from tests.deadlines import probe
from tests.deadlines.doing import EARLY, HOUR, MINUTE, do, last

pytestmark = pytest.mark.django_db


class TestExtending:
    def test_an_extension_moves_the_ladder(self, frontier: Cast) -> None:
        deadline = do(frontier, extend, probe.deadline(frontier), until=probe.DUE + 8 * HOUR, reason="Sick.")
        assert (deadline.due_at, deadline.first_due_at) == (probe.DUE + 8 * HOUR, probe.DUE)
        assert (deadline.course, deadline.next_step_at) == (2, probe.DUE + 4 * HOUR)
        facts = last("deadline.extended").facts
        assert (facts["was_due_at"], facts["due_at"]) == ("2026-11-21T12:00:00Z", "2026-11-21T20:00:00Z")

    def test_an_overdue_one_runs_again_and_says_again_what_lies_ahead(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        take_steps([deadline.pk], probe.DUE + 5 * HOUR)
        do(frontier, extend, deadline, now=probe.DUE + 5 * HOUR, until=probe.DUE + 7 * HOUR, reason="Nearly done.")
        assert (deadline.state, deadline.steps_taken) == (State.RUNNING, 1)
        take_steps([deadline.pk], probe.DUE + 12 * HOUR)
        after = [(act.kind, act.facts.get("step")) for act in Act.objects.filter(facts__course=2).order_by("id")]
        assert after == [("deadline.extended", None), ("deadline.escalated", 2), ("deadline.escalated", 3)]

    def test_a_clerk_extends_by_no_more_than_the_first_length(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, lab="aster")
        do(frontier, extend, deadline, until=probe.DUE + 20 * HOUR, reason="Why.")
        with pytest.raises(Refused, match="the chair may go further"):
            do(frontier, extend, deadline, until=probe.DUE + 24 * HOUR + MINUTE, reason="Why.")
        do(frontier, extend, deadline, until=probe.DUE + 24 * HOUR, reason="Why.")

    def test_the_chair_extends_as_far_as_it_likes(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, lab="aster")
        do(frontier, extend, deadline, "aster.representative", until=probe.DUE + 999 * HOUR, reason="Why.")
        assert deadline.due_at == probe.DUE + 999 * HOUR

    @pytest.mark.parametrize("until", [EARLY, EARLY - HOUR, probe.DUE, probe.DUE - MINUTE])
    def test_a_new_due_time_is_later_than_the_old_one_and_than_now(self, frontier: Cast, until: datetime) -> None:
        with pytest.raises(Invalid, match="until"):
            do(frontier, extend, probe.deadline(frontier), until=until, reason="Why.")

    def test_what_is_paused_is_not_extended(self, frontier: Cast) -> None:
        deadline = do(frontier, pause, probe.deadline(frontier), reason="Why.")
        with pytest.raises(Refused):
            do(frontier, extend, deadline, until=probe.DUE + HOUR, reason="Why.")


class TestWaiving:
    def test_the_chair_waives_for_good(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, lab="aster")
        do(frontier, waive, deadline, "aster.representative", reason="A twin of another.")
        assert (deadline.state, deadline.closed_at, deadline.next_step_at) == (State.WAIVED, EARLY, None)
        assert last("deadline.waived").facts["reason"] == "A twin of another."
        with pytest.raises(Refused):
            do(frontier, waive, deadline, "aster.representative", reason="Again.")

    def test_a_clerk_does_not_waive(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="Only the chair"):
            do(frontier, waive, probe.deadline(frontier), reason="Why.")

    def test_a_decision_of_the_committee_waives_by_the_portals_hand(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        waive(actor=Portal("motion MOT-2026-0001"), now=EARLY, uid=deadline.uid, reason="Carried.")
        deadline.refresh_from_db()
        assert deadline.state == State.WAIVED

    def test_a_waived_clock_can_start_again(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        waive(actor=Portal("motion MOT-2026-0001"), now=EARLY, uid=deadline.uid, reason="Carried.")
        assert probe.deadline(frontier).pk != deadline.pk
