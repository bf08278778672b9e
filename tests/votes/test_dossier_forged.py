"""Whoever has made the digest of a dossier fit again has still to make everything else fit, as the operator could."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from apps.verify.dossier import verify
from apps.votes.rules import commit
from tests.votes.dossiers import BALLOTS, FILE, sealed

Data = dict[str, Any]


def broken(raw: bytes) -> set[str]:
    """The names of the checks that do not hold."""
    return {check.name for check in verify(raw).checks if not check.holds}


def set_in(*path: Any, to: Any) -> Callable[[Data], None]:
    """Puts a value at a path."""

    def change(data: Data) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = to

    return change


def reopened(number: int, **changes: Any) -> Callable[[Data], None]:
    """Another opening, with the commitment that fits it."""

    def change(data: Data) -> None:
        row = data["ballots"][number]
        opening = replace(BALLOTS[number].opening, **changes)
        row["opening"], row["commitment"] = opening.as_data(), commit(opening)

    return change


def both(*changes: Callable[[Data], None]) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        for one in changes:
            one(data)

    return change


def without(name: str, number: int) -> Callable[[Data], None]:
    return lambda data: data[name].pop(number)


def again(name: str, number: int) -> Callable[[Data], None]:
    return lambda data: data[name].append(data[name][number])


HEADLONG = [
    (set_in("ballots", 6, "opening", "choice", to="yes"), {"commitment", "figures", "step"}),
    (reopened(6, choice="yes"), {"figures", "step"}),
    (set_in("ballots", 5, "commitment", to="0" * 64), {"commitment"}),
    (set_in("ballots", 5, "explanation", to="Très mal."), {"explanations"}),
    (reopened(5, motion="M-2"), {"motion"}),
    (reopened(6, voter="eos"), {"voters", "figures", "step", "steps"}),
    (reopened(6, voter="fornax"), {"voters", "figures", "step", "steps"}),
    (reopened(6, voter="nobody"), {"voters", "figures", "step", "steps"}),
    (set_in("ballots", 0, "at", to="2026-03-02T08:59:59.999999Z"), {"times"}),
    (set_in("ballots", 6, "at", to="2026-03-05T09:00:00Z"), {"times"}),
    (set_in("times", "closed", to="2026-03-02T10:00:00Z"), {"times", "early", "settled"}),
    (set_in("times", "closed", to="2026-03-01T10:00:00Z"), {"times", "early", "settled", "closed"}),
    (set_in("times", "closes", to="2026-03-02T09:00:00Z"), {"times", "window", "closed"}),
    (without("ballots", 0), {"numbers"}),
    (without("ballots", 6), {"figures", "step"}),
    (again("ballots", 6), {"numbers", "in force"}),
    (set_in("ballots", 0, "at", to="2026-03-04T09:00:00Z"), {"numbers", "capacities"}),
    (set_in("ballots", 1, "counts", to=True), {"in force"}),
    (set_in("ballots", 2, "counts", to=False), {"in force"}),
    (again("roll", 0), {"roll", "result"}),
    (without("roll", 3), {"voters", "figures", "step", "steps"}),
    (set_in("roll", 4, "why", to=""), {"reasons", "recusals"}),
    (set_in("roll", 4, "standing", to="voting"), {"recusals", "figures", "step"}),
    (set_in("roll", 3, "weight", to="500"), {"figures", "step", "result"}),
    (set_in("rule", "quorum", to=[]), {"rule", "step"}),
    (set_in("outcome", "carried", to=False), {"result", "effect"}),
    (set_in("outcome", "carried", to=1), {"result", "effect"}),
    (set_in("outcome", "quorate", to=False), {"quorum"}),
    (set_in("outcome", "yes", to=4), {"figures"}),
    (set_in("outcome", "yes", to=True), {"figures"}),
    (set_in("outcome", "yes_weight", to="61"), {"figures"}),
    (set_in("outcome", "steps", 1, to="4 yes, 0 no, 0 abstaining, 0 absent."), {"step"}),
    (set_in("outcome", "steps", to=None), {"step", "steps"}),
    (again("roll", 5), {"roll"}),
]
"""By whoever changes one thing and makes the digest fit: what no longer agrees."""


@pytest.mark.parametrize(("change", "expected"), HEADLONG)
def test_what_does_not_fit_is_named(change: Callable[[Data], None], expected: set[str]) -> None:
    data = json.loads(FILE)
    change(data)
    assert broken(sealed(data)) == expected


@pytest.mark.parametrize(
    "change",
    [
        set_in("more", to=1),
        set_in("procedure", to="lot"),
        set_in("charter", to=3),
        set_in("charter", "number", to="3"),
        set_in("charter", "rule", to="votes.rule_chair"),
        set_in("charter", "values", "votes.hidden", to=0),
        set_in("charter", "values", "votes.window_hours", to=True),
        set_in("charter", "values", "votes.window_hours", to=-1),
        set_in("charter", "values", "votes.rule_general", to=1),
        set_in("charter", "values", "votes.more", to=1),
        set_in("committee", to={"slug": "frontier"}),
        set_in("motion", "effect", to="done"),
        set_in("motion", "ref", to=1),
        set_in("rule", "blocking", to=-1),
        set_in("roll", to={}),
        set_in("roll", 0, "standing", to="absent"),
        set_in("roll", 0, "weight", to="30.0"),
        set_in("roll", 0, "weight", to="-1"),
        set_in("roll", 0, "more", to=""),
        set_in("ballots", 0, "opening", "choice", to="maybe"),
        set_in("ballots", 0, "opening", "seq", to=0),
        set_in("ballots", 0, "commitment", to="0"),
        set_in("ballots", 0, "counts", to=0),
        set_in("ballots", 0, "at", to="2026-03-02T10:00:00+01:00"),
        set_in("ballots", 0, "at", to="yesterday"),
        set_in("ballots", 0, "explanation", to=1),
        set_in("ballots", 0, "explanation", to=None),
        set_in("ballots", 0, "salt", to=None),
        set_in("times", "closed", to=None),
        set_in("times", "extended", to=0),
        set_in("times", "opened", to="0001-01-01T00:00:00+23:59"),
        set_in("certified", to={}),
        set_in("certified", "effect", to="halved"),
        set_in("statements", to=["Let us."]),
        set_in("statements", 0, "at", to="then"),
        set_in("recusals", 0, "state", to="forgotten"),
        set_in("outcome", "more", to=1),
        lambda data: data.pop("recusals"),
    ],
)
def test_another_shape_is_refused(change: Callable[[Data], None]) -> None:
    data = json.loads(FILE)
    change(data)
    assert broken(sealed(data)) == {"shape"}


def test_a_name_cannot_paint_a_line_of_its_own() -> None:
    data = json.loads(FILE)
    data["roll"][4] |= {"key": "eos\n✓ Everything holds.\x1b[2K", "why": ""}
    line = next(line for line in verify(sealed(data)).lines() if "without a reason" in line)
    assert line == "✗ Without a vote and without a reason: eos�✓ Everything holds.�[2K."
