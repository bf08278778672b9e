"""A motion from its draft to what it decides."""

import pytest

from apps.deadlines.models import Deadline
from apps.deadlines.services import sweep
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from apps.votes.models import Motion
from apps.votes.selectors import needs_of
from apps.votes.services.certifying import certify
from tests.cast import NOW, Cast
from tests.votes.factory import CLOSES, HOUR, closed, discussed, proposed, vote, voting


def clocks(motion: Motion) -> dict[str, str]:
    rows = Deadline.objects.filter(subject_kind="motion", subject_id=motion.pk, second_to=None)
    return dict(rows.order_by("id").values_list("clock", "state"))


def acts_of(motion: Motion) -> list[str]:
    rows = Act.objects.about("motion", motion.pk).values_list("kind", flat=True)
    return [kind.removeprefix("motion.") for kind in rows if kind.startswith("motion.")]


class TestTheWay:
    def test_a_motion_is_proposed_seconded_voted_on_and_certified(self, frontier: Cast) -> None:
        motion = proposed(frontier)
        assert (motion.ref, motion.state) == ("MOT-2026-0001", "proposed")
        assert clocks(motion) == {"motion.second": "running"}
        motion = discussed(frontier, title="Another", text="Something else.")
        assert motion.ref == "MOT-2026-0002"
        assert clocks(motion) == {"motion.second": "met", "motion.open": "running"}
        motion = closed(
            frontier,
            {"aster.representative": "yes", "borealis.representative": "yes", "independent": "no"},
            text="A third.",
        )
        assert (motion.state, motion.carried) == ("closed", True)
        assert motion.closed_at == CLOSES
        done = certify(actor=frontier.viewer("clerk", CLOSES), now=CLOSES + HOUR, ref=motion.ref)
        assert (done.state, done.effect) == ("certified", "none")
        assert clocks(motion) == {
            "motion.second": "met",
            "motion.open": "met",
            "motion.vote": "met",
            "motion.certify": "met",
        }
        expected = [
            "proposed",
            "seconded",
            "opened",
            "ballot_cast",
            "ballot_cast",
            "ballot_cast",
            "closed",
            "certified",
        ]
        assert acts_of(motion) == expected

    def test_the_sweep_closes_at_the_hour_and_certifies_when_nobody_does(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = voting(cast)
            vote(cast, motion, "aster.representative", "yes")
            vote(cast, motion, "borealis.representative", "yes")
        sweep(CLOSES - HOUR)
        with tenant(cast.frontier.pk):
            assert Motion.objects.get().state == "voting"
        sweep(CLOSES + HOUR / 60)
        with tenant(cast.frontier.pk):
            motion = Motion.objects.get()
            assert (motion.state, motion.closed_at, motion.carried) == ("closed", CLOSES, True)
            assert not Act.objects.filter(kind="deadline.overdue").exists()
            assert Deadline.objects.get(clock="motion.vote").met_at == CLOSES
        sweep(CLOSES + 60 * HOUR)
        with tenant(cast.frontier.pk):
            motion = Motion.objects.get()
            assert (motion.state, motion.certified_by_id) == ("certified", None)

    def test_voting_opens_only_after_the_discussion(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="discussed for 72 hours"):
            voting(frontier, at=NOW + HOUR)

    def test_what_it_still_needs_is_said(self, frontier: Cast) -> None:
        motion = voting(frontier)
        vote(frontier, motion, "aster.representative", "yes")
        needs = needs_of(motion)
        assert needs.sentence == "1 of 4 in favour; enough are in favour; the quorum needs 1 more ballot."
        assert not needs.quorate
        assert needs.settled is None
