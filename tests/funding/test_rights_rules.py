"""What follows from arrears: without a database."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.funding.rules.arrears import CENT, arrears, reached_on
from apps.funding.rules.rights import because, next_step, restored_by
from apps.funding.rules.settling import Owed, overdue, settle
from apps.funding.states import ARREARS, PROOFS, Arrear, Proof

TODAY = date(2028, 1, 5)
AMOUNTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)
DAYS = st.integers(1, 369).map(lambda days: TODAY - timedelta(days))
OWED = st.lists(st.tuples(DAYS, AMOUNTS), min_size=1, max_size=6)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(OWED, st.lists(AMOUNTS, max_size=4), st.integers(1, 3))
def test_paying_the_least_payment_gives_the_vote_back_and_a_cent_less_does_not(
    rows: list[tuple[date, Decimal]], preceding: list[Decimal], periods: int
) -> None:
    owed = [Owed(str(number), due, amount) for number, (due, amount) in enumerate(rows)]

    def after(payment: Decimal) -> bool:
        parts = dict(settle(payment, owed).parts) if payment else {}
        left = [Owed(one.key, one.due, one.amount - parts.get(one.key, Decimal())) for one in owed]
        return arrears(overdue(left, TODAY), preceding, periods=periods).loses_vote

    least = arrears(overdue(owed, TODAY), preceding, periods=periods).least_payment
    assert not after(least)
    if least:
        assert after(least - CENT)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(OWED, AMOUNTS)
def test_a_day_on_which_the_measure_was_reached_is_named_exactly_where_it_is_reached(
    rows: list[tuple[date, Decimal]], measure: Decimal
) -> None:
    owed = [Owed(str(number), due, amount) for number, (due, amount) in enumerate(rows)]
    since = reached_on(owed, measure, TODAY)
    assert (since is not None) == (overdue(owed, TODAY) >= measure)
    if since is not None:
        assert overdue(owed, since) >= measure


@pytest.mark.parametrize("is_waived", [True, False])
@pytest.mark.parametrize("state", [None, *Arrear])
def test_a_step_is_one_that_its_state_allows(state: Arrear | None, *, is_waived: bool) -> None:
    for caught, proof, member, over in product((True, False), repeat=4):
        if state in {Arrear.RESTORED, Arrear.AVERTED}:
            continue
        step = next_step(state, is_caught=caught, is_waived=is_waived, has_proof=proof, is_member=member, is_over=over)
        if step is not None and state is not None:
            assert ARREARS.may(step.value, state)
        if step == "notice":
            assert state is None


@pytest.mark.parametrize(("state", "step"), [(Arrear.NOTICED, "avert"), (Arrear.LOST, "restore"), (None, None)])
def test_a_waiver_ends_whatever_is_open_and_lets_nothing_begin(state: Arrear | None, step: str | None) -> None:
    assert next_step(state, is_caught=True, is_waived=True, is_over=True) == step


def test_the_vote_is_lost_only_when_the_notice_has_run() -> None:
    assert next_step(Arrear.NOTICED, is_caught=True) is None
    assert next_step(Arrear.NOTICED, is_caught=True, is_over=True) == "lose"


def test_a_proof_keeps_the_vote_and_gives_a_lost_one_back() -> None:
    assert next_step(Arrear.NOTICED, is_caught=True, is_over=True, has_proof=True) is None
    assert next_step(Arrear.LOST, is_caught=True, is_over=True, has_proof=True) == "hold"


def test_whoever_is_no_member_is_neither_told_nor_loses_anything() -> None:
    assert next_step(None, is_caught=True, is_member=False) is None
    assert next_step(Arrear.NOTICED, is_caught=True, is_over=True, is_member=False) is None


@pytest.mark.parametrize("state", list(Arrear))
@pytest.mark.parametrize("move", list(ARREARS), ids=lambda move: move.verb)
def test_every_move_of_arrears_is_open_from_its_own_states_only(state: Arrear, move: object) -> None:
    expected = {
        ("lose", Arrear.NOTICED),
        ("avert", Arrear.NOTICED),
        ("hold", Arrear.LOST),
        ("restore", Arrear.LOST),
    }
    assert bool(ARREARS.may(move.verb, state)) == ((move.verb, state) in expected)  # type: ignore[attr-defined]


@pytest.mark.parametrize("state", list(Proof))
@pytest.mark.parametrize("verb", ["match", "reject", "lapse"])
def test_only_an_open_proof_ends(state: Proof, verb: str) -> None:
    assert bool(PROOFS.may(verb, state)) == (state == Proof.OPEN)


def test_the_sentences_name_the_amounts_the_periods_and_the_article() -> None:
    judged = arrears(Decimal("300.00"), [Decimal("150.00"), Decimal("100.00")], periods=2)
    said = because(judged, [("2026", Decimal("150.00")), ("2025", Decimal("100.00"))], "EUR")
    assert said == (
        "Overdue 300.00\u202fEUR; due for 2025, 2026: 250.00\u202fEUR. Arrears that come to as much cost the vote "
        "(charter, article 7.9)."
    )
    assert restored_by(judged, "EUR") == "A payment of 50.01\u202fEUR, or the committee's waiver."
