"""Handing a duty to a named person, who owes it from then on."""

import pytest
from django.http import Http404

from apps.deadlines.models import Deadline
from apps.deadlines.services import hand_over, take_on
from apps.kernel.decisions import Invalid, Refused
from apps.record.rules import CATALOGUE
from tests.cast import Cast
from tests.deadlines import probe
from tests.deadlines.doing import EARLY, HOUR, do, last, told

pytestmark = pytest.mark.django_db


class TestHandingOver:
    def test_the_named_person_owes_it_hears_of_it_and_confirms(self, frontier: Cast) -> None:
        liaison = frontier["borealis.liaison"]
        deadline = probe.deadline(frontier, probe.ASKED)
        do(frontier, hand_over, deadline, "borealis.representative", to=liaison.uid, note="Please.")
        act = last("deadline.handed_over")
        assert (deadline.owed_by_seat, told(act)) == (liaison, {liaison.pk})
        assert (act.facts["to"], act.facts["note"]) == (["Liaison, Liaison of Borealis"], "Please.")
        assert CATALOGUE[act.kind].receipt

    def test_from_then_on_the_ladder_speaks_to_the_person(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        do(frontier, hand_over, deadline, to=frontier["borealis.liaison"].uid)
        named = deadline.owners_at(EARLY).named(("owner", "clerks"))
        assert named == (f"seat:{frontier['borealis.liaison'].pk}", "clerks")
        assert Deadline.objects.waiting_for(frontier.viewer("borealis.liaison")).exists()

    def test_when_the_person_has_left_it_speaks_to_the_organisation_again(self, frontier: Cast) -> None:
        liaison = frontier["borealis.liaison"]
        deadline = do(frontier, hand_over, probe.deadline(frontier, probe.ASKED), to=liaison.uid)
        liaison.ends_at = EARLY + HOUR
        liaison.save(update_fields=["ends_at"])
        deadline = Deadline.objects.get(pk=deadline.pk)
        assert deadline.owners_at(EARLY).named(("owner",)) == (f"seat:{liaison.pk}",)
        assert deadline.owners_at(EARLY + HOUR).named(("owner",)) == (f"filers:{liaison.organisation_id}",)

    @pytest.mark.parametrize("who", ["cygnus.liaison", "clerk", "observer.eu"])
    def test_only_those_who_owe_it_and_may_see_it_can_be_named(self, frontier: Cast, who: str) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        with pytest.raises(Invalid, match="to"):
            do(frontier, hand_over, deadline, to=frontier[who].uid)

    def test_a_promise_ends_with_the_handing_over(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        do(frontier, take_on, deadline, "borealis.alternate", until=EARLY + HOUR)
        do(frontier, hand_over, deadline, to=frontier["borealis.liaison"].uid)
        assert deadline.taken_on_until is None
        assert not Deadline.objects.open().filter(second_to=deadline).exists()

    def test_a_rival_in_the_chair_does_not_even_find_it(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        with pytest.raises(Http404):
            do(frontier, hand_over, deadline, "aster.representative", to=frontier["borealis.liaison"].uid)

    def test_an_independent_observer_of_the_matter_hands_nothing_over(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier)
        with pytest.raises(Refused, match="Only who owes it"):
            do(frontier, hand_over, deadline, "borealis.liaison", to=frontier["clerk"].uid)
