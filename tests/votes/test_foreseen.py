"""What an amendment of the charter would have meant for past votes."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.committees.rules.charter import preset_values
from apps.votes.selectors.foreseen import foreseen
from tests.cast import Cast
from tests.votes.factory import CLOSES, charter, closed, voting

NOW = preset_values("standard")


def said(people: Cast, **values: Any) -> Sequence[str]:
    after = NOW | {f"votes.{name}": value for name, value in values.items()}
    return foreseen(NOW, after, CLOSES, people.viewer("clerk"))


def test_it_says_which_votes_would_have_come_out_otherwise(frontier: Cast) -> None:
    narrow = closed(frontier, {"aster.representative": "yes", "borealis.representative": "yes", "independent": "no"})
    closed(
        frontier,
        dict.fromkeys(
            ["aster.representative", "borealis.representative", "cygnus.representative", "independent"], "yes"
        ),
        text="Another.",
    )
    lines = said(frontier, rule_general="two-thirds")
    assert lines == [
        "2 votes of the last year were counted again under these rules.",
        f"{narrow.ref} “Publish contacts” was carried and would have been lost.",
    ]


def test_a_casting_vote_is_that_of_whoever_presided(frontier: Cast) -> None:
    tied = closed(frontier, {"aster.representative": "yes", "borealis.representative": "no"})
    assert said(frontier, casting=True)[1:] == [f"{tied.ref} “Publish contacts” was lost and would have been carried."]


def test_it_says_when_nothing_would_differ(frontier: Cast) -> None:
    closed(frontier, {"aster.representative": "yes", "borealis.representative": "yes"})
    assert said(frontier, quorum_percent=25) == [
        "1 vote of the last year was counted again under this rule. None would have come out otherwise."
    ]


def test_it_says_nothing_where_no_article_of_votes_changes(frontier: Cast) -> None:
    assert foreseen(NOW, NOW | {"chairs.months": 9}, CLOSES, frontier.viewer("clerk")) == []


def test_it_says_that_there_was_no_vote(frontier: Cast) -> None:
    voting(frontier)
    assert said(frontier, quorum_percent=25) == ["No vote of the last year can be compared: there was none."]


def test_it_asks_as_often_for_many_as_for_one(frontier: Cast) -> None:
    charter(second=False)
    counts = []
    for number in range(3):
        closed(frontier, {"aster.representative": "yes"}, text=f"Text {number}.")
        with CaptureQueriesContext(connection) as queries:
            said(frontier, quorum_percent=25)
        counts.append(len(queries))
    assert counts[0] == counts[2]
