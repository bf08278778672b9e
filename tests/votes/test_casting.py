"""Casting a ballot: who may, in which capacity, until when, and which ballot counts."""

from datetime import timedelta
from typing import Any

import pytest

from apps.committees.models import Organisation, Seat
from apps.committees.states import Role
from apps.kernel.decisions import Invalid, Refused
from apps.membership.services import declare_cover, end_seat
from apps.membership.services.membership import take_step
from apps.notices.models import FanOut
from apps.record.models import Act
from apps.votes.models import Ballot, Elector, Motion
from apps.votes.rules import Opening, commit
from apps.votes.selectors import ballots_in_force, tally_of
from apps.votes.selectors.shown import standings_for
from apps.votes.services.balloting import receipt_of
from tests.cast import Cast
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, charter, discussed, vote, voting

SECOND = timedelta(seconds=1)
VOTING = DISCUSSED + HOUR


def counting(motion: Motion) -> dict[str, tuple[str, str]]:
    return {row.voter: (row.choice, row.capacity) for row in ballots_in_force(motion).values()}


class TestWhoVotes:
    @pytest.mark.parametrize("who", ["aster.liaison", "clerk", "auditor", "observer.eu"])
    def test_who_sits_for_no_member_has_no_vote(self, frontier: Cast, who: str) -> None:
        motion = voting(frontier)
        with pytest.raises(Refused, match="You have no vote on this motion"):
            vote(frontier, motion, who, "yes")
        assert not Ballot.objects.exists()

    def test_an_independent_member_votes_for_nobody_else(self, frontier: Cast) -> None:
        motion = voting(frontier)
        receipt = vote(frontier, motion, "independent", "no")
        assert receipt.ballot.elector.personal
        with pytest.raises(Refused, match="You have no vote"):
            vote(frontier, motion, "independent", "no", voter="aster")

    def test_a_member_does_not_vote_for_a_rival(self, frontier: Cast) -> None:
        motion = voting(frontier)
        with pytest.raises(Refused, match="You have no vote"):
            vote(frontier, motion, "aster.representative", "no", voter="borealis")

    def test_a_recused_member_is_told_why(self, frontier: Cast) -> None:
        motion = voting(frontier, kind="membership.suspend", payload={"organisation": "borealis"})
        with pytest.raises(Refused, match=r"You are recused from this motion\. The motion is about Borealis itself\."):
            vote(frontier, motion, "borealis.representative", "no")


class TestAlternates:
    def test_the_alternate_votes_and_the_representative_is_told(self, frontier: Cast) -> None:
        motion = voting(frontier)
        vote(frontier, motion, "borealis.alternate", "no")
        assert counting(motion) == {"borealis": ("no", "alternate")}
        pk = Organisation.objects.get(key="borealis").pk
        assert Act.objects.filter(kind="motion.ballot_cast").get().told == [f"representatives:{pk}"]

    def test_the_representatives_later_ballot_prevails(self, frontier: Cast) -> None:
        motion = voting(frontier)
        vote(frontier, motion, "borealis.alternate", "no")
        assert vote(frontier, motion, "borealis.representative", "yes").replaced == 1
        assert counting(motion) == {"borealis": ("yes", "representative")}
        with pytest.raises(Refused, match="Your representative has voted"):
            vote(frontier, motion, "borealis.alternate", "no")
        assert Ballot.objects.count() == 2

    def test_an_alternate_who_takes_over_votes_as_the_representative(self, frontier: Cast) -> None:
        motion = voting(frontier)
        actor = frontier.viewer("borealis.representative")
        seat = frontier["borealis.representative"]
        declare_cover(actor=actor, now=DISCUSSED, seat=seat, ends_at=CLOSES, because="On leave")
        vote(frontier, motion, "borealis.alternate", "yes")
        assert counting(motion) == {"borealis": ("yes", "representative")}
        with pytest.raises(Refused, match="Your alternate stands in for you"):
            vote(frontier, motion, "borealis.representative", "no")


class TestSeatsThatChangeMeanwhile:
    def test_a_successor_votes_for_the_member_on_the_frozen_roll(self, frontier: Cast) -> None:
        motion = voting(frontier)
        vote(frontier, motion, "borealis.representative", "no")
        clerk = frontier.viewer("clerk")
        end_seat(actor=clerk, now=VOTING + HOUR, seat=frontier["borealis.representative"], reason="Left")
        assert counting(motion) == {"borealis": ("no", "representative")}
        heir = Seat.objects.create(
            organisation=frontier["borealis.representative"].organisation,
            person=frontier["borealis.liaison"].person,
            role=Role.REPRESENTATIVE,
            starts_at=VOTING + HOUR,
        )
        frontier.seats["heir"] = heir
        vote(frontier, motion, "heir", "yes", at=VOTING + 2 * HOUR)
        assert counting(motion) == {"borealis": ("yes", "representative")}

    def test_a_ballot_stays_when_the_seat_ends_and_nobody_follows(self, frontier: Cast) -> None:
        motion = voting(frontier)
        vote(frontier, motion, "borealis.representative", "no")
        end_seat(
            actor=frontier.viewer("clerk"), now=VOTING + HOUR, seat=frontier["borealis.representative"], reason="Left"
        )
        end_seat(actor=frontier.viewer("clerk"), now=VOTING + HOUR, seat=frontier["borealis.alternate"], reason="Left")
        assert tally_of(motion).no == 1

    def test_a_member_suspended_meanwhile_votes_and_is_marked(self, frontier: Cast) -> None:
        motion = voting(frontier)
        row = Organisation.objects.get(key="borealis")
        clerk = frontier.viewer("clerk")
        take_step(actor=clerk, now=VOTING, organisation=row, step="suspend", decision="D1", because="Arrears")
        vote(frontier, motion, "borealis.representative", "yes", at=VOTING + HOUR)
        assert counting(motion) == {"borealis": ("yes", "representative")}
        shown = standings_for(frontier.viewer("clerk"), motion, VOTING + 2 * HOUR)
        marks = {line.elector.key: line.mark for line in shown.lines}
        assert marks["borealis"].startswith("Suspended since the roll was frozen")
        assert marks["aster"] == ""


