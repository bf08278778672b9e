"""Proxies: given and accepted, used only where the member does not vote itself, limited in number."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from apps.votes.models import Proxy
from apps.votes.selectors import ballots_in_force
from apps.votes.services import proxying
from tests.cast import NOW, Cast
from tests.votes.factory import DISCUSSED, HOUR, charter, discussed, vote, voting

WEEK = timedelta(days=7)


def offer(people: Cast, who: str, to: str, **content: Any) -> Proxy:
    given = content if content else {"ends_at": DISCUSSED + WEEK}
    return proxying.offer(actor=people.viewer(who), now=NOW, holder=people[to].uid, **given)


def accept(people: Cast, proxy: Proxy, who: str) -> Proxy:
    return proxying.answer(actor=people.viewer(who), now=NOW, uid=proxy.uid, verb="accept")


def given(
    people: Cast, who: str = "cygnus.representative", to: str = "borealis.representative", **content: Any
) -> Proxy:
    return accept(people, offer(people, who, to, **content), to)


def test_whoever_holds_it_votes_for_the_member_and_the_roll_says_so(frontier: Cast) -> None:
    motion = voting(frontier)
    given(frontier)
    receipt = vote(frontier, motion, "borealis.representative", "no", voter="cygnus")
    assert receipt.ballot.capacity == "proxy"
    assert [(row.voter, row.capacity) for row in ballots_in_force(motion).values()] == [("cygnus", "proxy")]
    assert Act.objects.get(kind="motion.ballot_cast").told == [
        f"representatives:{receipt.ballot.elector.organisation_id}"
    ]


def test_the_members_own_ballot_prevails_and_then_the_proxy_is_not_used(frontier: Cast) -> None:
    motion = voting(frontier)
    given(frontier)
    vote(frontier, motion, "borealis.representative", "no", voter="cygnus")
    vote(frontier, motion, "cygnus.alternate", "yes")
    assert [(row.choice, row.capacity) for row in ballots_in_force(motion).values()] == [("yes", "alternate")]
    with pytest.raises(Refused, match="has voted itself"):
        vote(frontier, motion, "borealis.representative", "no", voter="cygnus")


def test_it_takes_both(frontier: Cast) -> None:
    motion = voting(frontier)
    proxy = offer(frontier, "cygnus.representative", "borealis.representative")
    with pytest.raises(Refused, match="You have no vote"):
        vote(frontier, motion, "borealis.representative", "no", voter="cygnus")
    with pytest.raises(Http404):
        accept(frontier, proxy, "aster.representative")
    with pytest.raises(Refused, match="The representative accepts"):
        accept(frontier, proxy, "borealis.alternate")


def test_declined_or_taken_back_it_is_no_voice(frontier: Cast) -> None:
    motion = voting(frontier)
    declined = offer(frontier, "cygnus.representative", "borealis.representative")
    proxying.answer(actor=frontier.viewer("borealis.representative"), now=NOW, uid=declined.uid, verb="decline")
    proxy = given(frontier)
    proxying.revoke(actor=frontier.viewer("cygnus.representative"), now=DISCUSSED, uid=proxy.uid)
    with pytest.raises(Refused, match="You have no vote"):
        vote(frontier, motion, "borealis.representative", "no", voter="cygnus")


def test_one_for_a_motion_is_for_that_motion(frontier: Cast) -> None:
    first = discussed(frontier)
    given(frontier, motion=first.ref)
    other = voting(frontier, title="Another", text="Another text.")
    with pytest.raises(Refused, match="You have no vote"):
        vote(frontier, other, "borealis.representative", "no", voter="cygnus")


def test_one_for_a_period_ends_with_it(frontier: Cast) -> None:
    motion = voting(frontier)
    given(frontier, ends_at=DISCUSSED + HOUR)
    with pytest.raises(Refused, match="You have no vote"):
        vote(frontier, motion, "borealis.representative", "no", voter="cygnus", at=DISCUSSED + 2 * HOUR)


def test_a_member_carries_no_more_than_the_charter_allows(frontier: Cast) -> None:
    given(frontier)
    second = offer(frontier, "aster.representative", "borealis.representative")
    with pytest.raises(Refused, match="carries at most 1 proxies"):
        accept(frontier, second, "borealis.representative")
    charter(proxies=2)
    assert accept(frontier, second, "borealis.representative").state == "accepted"


def test_where_the_charter_has_none_none_is_offered(frontier: Cast) -> None:
    charter(proxies=0)
    with pytest.raises(Invalid, match="The charter allows no proxies"):
        offer(frontier, "cygnus.representative", "borealis.representative")


@pytest.mark.parametrize(
    ("who", "to", "content", "says"),
    [
        ("cygnus.representative", "cygnus.alternate", {}, "Choose another member"),
        ("cygnus.representative", "clerk", {}, "Choose another member"),
        ("cygnus.representative", "cygnus.representative", {}, "Choose another member"),
        ("cygnus.representative", "aster.representative", {"ends_at": NOW}, "an end that is still to come"),
    ],
)
def test_what_is_no_proxy_is_said(frontier: Cast, who: str, to: str, content: dict[str, Any], says: str) -> None:
    with pytest.raises(Invalid, match=says):
        offer(frontier, who, to, **content)


def test_only_who_votes_in_person_gives_one(frontier: Cast) -> None:
    for who in ("cygnus.alternate", "clerk", "cygnus.liaison"):
        with pytest.raises(Refused, match="Only a representative"):
            offer(frontier, who, "borealis.representative")


def test_two_at_a_time_are_not_given(frontier: Cast) -> None:
    given(frontier)
    with pytest.raises(Invalid, match="You have given a proxy for this already"):
        offer(frontier, "cygnus.representative", "aster.representative")


def test_a_recused_member_does_not_vote_by_proxy_either(frontier: Cast) -> None:
    motion = voting(frontier, kind="membership.suspend", payload={"organisation": "cygnus"})
    given(frontier)
    with pytest.raises(Refused, match="Cygnus has no vote on this motion"):
        vote(frontier, motion, "borealis.representative", "no", voter="cygnus")


def test_independent_members_give_and_hold_their_own(frontier: Cast) -> None:
    motion = voting(frontier)
    given(frontier, "independent", "cygnus.representative")
    key = motion.electors.get(personal=True).key
    vote(frontier, motion, "cygnus.representative", "yes", voter=key)
    given(frontier, "borealis.representative", "independent")
    vote(frontier, motion, "independent", "no", voter="borealis")
    found = {row.voter: row.choice for row in ballots_in_force(motion).values()}
    assert found == {key: "yes", "borealis": "no"}
