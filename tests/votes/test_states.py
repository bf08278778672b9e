"""The transition tables, all pairs of verb and state."""

from enum import StrEnum

import pytest

from apps.kernel.transitions import Transitions
from apps.votes.states import PROXY, RECUSAL, TRANSITIONS, ProxyState, RecusalState, State

MOTIONS = {
    "propose": {State.DRAFT},
    "discard": {State.DRAFT},
    "discuss": {State.PROPOSED},
    "open": {State.DISCUSSION},
    "close": {State.VOTING},
    "certify": {State.CLOSED},
    "withdraw": {State.PROPOSED, State.DISCUSSION},
    "lapse": {State.PROPOSED, State.DISCUSSION},
}
RECUSALS = {
    "contest": {RecusalState.PROPOSED},
    "uphold": {RecusalState.PROPOSED, RecusalState.CONTESTED},
    "lift": {RecusalState.PROPOSED, RecusalState.CONTESTED, RecusalState.UPHELD},
}
PROXIES = {
    "accept": {ProxyState.OFFERED},
    "decline": {ProxyState.OFFERED},
    "revoke": {ProxyState.OFFERED, ProxyState.ACCEPTED},
}
TABLES = [(TRANSITIONS, MOTIONS, State), (RECUSAL, RECUSALS, RecusalState), (PROXY, PROXIES, ProxyState)]
PAIRS = [
    (table, verb, state, state in sources)
    for table, expected, states in TABLES
    for verb, sources in expected.items()
    for state in states
]


@pytest.mark.parametrize(("table", "expected", "_states"), TABLES)
def test_the_table_has_these_verbs_and_no_others(
    table: Transitions, expected: dict[str, set[StrEnum]], _states: type[StrEnum]
) -> None:
    assert {move.verb for move in table} == set(expected)


@pytest.mark.parametrize(("table", "verb", "state", "is_open"), PAIRS)
def test_a_verb_is_open_in_its_states_only(table: Transitions, verb: str, state: StrEnum, is_open: bool) -> None:
    decision = table.may(verb, state)
    assert bool(decision) is is_open
    assert bool(decision.reason) is not is_open


def test_nothing_leads_out_of_an_end() -> None:
    ends = {State.CERTIFIED, State.WITHDRAWN, State.LAPSED}
    assert [move.verb for move in TRANSITIONS if ends & set(move.sources)] == []