class TestTheHour:
    def test_a_ballot_before_the_hour_counts(self, frontier: Cast) -> None:
        motion = voting(frontier)
        vote(frontier, motion, "aster.representative", "yes", at=CLOSES - SECOND / 1000)
        assert counting(motion) == {"aster": ("yes", "representative")}

    def test_a_ballot_in_the_closing_instant_does_not(self, frontier: Cast) -> None:
        motion = voting(frontier)
        with pytest.raises(Refused, match="came after the hour"):
            vote(frontier, motion, "aster.representative", "yes", at=CLOSES)
        assert not Ballot.objects.exists()

    def test_no_ballot_is_taken_before_voting_opens(self, frontier: Cast) -> None:
        motion = discussed(frontier)
        with pytest.raises(Refused, match="Voting is not open"):
            vote(frontier, motion, "aster.representative", "yes")


class TestTheBallot:
    def test_every_change_is_a_new_row_and_the_last_counts(self, frontier: Cast) -> None:
        motion = voting(frontier)
        first = vote(frontier, motion, "aster.representative", "yes")
        second = vote(frontier, motion, "aster.representative", "abstain")
        assert (first.ballot.seq, first.replaced) == (1, None)
        assert (second.ballot.seq, second.replaced) == (2, 1)
        assert counting(motion) == {"aster": ("abstain", "representative")}

    def test_the_receipt_opens_the_commitment_in_the_record(self, frontier: Cast) -> None:
        motion = voting(frontier)
        receipt = vote(frontier, motion, "aster.representative", "yes", explanation="It is time.")
        facts = Act.objects.get(kind="motion.ballot_cast").facts
        assert facts["commitment"] == receipt.ballot.commitment == commit(receipt.opening)
        again = receipt_of(Ballot.objects.get())
        assert again.opening == receipt.opening
        assert Opening.from_data(receipt.as_data()["opening"]) == receipt.opening
        assert "choice" not in facts

    def test_casting_tells_nobody(self, frontier: Cast) -> None:
        motion = voting(frontier)
        before = FanOut.objects.count()
        vote(frontier, motion, "aster.representative", "yes")
        assert FanOut.objects.count() == before

    @pytest.mark.parametrize(
        ("content", "field"),
        [({"choice": "maybe"}, "choice"), ({"choice": "yes", "explanation": "x" * 5001}, "explanation")],
    )
    def test_what_is_no_ballot_is_said(self, frontier: Cast, content: dict[str, Any], field: str) -> None:
        motion = voting(frontier)
        with pytest.raises(Invalid) as invalid:
            vote(frontier, motion, "aster.representative", **content)
        assert set(invalid.value.errors) == {field}

    def test_hidden_choices_are_hidden_from_all_but_their_voter(self, frontier: Cast) -> None:
        charter(hidden=True)
        motion = voting(frontier)
        vote(frontier, motion, "aster.representative", "yes")
        seen = {}
        for who in ("aster.representative", "aster.alternate", "borealis.representative", "clerk", "observer.eu"):
            shown = standings_for(frontier.viewer(who), motion, VOTING)
            line = next(line for line in shown.lines if line.elector.key == "aster")
            seen[who] = (line.has_voted, line.choice, shown.outcome is None, shown.voted)
        mine, others = (True, "yes", True, 1), (True, "", True, 1)
        assert seen == dict.fromkeys(seen, others) | {"aster.representative": mine, "aster.alternate": mine}


class TestSilence:
    def test_an_objection_needs_its_reason(self, frontier: Cast) -> None:
        motion = voting(frontier, procedure="silence")
        with pytest.raises(Invalid, match="Say why you object"):
            vote(frontier, motion, "borealis.representative", "no")
        with pytest.raises(Invalid, match="object, or take your objection back"):
            vote(frontier, motion, "borealis.representative", "abstain")
        vote(frontier, motion, "borealis.representative", "no", explanation="It costs too much.")
        assert not tally_of(motion).carried

    def test_an_objection_can_be_taken_back(self, frontier: Cast) -> None:
        motion = voting(frontier, procedure="silence")
        vote(frontier, motion, "borealis.representative", "no", explanation="It costs too much.")
        vote(frontier, motion, "borealis.representative", "yes")
        assert tally_of(motion).carried


def test_the_roll_cannot_be_changed_even_by_hand(frontier: Cast) -> None:
    voting(frontier)
    with pytest.raises(Exception, match="permission denied"):
        Elector.objects.update(weight="5")
