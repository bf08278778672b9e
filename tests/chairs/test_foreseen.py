"""What an amendment of the charter would mean for the next chairs."""

from collections.abc import Sequence
from typing import Any

from apps.chairs.selectors.foreseen import foreseen
from apps.committees.rules.charter import preset_values
from tests.cast import NOW, Cast
from tests.chairs.factory import rotate


def said(cast: Cast, **after: Any) -> Sequence[str]:
    before = preset_values("standard")
    return foreseen(
        before, before | {key.replace("__", "."): value for key, value in after.items()}, NOW, cast.viewer("clerk")
    )


def test_an_amendment_of_something_else_says_nothing(frontier: Cast) -> None:
    rotate(frontier)
    assert said(frontier, membership__invitation_days=7) == []


def test_without_a_rotation_no_term_changes(frontier: Cast) -> None:
    assert "does not rotate yet" in said(frontier, chairs__months=2)[0]


def test_shorter_terms_show_when_each_would_begin(frontier: Cast) -> None:
    rotate(frontier, first="aster")
    running, planned, wanted = said(frontier, chairs__months=2)
    assert "ends when it would have ended" in running
    assert planned.startswith("Planned now: Borealis from 21 May 2027, 13:00, Cygnus from 21 Nov 2027, 13:00")
    assert wanted.startswith("Planned then: Borealis from 21 May 2027, 13:00, Cygnus from 21 Jul 2027, 13:00")


def test_what_changes_no_term_says_so(frontier: Cast) -> None:
    rotate(frontier, first="aster")
    assert said(frontier, chairs__trio=False) == ["The next chairs stay as they are planned."]
