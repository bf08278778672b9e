"""“I am on it until …”: repeats stop, a second clock runs, and a pager may say so too."""

import pytest
from django.http import Http404

from apps.committees.models import CharterVersion
from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.deadlines.services import extend, hand_over, pause, resume, take_on, take_steps, waive
from apps.deadlines.states import State
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from apps.record.rules import CATALOGUE
from tests.cast import Cast
from tests.deadlines import probe
from tests.deadlines.doing import EARLY, HOUR, MINUTE, do, last, told

pytestmark = pytest.mark.django_db


class TestBeingOnIt:
    UNTIL = probe.DUE + 20 * HOUR
    NOW = probe.DUE + 17 * HOUR
    """After the first repeat at 16 h; the next come at 28 h and 40 h."""

    def _second(self, deadline: Deadline) -> Deadline:
        return Deadline.objects.open().get(second_to=deadline)

    def test_it_starts_a_second_clock_for_who_said_so(self, frontier: Cast) -> None:
        deadline = do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL, note="Soon.")
        second = self._second(deadline)
        assert (deadline.taken_on_by, deadline.taken_on_until) == (frontier["clerk"], self.UNTIL)
        assert (second.owed_by_seat, second.due_at, second.clock) == (frontier["clerk"], self.UNTIL, "deadlines.second")
        assert second.name == "Taken on: Answer the probe"
        assert second.next_step_at == self.UNTIL - 30 * MINUTE
        assert second.started_by == last("deadline.taken_on")
        assert second.started_by.facts["note"] == "Soon."

    def test_repeats_that_fall_into_it_are_left_out_and_the_rest_goes_on(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        now = probe.DUE + 25 * HOUR
        do(frontier, take_on, deadline, now=now, until=now + 4 * HOUR)
        assert deadline.next_step_at == probe.DUE + 40 * HOUR
        take_steps([deadline.pk], probe.DUE + 100 * HOUR)
        assert [step for _kind, step in probe.steps_of(deadline.subject_id) if step] == [1, 2, 3, 4, 6]

    def test_steps_before_the_repeats_go_on(self, frontier: Cast) -> None:
        deadline = do(frontier, take_on, probe.deadline(frontier), now=probe.DUE + HOUR, until=probe.DUE + 5 * HOUR)
        take_steps([deadline.pk], probe.DUE + 4 * HOUR)
        assert probe.steps_of(deadline.subject_id)[-1] == ("escalated", 3)

    def test_when_it_passes_those_of_the_last_step_hear_of_it(self, frontier: Cast) -> None:
        deadline = do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL)
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
        deadline = do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL)
        first = self._second(deadline)
        do(frontier, take_on, deadline, now=self.NOW + HOUR, until=self.UNTIL + HOUR)
        first.refresh_from_db()
        assert (first.state, first.closed_by) == (State.MOOT, last("deadline.put_off"))
        assert self._second(deadline).due_at == deadline.taken_on_until == self.UNTIL + HOUR

    def test_saying_so_again_after_the_due_time_tells_those_whom_the_ladder_told_last(self, frontier: Cast) -> None:
        """Or who promises again and again would keep every repeat from them."""
        deadline = do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL)
        assert last("deadline.taken_on").told == ["chair", "clerks"]
        do(frontier, take_on, deadline, now=self.NOW + 2 * HOUR, until=self.UNTIL + 2 * HOUR, note="Nearly.")
        act = last("deadline.put_off")
        assert (act.told, act.actor) == (["chair", "clerks", "members"], str(frontier["clerk"]))
        assert (act.facts["was_until"], act.facts["until"]) == ("2026-11-22T08:00:00Z", "2026-11-22T10:00:00Z")
        assert told(act) == {frontier["borealis.representative"].pk, frontier["borealis.alternate"].pk}
        assert CATALOGUE[act.kind].urgent, "as the escalation that it takes the place of"

    def test_whom_the_ladder_has_not_told_yet_is_not_told_by_a_renewal(self, frontier: Cast) -> None:
        deadline = do(frontier, take_on, probe.deadline(frontier), now=probe.DUE + HOUR, until=probe.DUE + 2 * HOUR)
        do(frontier, take_on, deadline, now=probe.DUE + 90 * MINUTE, until=probe.DUE + 3 * HOUR)
        assert last("deadline.put_off").told == ["chair", "clerks", "chairs_alternate"]

    def test_before_the_due_time_a_renewal_tells_no_more_than_a_promise(self, frontier: Cast) -> None:
        deadline = do(frontier, take_on, probe.deadline(frontier), until=EARLY + HOUR)
        do(frontier, take_on, deadline, until=EARLY + 2 * HOUR)
        assert [act.told for act in Act.objects.filter(kind="deadline.taken_on")] == [["chair", "clerks"]] * 2

    def test_no_step_of_a_second_clock_names_anybody_by_an_internal_id(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        step = {"after": 0, "to": ["owner", "clerks"], "does": "escalate", "pages": False}
        Deadline.objects.update(plan={"steps": [step], "repeat": None, "end": None})
        do(frontier, hand_over, deadline, to=frontier["borealis.liaison"].uid)
        do(frontier, take_on, deadline, "borealis.alternate", until=EARLY + HOUR)
        second = self._second(deadline)
        take_steps([second.pk], EARLY + 2 * HOUR)
        act = last("deadline.escalated")
        assert act.facts["to"] == ["owner", "clerks", "first_owners"]
        alternate, liaison = (f"seat:{frontier[f'borealis.{role}'].pk}" for role in ("alternate", "liaison"))
        assert act.told == [alternate, "clerks", liaison]

    def test_both_are_met_together(self, frontier: Cast) -> None:
        deadline = do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL)
        answer = probe.act(frontier, probe.ANSWERED, at=self.NOW + HOUR)
        assert set(Deadline.objects.values_list("state", "met_by")) == {(State.MET, answer.pk)}
        assert Deadline.objects.filter(second_to=deadline).count() == 1

    def test_a_pause_or_a_waiver_ends_the_promise(self, frontier: Cast) -> None:
        deadline = do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL)
        do(frontier, pause, deadline, now=self.NOW + MINUTE, reason="Why.")
        assert not Deadline.objects.open().filter(second_to=deadline).exists()
        assert deadline.taken_on_until is None
        do(frontier, resume, deadline, now=self.NOW + 2 * MINUTE)
        do(frontier, take_on, deadline, now=self.NOW + 3 * MINUTE, until=self.UNTIL)
        waive(actor=Portal("motion MOT-2026-0001"), now=self.NOW + HOUR, uid=deadline.uid, reason="Carried.")
        states = list(Deadline.objects.order_by("pk").values_list("state", flat=True))
        assert states == [State.WAIVED, State.MOOT, State.WAIVED]
        assert Deadline.objects.get(state=State.MOOT).closed_by == last("deadline.paused")

    @pytest.mark.parametrize("minutes", [-1, 0, 4, 4 * 60 + 1])
    def test_the_time_is_five_minutes_to_four_hours_ahead(self, frontier: Cast, minutes: int) -> None:
        with pytest.raises(Invalid, match="ahead"):
            do(frontier, take_on, probe.deadline(frontier), until=EARLY + minutes * MINUTE)

    def test_the_charter_says_how_far_ahead(self, frontier: Cast) -> None:
        values = {"deadlines.on_it_hours": 8}
        CharterVersion.objects.create(
            number=2, preset="standard", values=values, in_force_at=probe.BEGUN, adopted_by="a vote"
        )
        deadline = do(frontier, take_on, probe.deadline(frontier), until=EARLY + 8 * HOUR)
        assert deadline.taken_on_until == EARLY + 8 * HOUR

    def test_who_does_not_owe_it_cannot_be_on_it(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="Only who owes it"):
            do(frontier, take_on, probe.deadline(frontier), "borealis.liaison", until=EARLY + HOUR)

    def test_a_second_clock_has_no_verbs_of_its_own(self, frontier: Cast) -> None:
        deadline = do(frontier, take_on, probe.deadline(frontier), now=self.NOW, until=self.UNTIL)
        second, more = self._second(deadline), {"now": self.NOW + MINUTE}
        for verb, words in (
            (pause, {"reason": "Why."}),
            (extend, {"until": self.UNTIL + HOUR, "reason": "Why."}),
            (take_on, {"until": self.UNTIL}),
            (hand_over, {"to": frontier["clerk"].uid}),
        ):
            with pytest.raises(Refused, match="Somebody is on it"):
                do(frontier, verb, second, **words, **more)


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
        assert last("deadline.taken_on").actor == "The portal (pager of Borealis)"

    def test_another_organisations_pager_finds_nothing(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        with pytest.raises(Http404):
            self._on(frontier, deadline, "cygnus")

    def test_the_chairs_pager_answers_for_the_chair_where_it_may_see_the_matter(self, frontier: Cast) -> None:
        assert self._on(frontier, probe.deadline(frontier, lab="aster"), "aster").taken_on_until == EARLY + HOUR
        with pytest.raises(Http404):
            self._on(frontier, probe.deadline(frontier, lab="cygnus"), "aster")
