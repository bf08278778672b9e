"""What the page of proxies says of two holders and of a smaller number holds."""

from apps.votes.selectors import ballots_in_force
from tests.cast import Cast
from tests.votes.factory import charter, vote, voting
from tests.votes.test_proxies import given


def test_of_two_holders_the_later_ballot_counts(frontier: Cast) -> None:
    motion = voting(frontier)
    given(frontier, to="borealis.representative")
    given(frontier, to="independent", motion=motion.ref)
    vote(frontier, motion, "independent", "no", voter="cygnus")
    vote(frontier, motion, "borealis.representative", "yes", voter="cygnus")
    assert [(row.choice, row.seq) for row in ballots_in_force(motion).values()] == [("yes", 2)]
    vote(frontier, motion, "independent", "no", voter="cygnus")
    assert [(row.choice, row.seq) for row in ballots_in_force(motion).values()] == [("no", 3)]


def test_a_charter_that_allows_fewer_ends_none_that_is_accepted(frontier: Cast) -> None:
    given(frontier)
    charter(proxies=0)
    motion = voting(frontier)
    vote(frontier, motion, "borealis.representative", "no", voter="cygnus")
    assert [row.capacity for row in ballots_in_force(motion).values()] == ["proxy"]
