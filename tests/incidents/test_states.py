"""The transition table, all pairs of verb and state."""

import pytest

from apps.incidents.states import TRANSITIONS, State

EXPECTED = {
    "file": {State.DRAFT},
    "discard": {State.DRAFT},
    "acknowledge": {State.FILED},
    "assess": {State.ACKNOWLEDGED},
    "close": {State.ACKNOWLEDGED, State.ASSESSING},
    "withdraw": {State.FILED, State.ACKNOWLEDGED, State.ASSESSING},
}


def test_the_table_has_these_verbs_and_no_others() -> None:
    assert {move.verb for move in TRANSITIONS} == set(EXPECTED)


@pytest.mark.parametrize("verb", sorted(EXPECTED))
@pytest.mark.parametrize("state", list(State))
def test_a_verb_is_open_in_its_states_only(verb: str, state: State) -> None:
    decision = TRANSITIONS.may(verb, state)
    assert bool(decision) is (state in EXPECTED[verb])
    assert bool(decision.reason) is not bool(decision)


def test_nothing_leads_out_of_closed_or_withdrawn() -> None:
    assert [m.verb for m in TRANSITIONS if {State.CLOSED, State.WITHDRAWN} & set(m.sources)] == []
