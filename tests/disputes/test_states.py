"""The transition tables of disputes: all pairs of stages, and all pairs of verb and state."""

from enum import StrEnum
from itertools import product

import pytest

from apps.disputes.states import (
    BEFORE_PANEL,
    CAPACITY_LABELS,
    CASES,
    DOCUMENT_LABELS,
    ENDED,
    OPEN,
    REMEDY_LABELS,
    SEAL_LABELS,
    STAGE_LABELS,
    TABLES,
    Capacity,
    DocumentKind,
    DocumentState,
    JoinderState,
    PanelState,
    ProposalState,
    RemedyKind,
    RemedyState,
    RequestState,
    Seal,
    SealState,
    ServiceState,
    Stage,
    SuspensionState,
)
from apps.kernel.transitions import Transitions

ONWARD = {
    "draft": "complaint discarded",
    "complaint": "reply consultations panel_request settled withdrawn lapsed",
    "reply": "consultations panel_request settled withdrawn lapsed",
    "consultations": "panel_request settled withdrawn lapsed",
    "panel_request": "composed settled withdrawn",
    "composed": "written settled withdrawn lapsed",
    "written": "hearing interim settled withdrawn lapsed",
    "hearing": "interim settled withdrawn lapsed",
    "interim": "report settled withdrawn lapsed",
    "report": "appeal compliance closed rejected settled",
    "appeal": "report settled",
    "compliance": "review closed settled",
    "review": "remedies closed settled",
    "remedies": "review closed settled",
    "closed": "",
    "settled": "",
    "withdrawn": "",
    "rejected": "",
    "lapsed": "",
    "discarded": "",
}
"""Written out by hand: from each stage, to which others a case can go in one step."""

OTHERS: dict[type[StrEnum], dict[str, set[str]]] = {
    SuspensionState: {"resume": {"running"}, "lapse": {"running"}},
    PanelState: {
        "agree": {"composing", "by_lot"},
        "close_list": {"composing"},
        "draw": {"by_lot"},
        "lose": {"seated"},
        "replace": {"vacant"},
        "redraw": {"vacant"},
        "discharge": {"composing", "by_lot", "seated", "vacant"},
    },
    DocumentState: {
        "discard": {"draft"},
        "file": {"draft"},
        "serve": {"filed"},
        "strike": {"filed", "served"},
        "restore": {"struck"},
    },
    ServiceState: {"send_again": {"sent"}, "open": {"sent", "sent_again"}},
    SealState: {"confirm": {"provisional"}, "lift": {"provisional", "confirmed"}},
    RequestState: {"grant": {"asked"}, "refuse": {"asked"}, "withdraw": {"asked"}},
    ProposalState: {
        "agree": {"proposed"},
        "refuse": {"proposed"},
        "withdraw": {"proposed"},
        "overtake": {"proposed"},
    },
    JoinderState: {
        "ask": {"offered"},
        "join": {"asked"},
        "refuse": {"offered", "asked"},
        "withdraw": {"asked"},
        "leave": {"joined"},
    },
    RemedyState: {
        "order": {"asked"},
        "refuse": {"asked"},
        "fulfil": {"in_force"},
        "fail": {"in_force"},
        "reject": {"in_force"},
        "end": {"asked", "in_force", "failed"},
    },
}


@pytest.mark.parametrize(("one", "other"), list(product(Stage, Stage)))
def test_a_case_goes_from_one_stage_to_another_only_as_the_procedure_says(one: Stage, other: Stage) -> None:
    verbs = [move.verb for move in CASES if move.target == other and one in move.sources]
    assert bool(verbs) is (other in ONWARD[one].split())
    assert all(CASES.may(verb, one) for verb in verbs)


@pytest.mark.parametrize(("verb", "stage"), [(move.verb, stage) for move, stage in product(CASES, Stage)])
def test_a_step_that_is_not_open_says_when_it_is(verb: str, stage: Stage) -> None:
    decision = CASES.may(verb, stage)
    assert bool(decision) is (stage in CASES[verb].sources)
    assert bool(decision.reason) is not bool(decision)


@pytest.mark.parametrize(
    ("states", "table"), [pytest.param(*one[1:], id=one[0]) for one in TABLES if one[1] is not Stage]
)
def test_each_other_table_has_these_verbs_in_these_states_and_no_more(
    states: type[StrEnum], table: Transitions
) -> None:
    expected = OTHERS[states]
    assert {move.verb for move in table} == set(expected)
    for move, state in product(table, states):
        assert bool(table.may(move.verb, state)) is (state in expected[move.verb]), (move.verb, state)


def test_every_table_is_listed_and_speaks_of_its_own_states() -> None:
    assert {states for _heading, states, _table in TABLES} == {Stage, *OTHERS}
    for _heading, states, table in TABLES:
        for move in table:
            assert {*move.sources, move.target} <= set(states)


def test_open_and_ended_stages_and_the_draft_are_all_there_are() -> None:
    assert sorted([*OPEN, *ENDED, Stage.DRAFT]) == sorted(Stage)


def test_from_every_open_stage_a_case_can_end_and_the_parties_can_settle() -> None:
    for stage in OPEN:
        assert Stage.SETTLED in ONWARD[stage].split()


def test_every_stage_can_be_reached() -> None:
    reached = {Stage.DRAFT}
    for _step in Stage:
        reached |= {Stage(other) for one in reached for other in ONWARD[one].split()}
    assert reached == set(Stage)


def test_a_report_that_was_circulated_cannot_be_withdrawn_from() -> None:
    assert not CASES.may("withdraw", Stage.REPORT)
    assert all(CASES.may("withdraw", stage) for stage in BEFORE_PANEL)


def test_nothing_that_was_filed_can_be_discarded() -> None:
    leaving = [move for _heading, states, table in TABLES if states is DocumentState for move in table]
    assert [move.sources for move in leaving if move.target == DocumentState.DISCARDED] == [(DocumentState.DRAFT,)]


def test_everything_has_its_words() -> None:
    assert set(STAGE_LABELS) == set(Stage)
    assert set(REMEDY_LABELS) == set(RemedyKind)
    assert set(CAPACITY_LABELS) == set(Capacity)
    assert set(DOCUMENT_LABELS) == set(DocumentKind)
    assert set(SEAL_LABELS) == set(Seal)
