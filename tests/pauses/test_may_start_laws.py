"""The laws of `may_start`: in doubt no, and never yes within a measure without a permit."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given

from apps.pauses.rules.may_start import Verdict, effective_measures, may_start
from apps.pauses.rules.measures import Activity, Measure, Order, Run
from apps.pauses.rules.permits import Permit
from apps.pauses.states import Extent, Restricts
from tests.pauses import drawn

RANK = {Verdict.MAY_START: 2, Verdict.UNDER_PERMIT: 1, Verdict.MAY_NOT: 0}


def _binds(order: Order, measure: Measure, at: datetime) -> bool:
    """Written out once more, by the words of the order."""
    if order.is_drill or order.in_force_at is None or at < order.in_force_at:
        return False
    ends = [measure.until, measure.lifted_at, order.ended_at]
    return at >= measure.starts_at and all(at < end for end in ends if end is not None)


def _within(measure: Measure, run: Run) -> bool:
    if run.lab not in measure.labs:
        return False
    if measure.extent == Extent.PARTIAL and run.begun_at is not None and run.begun_at < measure.starts_at:
        return False
    if measure.restricts == Restricts.DEPLOYMENT:
        return run.activity == Activity.DEPLOYMENT
    if run.activity == Activity.DEPLOYMENT:
        return False
    if measure.restricts == Restricts.COMPUTE:
        return None in {run.flop, *run.lineage} or sum((run.flop, *run.lineage)) > measure.above
    if measure.restricts == Restricts.PARAMETERS:
        return run.parameters is None or run.parameters > measure.above
    return measure.restricts == Restricts.CAPABILITY and (
        run.capabilities is None or measure.marker in run.capabilities
    )


def _exempt(permits: list[Permit], measure: Measure, run: Run, at: datetime) -> bool:
    return any(
        permit.lab == run.lab
        and permit.run == run.key
        and measure.key in permit.measures
        and run.flop is not None
        and run.flop <= permit.flop
        and permit.starts_at <= at < permit.until
        and (permit.revoked_at is None or at < permit.revoked_at)
        for permit in permits
    )


@given(drawn.runs, drawn.orders(), drawn.permits, drawn.instants)
def test_it_says_what_the_words_of_orders_and_permits_say(
    run: Run, orders: list[Order], permits: list[Permit], at: datetime
) -> None:
    within = [m for order in orders for m in order.measures if _binds(order, m, at) and _within(m, run)]
    expected = Verdict.MAY_START
    if within:
        free = all(_exempt(permits, measure, run, at) for measure in within)
        expected = Verdict.UNDER_PERMIT if free else Verdict.MAY_NOT
    answer = may_start(run, orders, permits, at)
    assert answer.verdict == expected
    assert sorted(reason.measure for reason in answer.reasons) == sorted(measure.key for measure in within)
    assert all(reason.says for reason in answer.reasons)


@given(drawn.runs, drawn.orders(), drawn.orders(), drawn.permits, drawn.instants)
def test_one_more_order_never_frees_a_run(
    run: Run, orders: list[Order], more: list[Order], permits: list[Permit], at: datetime
) -> None:
    before, after = may_start(run, orders, permits, at), may_start(run, [*orders, *more], permits, at)
    assert RANK[after.verdict] <= RANK[before.verdict]


@given(drawn.runs, drawn.orders(), drawn.permits, drawn.permits, drawn.instants)
def test_one_more_permit_never_binds_a_run(
    run: Run, orders: list[Order], permits: list[Permit], more: list[Permit], at: datetime
) -> None:
    before, after = may_start(run, orders, permits, at), may_start(run, orders, [*permits, *more], at)
    assert RANK[after.verdict] >= RANK[before.verdict]


@given(drawn.runs, drawn.orders(), drawn.permits, drawn.instants)
def test_knowing_less_of_a_run_never_frees_it(
    run: Run, orders: list[Order], permits: list[Permit], at: datetime
) -> None:
    vague = replace(run, flop=None, parameters=None, capabilities=None)
    assert RANK[may_start(vague, orders, permits, at).verdict] <= RANK[may_start(run, orders, permits, at).verdict]


@given(drawn.orders(), drawn.instants)
def test_measures_bind_by_their_orders_and_hours_and_come_in_one_order(orders: list[Order], at: datetime) -> None:
    expected = {m.key for order in orders for m in order.measures if _binds(order, m, at)}
    found = effective_measures(orders, at)
    assert {measure.key for measure in found} == expected
    assert found == effective_measures(list(reversed(orders)), at)


def _order(*measures: Measure, ref: str = "PAU-2026-0001") -> Order:
    return Order(ref, measures, drawn.DAY)


def _above(flop: int, key: str = "PAU-2026-0001/1", extent: Extent = Extent.FULL) -> Measure:
    until = drawn.DAY + timedelta(days=90)
    return Measure(key, Restricts.COMPUTE, frozenset({"aster"}), drawn.DAY, until, extent, flop)


def test_exactly_the_threshold_is_not_above_it() -> None:
    orders = [_order(_above(10**26))]
    for flop, verdict in ((10**26, Verdict.MAY_START), (10**26 + 1, Verdict.MAY_NOT)):
        assert may_start(Run("r", "aster", flop=flop), orders, [], drawn.DAY).verdict == verdict
    grown = Run("r", "aster", flop=1, lineage=(10**26,))
    assert may_start(grown, orders, [], drawn.DAY).reasons[0].says == (
        "The computation of the model's lineage, in FLOP, is 100000000000000000000000001, more than 10^26 FLOP."
    )


def test_the_stricter_of_two_orders_governs_and_both_are_shown() -> None:
    mild, strict = _above(10**26, "PAU-2026-0001/1"), _above(10**25, "PAU-2026-0002/1")
    orders = [_order(mild), _order(strict, ref="PAU-2026-0002")]
    answer = may_start(Run("r", "aster", flop=10**27), orders, [], drawn.DAY)
    assert [reason.measure for reason in answer.reasons] == ["PAU-2026-0002/1", "PAU-2026-0001/1"]
    between = may_start(Run("r", "aster", flop=10**26), orders, [], drawn.DAY)
    assert (between.verdict, len(between.reasons)) == (Verdict.MAY_NOT, 1)


def test_its_last_instant_is_free_and_its_first_is_not() -> None:
    measure = _above(10**26)
    run = Run("r", "aster", flop=10**27)
    for at, verdict in (
        (measure.starts_at - timedelta(microseconds=1), Verdict.MAY_START),
        (measure.starts_at, Verdict.MAY_NOT),
        (measure.until - timedelta(microseconds=1), Verdict.MAY_NOT),
        (measure.until, Verdict.MAY_START),
    ):
        orders = [Order("PAU-2026-0001", (measure,), drawn.DAY - timedelta(days=1))]
        assert may_start(run, orders, [], at).verdict == verdict
