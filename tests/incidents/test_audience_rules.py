"""Who sees a report by which reason, what a change of it does, and what is unusual: rules in plain values."""

from dataclasses import replace
from typing import Any

import pytest

from apps.committees.states import Role
from apps.incidents.rules.audience import Change, Door, Named, Reader, Sharing, grouped, unusual
from apps.incidents.rules.sight import open_roles
from apps.kernel.tlp import TLP

READERS = [
    Reader(1, "borealis", "Borealis", Role.LIAISON),
    Reader(2, "borealis", "Borealis", Role.COUNSEL),
    Reader(3, "secretariat", "Secretariat", Role.CLERK),
    Reader(4, "aster", "Aster", Role.REPRESENTATIVE),
    Reader(5, "veritas", "Veritas", Role.AUDITOR),
    Reader(6, "eu-office", "Eu Office", Role.OBSERVER),
]


def test_each_organisation_stands_once_with_its_people_and_reasons_its_own_first() -> None:
    groups = grouped(READERS, own="borealis", named={"eu-office"}, roles=open_roles(TLP.AMBER))
    assert [(group.name, group.people, group.doors) for group in groups] == [
        ("Borealis", 2, (Door.OWN,)),
        ("Aster", 1, (Door.OFFICE,)),
        ("Eu Office", 1, (Door.NAMED,)),
        ("Secretariat", 1, (Door.LABEL,)),
        ("Veritas", 1, (Door.AUDITOR,)),
    ]
    assert [group.reasons for group in groups[:3]] == ["reports it", "chair's office", "named"]


def test_an_organisation_of_which_people_come_by_different_doors_names_both() -> None:
    clerk = Reader(7, "aster", "Aster", Role.CLERK)
    [group] = grouped([READERS[3], clerk], own="borealis", named=set(), roles=open_roles(TLP.AMBER))
    assert group.doors == (Door.OFFICE, Door.LABEL)


BEFORE = Change(
    TLP.AMBER, TLP.AMBER, frozenset({1, 2}), frozenset({1, 2}), frozenset({"eu-office"}), frozenset({"eu-office"})
)


@pytest.mark.parametrize(
    ("changes", "any_", "widens"),
    [
        ({}, False, False),
        ({"then": frozenset({1, 2, 3}), "named_then": frozenset({"eu-office", "cygnus"})}, True, True),
        ({"then": frozenset({1}), "named_then": frozenset()}, True, False),
        ({"then": frozenset({1, 3}), "named_then": frozenset({"cygnus"})}, True, True),
        ({"named_then": frozenset({"eu-office", "nobody-there"}), "empty": ("Nobody There",)}, True, True),
        ({"named_then": frozenset({"eu-office", "seen-by-label"})}, True, False),
        ({"label_then": TLP.RED, "then": frozenset({1})}, True, False),
        ({"label_then": TLP.RED, "then": frozenset({1, 3})}, True, True),
        ({"label_then": TLP.GREEN}, True, True),
        ({"label_now": TLP.GREEN, "label_then": TLP.CLEAR}, True, True),
        # Somebody was seated meanwhile: that is no change of the report's.
        ({"then": frozenset({1, 2, 3})}, False, False),
    ],
)
def test_it_widens_where_somebody_newly_sees_it_or_would_with_a_seat(
    changes: dict[str, Any], any_: bool, widens: bool
) -> None:
    change = replace(BEFORE, **changes)
    assert (change.any, change.widens) == (any_, widens)


def test_only_the_step_to_clear_is_one_to_the_public() -> None:
    assert replace(BEFORE, label_then=TLP.CLEAR).is_public
    assert not replace(BEFORE, label_now=TLP.CLEAR, label_then=TLP.CLEAR).is_public
    assert not replace(BEFORE, label_then=TLP.GREEN).is_public


def test_the_mark_differs_as_soon_as_somebody_else_would_see_it() -> None:
    more = replace(BEFORE, then=frozenset({1, 2, 3}))
    assert (
        len({one.mark for one in (_frozen(BEFORE), _frozen(more), _frozen(replace(more, then=frozenset({1, 2, 4}))))})
        == 3
    )


class _Hashable:
    def __init__(self, mark: Any) -> None:
        self.mark = repr(mark)


def _frozen(change: Change) -> _Hashable:
    return _Hashable(change.mark)


SECRETARIAT = Named("Secretariat", "secretariat", 1)
RIVAL = Named("Cygnus", "lab", 3)
OFFICE = Named("EU Office", "regulator", 1)
EMPTY = Named("Watch", "civil", 0)
USUAL = ("TLP:AMBER", "TLP:RED", "TLP:AMBER+STRICT")
LOST = {"weights_exfiltrated": True}

UNUSUAL: list[tuple[dict[str, Any], str]] = [
    ({"label": "TLP:RED", "named": (SECRETARIAT, OFFICE, EMPTY, RIVAL)}, "TLP:RED is meant for a few; this names 4"),
    ({"label": "TLP:GREEN", "usual": USUAL, "kind": "near_miss", "severity": 3}, "none was wider than TLP:AMBER."),
    ({"label": "TLP:GREEN", "usual": USUAL, "kind": "near_miss", "severity": 3}, "(near miss, severity 3 Serious)"),
    ({"label": "TLP:GREEN", "facts": LOST}, "model weights got out, and every seat reads it, your rivals' too."),
    ({"label": "TLP:CLEAR", "facts": LOST}, "model weights got out, and the public may read it."),
    ({"label": "TLP:GREEN", "facts": {"security_breach": True}}, "there was a security breach, and every seat"),
    ({"label": "TLP:CLEAR"}, "A clerk may publish a TLP:CLEAR report word for word."),
    ({"label": "TLP:AMBER", "named": (RIVAL,)}, "It names a rival: Cygnus."),
    ({"label": "TLP:RED", "named": (SECRETARIAT, RIVAL, Named("Aster", "lab", 1))}, "a rival: Cygnus and Aster."),
    ({"label": "TLP:AMBER", "named": (EMPTY,)}, "Nobody sits for Watch now"),
    ({"label": "TLP:RED", "secretariat_sees": False}, "Nobody of the secretariat can see it"),
    ({"label": "TLP:AMBER", "owed": ("EU Office",)}, "EU Office is owed a report, or may be, and cannot see this one"),
    ({"label": "TLP:AMBER", "owed": ("EU Office", "California")}, "EU Office and California are owed reports"),
]


@pytest.mark.parametrize(("sharing", "sentence"), UNUSUAL)
def test_an_unusual_audience_is_said_to_be_one(sharing: dict[str, Any], sentence: str) -> None:
    assert [text for text in unusual(Sharing(**sharing)) if sentence in text], unusual(Sharing(**sharing))


@pytest.mark.parametrize(
    "sharing",
    [
        {"label": ""},
        {"label": "TLP:BLUE", "owed": ("EU Office",)},
        {"label": "TLP:AMBER"},
        {"label": "TLP:RED", "named": (SECRETARIAT, OFFICE)},
        {"label": "TLP:AMBER", "usual": USUAL},
        {"label": "TLP:GREEN", "usual": USUAL[:2]},
        {"label": "TLP:AMBER", "facts": LOST},
        {"label": "TLP:GREEN", "facts": {"weights_exfiltrated": None, "security_breach": False}},
        # Everybody sees it anyway.
        {"label": "TLP:GREEN", "named": (RIVAL,)},
    ],
)
def test_a_usual_audience_is_not_warned_of(sharing: dict[str, Any]) -> None:
    assert unusual(Sharing(**sharing)) == []
