"""Closing: at the hour, early, once more for a late quorum; emergency decisions and their review."""

from datetime import timedelta

import pytest

from apps.deadlines.models import Deadline
from apps.deadlines.services import sweep
from apps.deadlines.services.extending import extend
from apps.deadlines.services.pausing import pause
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act, Preimage
from apps.transparency.models import PublishedRecord
from apps.verify.dossier import verify
from apps.verify.report import HOLDS
from apps.votes.acts import unvoted_seats
from apps.votes.models import Motion
from apps.votes.rules import Opening, commit
from apps.votes.selectors.dossier import dossier_of
from apps.votes.services.certifying import certify, review
from apps.votes.services.closing import close_due, close_early
from apps.votes.services.opening import open_voting
from tests.cast import NOW, Cast
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, charter, closed, discussed, vote, voting

ALL = ("aster.representative", "borealis.representative", "cygnus.representative", "independent")


class TestTheHour:
    def test_it_closes_at_the_hour_however_late_the_portal_comes(self, frontier: Cast) -> None:
        motion = voting(frontier)
        vote(frontier, motion, "aster.representative", "yes")
        vote(frontier, motion, "borealis.representative", "yes")
        assert close_due(ref=motion.ref, now=CLOSES + 5 * HOUR).closed_at == CLOSES

    def test_it_does_not_close_before(self, frontier: Cast) -> None:
        motion = voting(frontier)
        assert close_due(ref=motion.ref, now=CLOSES - HOUR).state == "voting"

    def test_closing_publishes_every_opening(self, frontier: Cast) -> None:
        motion = closed(frontier, {"aster.representative": "yes", "borealis.representative": "no"})
        facts = Act.objects.get(kind="motion.closed").facts
        openings = [Opening.from_data(row["opening"]) for row in facts["ballots"]]
        assert [(one.voter, one.choice) for one in openings] == [("aster", "yes"), ("borealis", "no")]
        assert [commit(one) for one in openings] == [row["commitment"] for row in facts["ballots"]]
        assert [commit(one) for one in openings] == [
            act.facts["commitment"] for act in Act.objects.filter(kind="motion.ballot_cast").order_by("id")
        ]
        assert facts["outcome"] == motion.outcome

    def test_nobody_moves_the_hour(self, frontier: Cast) -> None:
        motion = voting(frontier)
        uid = Deadline.objects.get(clock="motion.vote").uid
        chair = frontier.viewer("aster.representative", DISCUSSED)
        with pytest.raises(Refused, match="This hour is fixed"):
            extend(actor=chair, now=DISCUSSED, uid=uid, until=CLOSES + HOUR, reason="More time")
        with pytest.raises(Refused, match="This hour is fixed"):
            pause(actor=chair, now=DISCUSSED, uid=uid, reason="Wait")
        assert Motion.objects.get(pk=motion.pk).closes_at == CLOSES


