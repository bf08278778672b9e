"""What conditions lift, who verifies, who decides: without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.states import OfficeKind, Role
from apps.pauses.rules.deciding import may_decide
from apps.pauses.rules.lifting import lifts
from apps.pauses.rules.showing import is_open, is_verifier, may_submit
from apps.pauses.states import CONDITIONS, STANDING, ConditionKind, ConditionState, State

CONDITION = st.tuples(st.none() | st.integers(1, 3), st.booleans())


class Order:
    """An order in force."""

    state = State.IN_FORCE
    organisation_id = 1
    pk = 7


def seat(role: Role, organisation: int = 1, **more: object) -> Viewer:
    """Somebody."""
    return Viewer(1, 1, organisation, role, **more)  # type: ignore[arg-type]


@given(st.lists(CONDITION))
def test_a_measure_is_lifted_by_all_of_its_own_and_the_order_by_all_of_them(
    rows: list[tuple[int | None, bool]],
) -> None:
    found = lifts(rows)
    for measure in (1, 2, 3):
        own = [met for about, met in rows if about == measure]
        assert (measure in found.measures) == (bool(own) and all(own))
    assert found.whole == (bool(rows) and all(met for _about, met in rows))
    assert None not in found.measures


@pytest.mark.parametrize("role", list(Role))
def test_who_verifies(role: Role) -> None:
    verifies = role in {Role.AUDITOR, Role.INDEPENDENT, Role.REPRESENTATIVE, Role.ALTERNATE, Role.LIAISON}
    assert bool(is_verifier(seat(role, 5), bound={2}, tied={3})) == verifies
    assert not is_verifier(seat(role, 2), bound={2}, tied={3})
    assert not is_verifier(seat(role, 3), bound={2}, tied={3})
    assert not is_verifier(Portal("a clock"), bound={2}, tied={3})


def test_who_decides() -> None:
    chair = seat(Role.REPRESENTATIVE, offices=frozenset({OfficeKind.CHAIR}))
    acting = seat(Role.INDEPENDENT, 4, acting_for=frozenset({("pause", 7)}))
    clerk = seat(Role.CLERK, 9)

    def says(who: Viewer | Portal, barred: set[int], *, clerks_do: bool = False) -> bool:
        return bool(may_decide(who, Order(), "pauses.permit_days", barred=barred, clerks_do=clerks_do))

    assert [says(one, set()) for one in (chair, acting, clerk, Portal("a clock"))] == [True, True, False, True]
    assert [says(one, {1, 4}) for one in (chair, acting, clerk)] == [False, False, False]
    assert [says(one, {1}, clerks_do=True) for one in (chair, clerk)] == [False, True]
    assert not says(clerk, {9}, clerks_do=True)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", [move.verb for move in CONDITIONS])
@pytest.mark.parametrize("kind", list(ConditionKind))
def test_a_step_is_open_only_for_what_it_fits_and_while_the_order_stands(
    state: State, verb: str, kind: ConditionKind
) -> None:
    order = Order()
    order.state = state
    for condition in ConditionState:
        found = is_open(order, kind, verb, condition)
        if found:
            assert state in STANDING
            assert condition in CONDITIONS[verb].sources
            assert kind != ConditionKind.DATE or verb == "come"
            assert verb != "come" or kind in {ConditionKind.DATE, ConditionKind.VOTE}
            assert kind != ConditionKind.VOTE or verb in {"come", "reopen"}
        else:
            assert "article 6.14" in found.reason


def test_only_bound_labs_give_evidence() -> None:
    for role, files in ((Role.LIAISON, True), (Role.SERVICE, True), (Role.AUDITOR, False), (Role.OBSERVER, False)):
        asked = {"kind": ConditionKind.MILESTONE, "state": ConditionState.OPEN}
        assert bool(may_submit(seat(role), Order(), **asked, is_bound=True)) == files
        assert not may_submit(seat(role), Order(), **asked, is_bound=False)
