"""What a ballot commits to, and which of a member's ballots counts."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.kernel.canonical import commitment
from apps.votes.rules import Opening, commit, in_force

OPENING = Opening(
    motion="MOT-2026-001",
    voter="aster",
    choice="yes",
    seq=1,
    by="Dr Nora Lind, Aster",
    capacity="representative",
    explanation=commitment("5a" * 32, "Because it is due. Très bien."),
    nonce="0f" * 32,
)


def test_a_commitment_is_the_hash_of_one_line_of_json() -> None:
    line = (
        '{"by":"Dr Nora Lind, Aster","capacity":"representative","choice":"yes","explanation":"'
        + OPENING.explanation
        + '","motion":"MOT-2026-001","nonce":"'
        + "0f" * 32
        + '","seq":1,"voter":"aster"}'
    )
    assert commit(OPENING) == hashlib.sha256(b"concord/ballot/v1\n" + line.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"motion": "MOT-2026-002"},
        {"voter": "borealis"},
        {"choice": "no"},
        {"seq": 2},
        {"by": "Somebody else"},
        {"capacity": "proxy"},
        {"explanation": commitment("5a" * 32, "")},
        {"nonce": "0e" * 32},
    ],
)
def test_it_binds_to_everything(change: dict[str, Any]) -> None:
    assert commit(replace(OPENING, **change)) != commit(OPENING)


def test_an_opening_comes_back_from_its_data() -> None:
    assert Opening.from_data(json.loads(json.dumps(OPENING.as_data()))) == OPENING
    last = replace(OPENING, seq=2**53 - 1)
    assert Opening.from_data(last.as_data()) == last


@pytest.mark.parametrize(
    "change",
    [
        {"motion": ""},
        {"motion": 1},
        {"voter": ""},
        {"by": None},
        {"choice": "maybe"},
        {"choice": []},
        {"capacity": "counsel"},
        {"capacity": None},
        {"seq": 0},
        {"seq": True},
        {"seq": "1"},
        {"seq": 2**53},
        {"explanation": "Because"},
        {"nonce": "0F" * 32},
        {"nonce": "0f" * 31},
        {"nonce": "0f" * 32 + "\n"},
        {"nonce": None},
    ],
)
def test_what_cannot_be_a_ballot_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        replace(OPENING, **change)
    with pytest.raises(ValueError, match=r".+"):
        Opening.from_data({**OPENING.as_data(), **change})


@pytest.mark.parametrize("data", [None, [], {}, {**OPENING.as_data(), "more": 1}])
def test_what_is_no_opening_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match="no opening"):
        Opening.from_data(data)


class Row(NamedTuple):
    voter: str
    seq: int
    capacity: str
    choice: str = "yes"


def counts(*rows: Row) -> dict[str, int]:
    return {voter: row.seq for voter, row in in_force(rows).items()}


ROWS = [
    Row("a", 1, "proxy"),
    Row("a", 2, "alternate"),
    Row("a", 3, "proxy"),
    Row("b", 1, "alternate"),
    Row("b", 2, "representative"),
    Row("b", 3, "alternate"),
    Row("c", 1, "representative"),
]


@pytest.mark.parametrize("rows", list(permutations(ROWS[:3])))
def test_an_alternates_ballot_prevails_over_a_proxys(rows: Sequence[Row]) -> None:
    assert counts(*rows, *ROWS[3:]) == {"a": 2, "b": 2, "c": 1}


def test_in_one_capacity_the_last_counts() -> None:
    assert counts(Row("a", 2, "proxy"), Row("a", 10, "proxy"), Row("a", 9, "proxy")) == {"a": 10}
    assert counts(Row("a", 1, "representative"), Row("a", 2, "representative")) == {"a": 2}
    assert counts() == {}


@given(st.permutations(ROWS))
def test_the_order_of_the_rows_never_matters(rows: list[Row]) -> None:
    assert in_force(rows) == in_force(ROWS)


def test_two_ballots_with_one_number_are_refused() -> None:
    with pytest.raises(ValueError, match="a has two ballots with the number 1"):
        in_force([Row("a", 1, "proxy"), Row("b", 1, "proxy"), Row("a", 1, "representative")])


def test_an_unknown_capacity_is_refused() -> None:
    with pytest.raises(ValueError, match="counsel"):
        in_force([Row("a", 1, "counsel")])
