"""What a chair, an operator or two allies could still have made of a vote; each was tried first and then shut."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.verify.dossier import verify
from apps.votes.models import Motion
from apps.votes.rules.verbs import may_vote_now
from apps.votes.selectors.dossier import dossier_of
from apps.votes.services import proxying
from apps.votes.services.closing import close_due, close_early
from tests.cast import NOW, Cast
from tests.votes import pages
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, charter, vote, voting

WEEK = timedelta(days=7)
LABS = ("aster.representative", "borealis.representative", "cygnus.representative")


def hold_proxy(people: Cast, giver: str, holder: str, now: datetime = NOW, **content: Any) -> None:
    given = content or {"ends_at": DISCUSSED + WEEK}
    proxy = proxying.offer(actor=people.viewer(giver), now=now, holder=people[holder].uid, **given)
    proxying.answer(actor=people.viewer(holder), now=now, uid=proxy.uid, verb="accept")


class TestClosingEarly:
    @pytest.mark.parametrize("hidden", [True, False])
    def test_a_proxys_ballot_does_not_shut_out_the_member_itself(self, frontier: Cast, hidden: bool) -> None:
        charter(early_close=True, minimum_hours=0, hidden=hidden, rule_general="absolute")
        hold_proxy(frontier, "cygnus.representative", "borealis.representative")
        motion = voting(frontier)
        for who, member in ((LABS[0], ""), (LABS[1], ""), (LABS[1], "cygnus")):
            vote(frontier, motion, who, "yes", voter=member)
        vote(frontier, motion, "independent", "no")
        chair, at = frontier.viewer(LABS[0], DISCUSSED), DISCUSSED + 3 * HOUR
        with pytest.raises(Refused, match="may still change the outcome"):
            close_early(actor=chair, now=at, ref=motion.ref)
        vote(frontier, motion, "cygnus.alternate", "no", at=at)
        assert close_early(actor=chair, now=at, ref=motion.ref).carried is False

    def test_a_ballot_taken_while_the_close_waited_leaves_a_dossier_that_holds(self, frontier: Cast) -> None:
        charter(early_close=True, minimum_hours=0, hidden=False)
        motion = voting(frontier)
        asked = DISCUSSED + HOUR
        for who in LABS:
            vote(frontier, motion, who, "yes", at=asked + timedelta(milliseconds=5))
        done = close_early(actor=frontier.viewer(LABS[0], DISCUSSED), now=asked, ref=motion.ref)
        report = verify(dossier_of(Motion.objects.get(pk=done.pk)))
        assert report.ends == 0, [line for line in report.lines() if not line.startswith("✓")]


def test_no_ballot_is_dated_before_the_opening(frontier: Cast) -> None:
    motion = voting(frontier)
    assert not may_vote_now(motion, DISCUSSED - timedelta(microseconds=1))
    assert may_vote_now(motion, DISCUSSED)


class TestProxies:
    def test_one_for_a_motion_that_is_over_takes_up_no_room(self, frontier: Cast) -> None:
        motion = voting(frontier)
        hold_proxy(frontier, "cygnus.representative", "borealis.representative", motion=motion.ref)
        with pytest.raises(Refused, match="carries at most 1"):
            hold_proxy(frontier, "independent", "borealis.representative")
        Motion.objects.filter(pk=motion.pk).update(extended_at=NOW)
        close_due(ref=motion.ref, now=CLOSES)
        hold_proxy(frontier, "aster.representative", "borealis.representative", CLOSES, ends_at=CLOSES + WEEK)

    def test_two_for_overlapping_periods_are_not_given_either(self, frontier: Cast) -> None:
        hold_proxy(
            frontier, "cygnus.representative", "borealis.representative", starts_at=NOW + WEEK, ends_at=NOW + 2 * WEEK
        )
        with pytest.raises(Exception, match="You have given a proxy for this already"):
            hold_proxy(frontier, "cygnus.representative", "aster.representative", ends_at=NOW + 3 * WEEK)
        hold_proxy(frontier, "cygnus.representative", "aster.representative", ends_at=NOW + WEEK)


def test_the_page_offers_no_close_that_would_be_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with tenant(cast.frontier.pk):
        charter(early_close=True, minimum_hours=0, hidden=False, rule_general="absolute")
        hold_proxy(cast, "cygnus.representative", "aster.representative")
        motion = voting(cast)
        for who, member in ((LABS[0], ""), (LABS[1], ""), (LABS[0], "cygnus")):
            vote(cast, motion, who, "yes", voter=member)
    pages.set_clock(monkeypatch, DISCUSSED + 3 * HOUR)
    close = f"{motion.ref}/close/"
    chair = pages.come(cast, LABS[0])
    assert close not in chair.get(f"{pages.HOME}{motion.ref}/").content.decode()
    with tenant(cast.frontier.pk):
        vote(cast, motion, "independent", "yes")
    assert close in chair.get(f"{pages.HOME}{motion.ref}/").content.decode()
