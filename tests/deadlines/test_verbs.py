"""The verbs of deadlines: who may, what moves, who is told, what the record keeps."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from apps.committees.models import CharterVersion
from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.deadlines.services import chase, extend, hand_over, pause, resume, take_on, take_steps, waive
from apps.deadlines.states import State
from apps.kernel.decisions import Invalid, Refused
from apps.notices.models import FanOut
from apps.record.models import Act
from tests.cast import Cast
from tests.deadlines import probe

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
EARLY = probe.DUE - 6 * HOUR


def _do(cast: Cast, verb: Callable[..., Any], deadline: Deadline, who: str = "clerk", **more: Any) -> Deadline:
    more.setdefault("now", EARLY)
    verb(actor=cast.viewer(who), uid=deadline.uid, **more)
    deadline.refresh_from_db()
    return deadline


def _last(kind: str) -> Act:
    return Act.objects.filter(kind=kind).latest("id")


def _told(act: Act) -> set[int]:
    return set(FanOut.objects.get(act=act).seat_ids)


class TestPausing:
    def test_a_pause_stops_clock_and_ladder_and_says_why(self, frontier: Cast) -> None:
        deadline = _do(frontier, pause, probe.deadline(frontier), reason=" The lab waits for us. ")
        assert (deadline.state, deadline.paused_at, deadline.next_step_at) == (State.PAUSED, EARLY, None)
        assert deadline.pause_reason == "The lab waits for us."
        act = _last("deadline.paused")
        assert (act.facts["reason"], act.subject_id) == ("The lab waits for us.", deadline.subject_id)
        assert act.facts["deadline_id"] == str(deadline.uid)

    def test_steps_that_are_due_are_taken_before_it_pauses(self, frontier: Cast) -> None:
        deadline = _do(frontier, pause, probe.deadline(frontier), now=probe.DUE + HOUR, reason="Why.")
        assert probe.steps_of(deadline.subject_id)[:3] == [("reminded", 1), ("overdue", None), ("escalated", 2)]
        assert deadline.state == State.PAUSED

    def test_hours_move_by_the_time_that_passed_and_the_ladder_moves_along(self, frontier: Cast) -> None:
        deadline = _do(frontier, pause, probe.deadline(frontier), reason="Why.")
        _do(frontier, resume, deadline, now=EARLY + 5 * HOUR)
        assert (deadline.state, deadline.due_at, deadline.course) == (State.RUNNING, probe.DUE + 5 * HOUR, 2)
        assert deadline.first_due_at == deadline.due_at
        assert deadline.next_step_at == probe.DUE + HOUR
        assert (deadline.paused_at, deadline.pause_reason) == (None, "")
        take_steps([deadline.pk], probe.DUE + HOUR)
        assert _last("deadline.reminded").facts["course"] == 2

    def test_a_step_taken_before_a_pause_in_hours_is_not_taken_again(self, frontier: Cast) -> None:
        deadline = _do(frontier, pause, probe.deadline(frontier), now=probe.DUE - HOUR, reason="Why.")
        _do(frontier, resume, deadline, now=probe.DUE + HOUR)
        take_steps([deadline.pk], probe.DUE + 2 * HOUR)
        assert probe.steps_of(deadline.subject_id) == [
            ("reminded", 1), ("paused", None), ("resumed", None), ("escalated", 2),
        ]  # fmt: skip

    def test_one_that_was_overdue_is_overdue_again(self, frontier: Cast) -> None:
        deadline = _do(frontier, pause, probe.deadline(frontier), now=probe.DUE + HOUR, reason="Why.")
        _do(frontier, resume, deadline, now=probe.DUE + 9 * HOUR)
        assert (deadline.state, deadline.due_at) == (State.OVERDUE, probe.DUE + 8 * HOUR)
        take_steps([deadline.pk], probe.DUE + 99 * HOUR)
        assert [step for step in probe.steps_of(deadline.subject_id) if step[0] == "overdue"] == [("overdue", None)]

    def test_days_move_by_dates_and_still_end_with_the_day(self, frontier: Cast) -> None:
        lab = frontier["borealis.liaison"].organisation
        lab.zone = "America/Los_Angeles"
        lab.save(update_fields=["zone"])
        deadline = probe.deadline(frontier, probe.ASKED, at=datetime(2026, 10, 25, 12, tzinfo=UTC))
        assert deadline.due_at == datetime(2026, 11, 10, 7, 59, 59, tzinfo=UTC)
        _do(frontier, pause, deadline, now=datetime(2026, 10, 27, 6, 59, tzinfo=UTC), reason="Why.")
        _do(frontier, resume, deadline, now=datetime(2026, 10, 29, 7, 1, tzinfo=UTC))
        assert deadline.due_at == datetime(2026, 11, 13, 7, 59, 59, tzinfo=UTC), "from 26 to 29 October there"

    def test_a_step_whose_time_fell_into_a_pause_that_moves_no_date_is_not_lost(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        Deadline.objects.update(unit="days")
        _do(frontier, pause, deadline, now=probe.DUE - 5 * HOUR, reason="Why.")
        _do(frontier, resume, deadline, now=probe.DUE - 3 * HOUR)
        assert deadline.due_at == probe.DUE
        take_steps([deadline.pk], probe.DUE - 3 * HOUR)
        assert ("reminded", 1) in probe.steps_of(deadline.subject_id)

    @pytest.mark.parametrize("who", ["borealis.representative", "borealis.liaison"])
    def test_nobody_but_chair_and_clerks_pauses(self, frontier: Cast, who: str) -> None:
        deadline = probe.deadline(frontier)
        with pytest.raises(Refused, match="Only the chair or a clerk"):
            _do(frontier, pause, deadline, who, reason="Why.")

    def test_the_chair_does_not_pause_what_its_own_organisation_owes(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED, lab="aster")
        with pytest.raises(Refused, match="own organisation"):
            _do(frontier, pause, deadline, "aster.representative", reason="Why.")

    def test_who_may_not_see_it_does_not_find_it(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        for who in ("aster.representative", "cygnus.representative", "observer.eu"):
            with pytest.raises(Http404):
                _do(frontier, pause, deadline, who, reason="Why.")

    @pytest.mark.parametrize("reason", ["", "  \n", "\0"])
    def test_a_pause_without_a_reason_is_none(self, frontier: Cast, reason: str) -> None:
        deadline = probe.deadline(frontier)
        with pytest.raises(Invalid, match="reason"):
            _do(frontier, pause, deadline, reason=reason)
        assert deadline.state == State.RUNNING

    def test_what_is_paused_can_be_met(self, frontier: Cast) -> None:
        deadline = _do(frontier, pause, probe.deadline(frontier), reason="Why.")
        probe.act(frontier, probe.ANSWERED)
        deadline.refresh_from_db()
        assert (deadline.state, deadline.paused_at) == (State.MET, None)

    def test_who_owes_it_and_chair_and_clerks_hear_of_it_where_they_may_see_it(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        _do(frontier, pause, deadline, reason="Why.")
        lab = {frontier[f"borealis.{role}"].pk for role in ("representative", "alternate", "liaison")}
        assert _told(_last("deadline.paused")) == lab


class TestExtending:
    def test_an_extension_moves_the_ladder(self, frontier: Cast) -> None:
        deadline = _do(frontier, extend, probe.deadline(frontier), until=probe.DUE + 8 * HOUR, reason="Sick.")
        assert (deadline.due_at, deadline.first_due_at) == (probe.DUE + 8 * HOUR, probe.DUE)
        assert (deadline.course, deadline.next_step_at) == (2, probe.DUE + 4 * HOUR)
        facts = _last("deadline.extended").facts
        assert (facts["was_due_at"], facts["due_at"]) == ("2026-11-21T12:00:00Z", "2026-11-21T20:00:00Z")

    def test_an_overdue_one_runs_again_and_says_again_what_lies_ahead(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        take_steps([deadline.pk], probe.DUE + 5 * HOUR)
        _do(frontier, extend, deadline, now=probe.DUE + 5 * HOUR, until=probe.DUE + 7 * HOUR, reason="Nearly done.")
        assert (deadline.state, deadline.steps_taken) == (State.RUNNING, 1)
        take_steps([deadline.pk], probe.DUE + 12 * HOUR)
        after = [(act.kind, act.facts.get("step")) for act in Act.objects.filter(facts__course=2).order_by("id")]
        assert after == [("deadline.extended", None), ("deadline.escalated", 2), ("deadline.escalated", 3)]

    def test_a_clerk_extends_by_no_more_than_the_first_length(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, lab="aster")
        _do(frontier, extend, deadline, until=probe.DUE + 20 * HOUR, reason="Why.")
        with pytest.raises(Refused, match="the chair may go further"):
            _do(frontier, extend, deadline, until=probe.DUE + 24 * HOUR + MINUTE, reason="Why.")
        _do(frontier, extend, deadline, until=probe.DUE + 24 * HOUR, reason="Why.")

    def test_the_chair_extends_as_far_as_it_likes(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, lab="aster")
        _do(frontier, extend, deadline, "aster.representative", until=probe.DUE + 999 * HOUR, reason="Why.")
        assert deadline.due_at == probe.DUE + 999 * HOUR

    @pytest.mark.parametrize("until", [EARLY, EARLY - HOUR, probe.DUE, probe.DUE - MINUTE])
    def test_a_new_due_time_is_later_than_the_old_one_and_than_now(self, frontier: Cast, until: datetime) -> None:
        with pytest.raises(Invalid, match="until"):
            _do(frontier, extend, probe.deadline(frontier), until=until, reason="Why.")

    def test_what_is_paused_is_not_extended(self, frontier: Cast) -> None:
        deadline = _do(frontier, pause, probe.deadline(frontier), reason="Why.")
        with pytest.raises(Refused):
            _do(frontier, extend, deadline, until=probe.DUE + HOUR, reason="Why.")


class TestWaiving:
    def test_the_chair_waives_for_good(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, lab="aster")
        _do(frontier, waive, deadline, "aster.representative", reason="A twin of another.")
        assert (deadline.state, deadline.closed_at, deadline.next_step_at) == (State.WAIVED, EARLY, None)
        assert _last("deadline.waived").facts["reason"] == "A twin of another."
        with pytest.raises(Refused):
            _do(frontier, waive, deadline, "aster.representative", reason="Again.")

    def test_a_clerk_does_not_waive(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="Only the chair"):
            _do(frontier, waive, probe.deadline(frontier), reason="Why.")

    def test_a_decision_of_the_committee_waives_by_the_portals_hand(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        waive(actor=Portal("motion MOT-2026-0001"), now=EARLY, uid=deadline.uid, reason="Carried.")
        deadline.refresh_from_db()
        assert deadline.state == State.WAIVED

    def test_a_waived_clock_can_start_again(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        waive(actor=Portal("motion MOT-2026-0001"), now=EARLY, uid=deadline.uid, reason="Carried.")
        assert probe.deadline(frontier).pk != deadline.pk


class TestBeingOnIt:
    UNTIL = probe.DUE + 20 * HOUR
    NOW = probe.DUE + 17 * HOUR
    """After the first repeat at 16 h; the next come at 28 h and 40 h."""

    def _second(self, deadline: Deadline) -> Deadline:
        return Deadline.objects.open().get(second_to=deadline)

    def test_it_starts_a_second_clock_for_who_said_so(self, frontier: Cast) -> None:
        deadline = _do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL, note="Soon.")
        second = self._second(deadline)
        assert (deadline.taken_on_by, deadline.taken_on_until) == (frontier["clerk"], self.UNTIL)
        assert (second.owed_by_seat, second.due_at, second.clock) == (frontier["clerk"], self.UNTIL, "deadlines.second")
        assert second.name == "Taken on: Answer the probe"
        assert second.next_step_at == self.UNTIL - 30 * MINUTE
        assert second.started_by == _last("deadline.taken_on")
        assert second.started_by.facts["note"] == "Soon."

    def test_repeats_that_fall_into_it_are_left_out_and_the_rest_goes_on(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        now = probe.DUE + 25 * HOUR
        _do(frontier, take_on, deadline, now=now, until=now + 4 * HOUR)
        assert deadline.next_step_at == probe.DUE + 40 * HOUR
        take_steps([deadline.pk], probe.DUE + 100 * HOUR)
        assert [step for _kind, step in probe.steps_of(deadline.subject_id) if step] == [1, 2, 3, 4, 6]

    def test_steps_before_the_repeats_go_on(self, frontier: Cast) -> None:
        deadline = _do(frontier, take_on, probe.deadline(frontier), now=probe.DUE + HOUR, until=probe.DUE + 5 * HOUR)
        take_steps([deadline.pk], probe.DUE + 4 * HOUR)
        assert probe.steps_of(deadline.subject_id)[-1] == ("escalated", 3)

    def test_when_it_passes_those_of_the_last_step_hear_of_it(self, frontier: Cast) -> None:
        deadline = _do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL)
        second = self._second(deadline)
        take_steps([second.pk], self.UNTIL + MINUTE)
        reminded, escalated = Act.objects.filter(facts__deadline_id=str(second.uid), facts__has_key="step").order_by(
            "id"
        )
        clerk = f"seat:{frontier['clerk'].pk}"
        assert (reminded.told, escalated.told) == ([clerk], [clerk, "members"])
        second.refresh_from_db()
        assert (second.state, second.next_step_at) == (State.OVERDUE, None)

    def test_saying_so_again_puts_the_new_time_in_the_old_ones_place(self, frontier: Cast) -> None:
        deadline = _do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL)
        first = self._second(deadline)
        _do(frontier, take_on, deadline, now=self.NOW + HOUR, until=self.UNTIL + HOUR)
        first.refresh_from_db()
        assert (first.state, first.met_by) == (State.MET, _last("deadline.taken_on"))
        assert self._second(deadline).due_at == deadline.taken_on_until == self.UNTIL + HOUR

    def test_both_are_met_together(self, frontier: Cast) -> None:
        deadline = _do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL)
        answer = probe.act(frontier, probe.ANSWERED, at=self.NOW + HOUR)
        assert set(Deadline.objects.values_list("state", "met_by")) == {(State.MET, answer.pk)}
        assert Deadline.objects.filter(second_to=deadline).count() == 1

    def test_a_pause_or_a_waiver_ends_the_promise(self, frontier: Cast) -> None:
        deadline = _do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL)
        _do(frontier, pause, deadline, now=self.NOW + MINUTE, reason="Why.")
        assert not Deadline.objects.open().filter(second_to=deadline).exists()
        assert deadline.taken_on_until is None
        _do(frontier, resume, deadline, now=self.NOW + 2 * MINUTE)
        _do(frontier, take_on, deadline, now=self.NOW + 3 * MINUTE, until=self.UNTIL)
        waive(actor=Portal("motion MOT-2026-0001"), now=self.NOW + HOUR, uid=deadline.uid, reason="Carried.")
        assert set(Deadline.objects.values_list("state", flat=True)) == {State.WAIVED}

    @pytest.mark.parametrize("minutes", [-1, 0, 4, 4 * 60 + 1])
    def test_the_time_is_five_minutes_to_four_hours_ahead(self, frontier: Cast, minutes: int) -> None:
        with pytest.raises(Invalid, match="ahead"):
            _do(frontier, take_on, probe.deadline(frontier), until=EARLY + minutes * MINUTE)

    def test_the_charter_says_how_far_ahead(self, frontier: Cast) -> None:
        values = {"deadlines.on_it_hours": 8}
        CharterVersion.objects.create(
            number=2, preset="standard", values=values, in_force_at=probe.BEGUN, adopted_by="a vote"
        )
        deadline = _do(frontier, take_on, probe.deadline(frontier), until=EARLY + 8 * HOUR)
        assert deadline.taken_on_until == EARLY + 8 * HOUR

    def test_who_does_not_owe_it_cannot_be_on_it(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="Only who owes it"):
            _do(frontier, take_on, probe.deadline(frontier), "borealis.liaison", until=EARLY + HOUR)

    def test_a_second_clock_has_no_verbs_of_its_own(self, frontier: Cast) -> None:
        deadline = _do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL)
        second, more = self._second(deadline), {"now": self.NOW + MINUTE}
        for verb, words in (
            (pause, {"reason": "Why."}),
            (extend, {"until": self.UNTIL + HOUR, "reason": "Why."}),
            (take_on, {"until": self.UNTIL}),
            (hand_over, {"to": frontier["clerk"].uid}),
        ):
            with pytest.raises(Refused, match="Somebody is on it"):
                _do(frontier, verb, second, **words, **more)


class TestPagers:
    PAGER = Portal("pager of Borealis")

    def _on(self, cast: Cast, deadline: Deadline, lab: str) -> Deadline:
        organisation_id = cast[f"{lab}.liaison"].organisation_id
        take_on(actor=self.PAGER, now=EARLY, uid=deadline.uid, until=EARLY + HOUR, organisation_id=organisation_id)
        deadline.refresh_from_db()
        return deadline

    def test_a_pager_answers_for_the_organisation_that_owes_it_again_and_again(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        for _time in range(2):
            self._on(frontier, deadline, "borealis")
        second = Deadline.objects.open().get(second_to=deadline)
        assert (deadline.taken_on_by, deadline.taken_on_until) == (None, EARLY + HOUR)
        assert (second.owed_by_organisation_id, second.owed_by_seat) == (deadline.owed_by_organisation_id, None)
        assert _last("deadline.taken_on").actor == "The portal (pager of Borealis)"

    def test_another_organisations_pager_finds_nothing(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        with pytest.raises(Http404):
            self._on(frontier, deadline, "cygnus")

    def test_the_chairs_pager_answers_for_the_chair_where_it_may_see_the_matter(self, frontier: Cast) -> None:
        assert self._on(frontier, probe.deadline(frontier, lab="aster"), "aster").taken_on_until == EARLY + HOUR
        with pytest.raises(Http404):
            self._on(frontier, probe.deadline(frontier, lab="cygnus"), "aster")


class TestHandingOver:
    def test_the_named_person_owes_it_hears_of_it_and_confirms(self, frontier: Cast) -> None:
        from apps.record.rules import CATALOGUE

        liaison = frontier["borealis.liaison"]
        deadline = probe.deadline(frontier, probe.ASKED)
        _do(frontier, hand_over, deadline, "borealis.representative", to=liaison.uid, note="Please.")
        act = _last("deadline.handed_over")
        assert (deadline.owed_by_seat, _told(act)) == (liaison, {liaison.pk})
        assert (act.facts["to"], act.facts["note"]) == (["Liaison, Liaison of Borealis"], "Please.")
        assert CATALOGUE[act.kind].receipt

    def test_from_then_on_the_ladder_speaks_to_the_person(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        _do(frontier, hand_over, deadline, to=frontier["borealis.liaison"].uid)
        named = deadline.owners_at(EARLY).named(("owner", "clerks"))
        assert named == (f"seat:{frontier['borealis.liaison'].pk}", "clerks")
        assert Deadline.objects.waiting_for(frontier.viewer("borealis.liaison")).exists()

    def test_when_the_person_has_left_it_speaks_to_the_organisation_again(self, frontier: Cast) -> None:
        liaison = frontier["borealis.liaison"]
        deadline = _do(frontier, hand_over, probe.deadline(frontier, probe.ASKED), to=liaison.uid)
        liaison.ends_at = EARLY + HOUR
        liaison.save(update_fields=["ends_at"])
        deadline = Deadline.objects.get(pk=deadline.pk)
        assert deadline.owners_at(EARLY).named(("owner",)) == (f"seat:{liaison.pk}",)
        assert deadline.owners_at(EARLY + HOUR).named(("owner",)) == (f"filers:{liaison.organisation_id}",)

    @pytest.mark.parametrize("who", ["cygnus.liaison", "clerk", "observer.eu"])
    def test_only_those_who_owe_it_and_may_see_it_can_be_named(self, frontier: Cast, who: str) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        with pytest.raises(Invalid, match="to"):
            _do(frontier, hand_over, deadline, to=frontier[who].uid)

    def test_a_promise_ends_with_the_handing_over(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        _do(frontier, take_on, deadline, "borealis.alternate", until=EARLY + HOUR)
        _do(frontier, hand_over, deadline, to=frontier["borealis.liaison"].uid)
        assert deadline.taken_on_until is None
        assert not Deadline.objects.open().filter(second_to=deadline).exists()

    def test_a_rival_in_the_chair_does_not_even_find_it(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        with pytest.raises(Http404):
            _do(frontier, hand_over, deadline, "aster.representative", to=frontier["borealis.liaison"].uid)

    def test_an_independent_observer_of_the_matter_hands_nothing_over(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        with pytest.raises(Refused, match="Only who owes it"):
            _do(frontier, hand_over, deadline, "borealis.liaison", to=frontier["clerk"].uid)


class TestChasing:
    def _chase(self, cast: Cast, *deadlines: Deadline, who: str = "clerk", now: datetime = EARLY) -> int:
        return chase(actor=cast.viewer(who), now=now, uids=[each.uid for each in deadlines], note="Please answer.")

    def test_one_press_asks_everybody_who_is_late(self, frontier: Cast) -> None:
        ours, theirs = (probe.deadline(frontier, probe.ASKED, lab=lab) for lab in ("borealis", "cygnus"))
        assert self._chase(frontier, ours, theirs) == 2
        acts = Act.objects.filter(kind="deadline.chased").order_by("id")
        assert [act.facts["note"] for act in acts] == ["Please answer."] * 2
        assert [act.told for act in acts] == [[f"filers:{each.owed_by_organisation_id}"] for each in (ours, theirs)]

    def test_nobody_is_asked_twice_within_an_hour(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        times = (EARLY, EARLY + 59 * MINUTE, EARLY + HOUR)
        assert [self._chase(frontier, deadline, now=now) for now in times] == [1, 0, 1]

    def test_who_is_on_it_is_left_in_peace_until_it_is_overdue(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        _do(frontier, take_on, deadline, "borealis.liaison", until=EARLY + HOUR)
        assert self._chase(frontier, deadline) == 0
        assert self._chase(frontier, deadline, now=EARLY + 2 * HOUR) == 1

    def test_what_is_paused_or_done_is_passed_by(self, frontier: Cast) -> None:
        paused, met = probe.deadline(frontier), probe.deadline(frontier, lab="cygnus")
        _do(frontier, pause, paused, reason="Why.")
        probe.act(frontier, probe.ANSWERED, lab="cygnus")
        assert self._chase(frontier, paused, met) == 0

    def test_what_one_may_not_see_is_passed_by(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        assert self._chase(frontier, deadline, who="aster.representative") == 0

    def test_others_do_not_chase(self, frontier: Cast) -> None:
        with pytest.raises(Refused):
            self._chase(frontier, probe.deadline(frontier), who="borealis.liaison")