class TestReminders:
    def test_only_members_that_have_not_voted_are_reminded(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = voting(cast)
            vote(cast, motion, "aster.representative", "yes")
            vote(cast, motion, "borealis.alternate", "yes")
            vote(cast, motion, "independent", "yes")
        sweep(CLOSES - 23 * HOUR)
        with tenant(cast.frontier.pk):
            act = Act.objects.get(kind="deadline.reminded")
            assert act.told == ["motion.unvoted"]
            seats = {str(seat.person) for seat in unvoted_seats(motion.pk, CLOSES - 23 * HOUR)}
            assert seats == {str(cast["cygnus.representative"].person), str(cast["cygnus.alternate"].person)}


class TestLateQuorum:
    def test_without_its_quorum_it_stays_open_once_more(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = voting(cast)
            vote(cast, motion, "aster.representative", "yes")
        sweep(CLOSES + HOUR / 60)
        with tenant(cast.frontier.pk):
            motion = Motion.objects.get()
            assert (motion.state, motion.closes_at) == ("voting", CLOSES + HOUR / 60 + 48 * HOUR)
            vote(cast, motion, "borealis.representative", "no", at=CLOSES + 2 * HOUR)
        sweep(CLOSES + 49 * HOUR)
        with tenant(cast.frontier.pk):
            motion = Motion.objects.get()
            assert (motion.state, motion.outcome["quorate"], motion.carried) == ("closed", True, False)

    def test_but_not_twice(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            voting(cast)
        sweep(CLOSES + HOUR / 60)
        sweep(CLOSES + 49 * HOUR)
        with tenant(cast.frontier.pk):
            motion = Motion.objects.get()
            assert (motion.state, motion.outcome["quorate"]) == ("closed", False)

    def test_nor_where_the_charter_has_no_such_hours(self, frontier: Cast) -> None:
        charter(late_quorum_hours=0)
        motion = voting(frontier)
        assert close_due(ref=motion.ref, now=CLOSES).state == "closed"

    def test_silence_needs_no_quorum(self, frontier: Cast) -> None:
        motion = voting(frontier, procedure="silence")
        done = close_due(ref=motion.ref, now=CLOSES)
        assert (done.state, done.carried) == ("closed", True)


class TestClosingEarly:
    def test_only_where_the_charter_allows_it(self, frontier: Cast) -> None:
        motion = voting(frontier)
        for who in ALL:
            vote(frontier, motion, who, "yes")
        chair = frontier.viewer("aster.representative", DISCUSSED)
        with pytest.raises(Refused, match="The charter keeps voting open"):
            close_early(actor=chair, now=DISCUSSED + 30 * HOUR, ref=motion.ref)

    def test_only_when_nothing_can_change_and_the_shortest_time_has_passed(self, frontier: Cast) -> None:
        charter(early_close=True, hidden=False)
        motion = voting(frontier)
        chair = frontier.viewer("aster.representative", DISCUSSED)
        for who in ALL[:2]:
            vote(frontier, motion, who, "yes")
        with pytest.raises(Refused, match="may still change the outcome"):
            close_early(actor=chair, now=DISCUSSED + 30 * HOUR, ref=motion.ref)
        vote(frontier, motion, ALL[2], "yes")
        with pytest.raises(Refused, match="at least 24 hours"):
            close_early(actor=chair, now=DISCUSSED + 2 * HOUR, ref=motion.ref)
        with pytest.raises(Refused, match="Only whoever presides"):
            close_early(actor=frontier.viewer("clerk"), now=DISCUSSED + 30 * HOUR, ref=motion.ref)
        with pytest.raises(Refused, match="The hour of the vote has come"):
            close_early(actor=chair, now=CLOSES, ref=motion.ref)
        done = close_early(actor=chair, now=DISCUSSED + 30 * HOUR, ref=motion.ref)
        assert (done.state, done.closed_at, done.carried) == ("closed", DISCUSSED + 30 * HOUR, True)
        report = verify(dossier_of(done))
        assert (report.ends, [line for line in report.lines() if line.startswith("✗")]) == (HOLDS, [])


class TestEmergency:
    def test_it_is_reviewed_by_a_date(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = discussed(cast, procedure="emergency")
            chair = cast.viewer("aster.representative")
            open_voting(actor=chair, now=NOW, ref=motion.ref)
            for who in ALL:
                vote(cast, motion, who, "yes", at=NOW + HOUR)
        sweep(NOW + 13 * HOUR)
        with tenant(cast.frontier.pk):
            at = NOW + 14 * HOUR
            done = certify(actor=cast.viewer("clerk"), now=at, ref=motion.ref)
            due = Deadline.objects.get(clock="motion.review").due_at
            assert (done.carried, done.review_at) == (True, due)
            assert due.date() == (at + timedelta(days=30)).date()
            assert Deadline.objects.get(clock="motion.review").state == "running"
            review(actor=chair, now=at + HOUR, ref=motion.ref, text="It stays.")
            assert Deadline.objects.get(clock="motion.review").state == "met"
            with pytest.raises(Refused, match="has no review to come"):
                review(actor=chair, now=at + HOUR, ref=motion.ref, text="Again.")

    def test_a_lost_one_needs_no_review(self, frontier: Cast) -> None:
        motion = discussed(frontier, procedure="emergency")
        open_voting(actor=frontier.viewer("aster.representative"), now=NOW, ref=motion.ref)
        vote(frontier, motion, "aster.representative", "no", at=NOW + HOUR)
        vote(frontier, motion, "independent", "no", at=NOW + HOUR)
        close_due(ref=motion.ref, now=NOW + 12 * HOUR)
        done = certify(actor=frontier.viewer("clerk"), now=NOW + 13 * HOUR, ref=motion.ref)
        assert (done.carried, done.review_at) == (False, None)


class TestCertifying:
    def test_a_result_is_certified_once(self, frontier: Cast) -> None:
        motion = closed(frontier, dict.fromkeys(ALL, "yes"))
        clerk = frontier.viewer("clerk")
        certify(actor=clerk, now=CLOSES, ref=motion.ref)
        with pytest.raises(Refused, match="certified"):
            certify(actor=clerk, now=CLOSES, ref=motion.ref)

    def test_not_by_just_anybody(self, frontier: Cast) -> None:
        motion = closed(frontier, dict.fromkeys(ALL, "yes"))
        with pytest.raises(Refused, match="Only whoever presides"):
            certify(actor=frontier.viewer("borealis.representative"), now=CLOSES, ref=motion.ref)

    def test_the_result_is_published_with_its_arithmetic(self, frontier: Cast) -> None:
        motion = closed(frontier, dict.fromkeys(ALL, "yes"))
        certify(actor=frontier.viewer("clerk"), now=CLOSES, ref=motion.ref)
        row = PublishedRecord.objects.get(kind="motion")
        assert row.title == motion.title
        said = {line["label"]: line["value"] for line in row.body}
        assert (said["result"], said["in favour"]) == ("carried", 4)
        assert said["how the result came about"] == motion.outcome["steps"]
        assert not Preimage.objects.filter(act__subject_kind="motion").exists()
