"""Labs that leave, are expelled, suspended, admitted and admitted again while an order waits or stands."""

from datetime import datetime
from typing import Any

import pytest

from apps.committees.models import Organisation
from apps.committees.states import OrganisationKind
from apps.deadlines.models import Deadline
from apps.kernel.decisions import Invalid
from apps.membership.services.applications import admit_organisation
from apps.membership.services.membership import take_step
from apps.pauses.models import PauseOrder
from apps.pauses.rules.may_start import Verdict, may_start
from apps.pauses.rules.measures import Run
from apps.pauses.selectors.judging import judged_orders
from apps.pauses.services.adopting import join
from apps.pauses.services.laying import digest_of
from apps.pauses.services.serving import acknowledge
from apps.pauses.states import State
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR, declare

pytestmark = pytest.mark.django_db


def _step(people: Cast, key: str, step: str, now: datetime) -> None:
    lab = Organisation.objects.get(key=key)
    given = {"decision": "Decision 7", "because": "It was so decided."}
    take_step(actor=people.viewer("clerk", now), now=now, organisation=lab, step=step, **given)


def _come(people: Cast, now: datetime, key: str = "dorado", kind: str = OrganisationKind.LAB) -> None:
    given: dict[str, Any] = {"key": key, "name": key.title(), "kind": kind, "decision": "Decision 8"}
    admit_organisation(actor=people.viewer("clerk", now), now=now, because="It applied.", **given)


def _verdict(order: PauseOrder, lab: str, at: datetime) -> Verdict:
    return may_start(Run("r", lab, flop=10**27), judged_orders([order]), [], at).verdict


def _told(order: PauseOrder, kind: str) -> list[tuple[Any, list[str]]]:
    rows = Act.objects.filter(kind=kind, subject_ref=order.ref).order_by("pk")
    return [(row.facts.get("lab"), row.told) for row in rows]


def _joined(people: Cast, labs: list[str], **changes: Any) -> tuple[PauseOrder, datetime]:
    order = factory.draft(people, **changes)
    at = factory.decided(people, factory.moved(people, order))
    for lab in labs:
        join(actor=people.viewer(f"{lab}.representative", at), now=at, ref=order.draft_ref)
    order.refresh_from_db()
    return order, at


def test_a_lab_that_leaves_is_bound_no_longer_and_the_order_stands(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at + DAY
    _step(frontier, "borealis", "expel", at)
    order.refresh_from_db()
    assert order.state == State.IN_FORCE
    assert order.bindings.get(organisation__key="borealis").released_at == at
    assert Deadline.objects.get(clock="pause_lab.acknowledge", subject_ref=f"{order.ref}/borealis").state == "moot"
    assert (_verdict(order, "borealis", at), _verdict(order, "aster", at)) == (Verdict.MAY_START, Verdict.MAY_NOT)
    assert _told(order, "pause.lab_gone") == [("borealis", ["everyone"])]


def test_who_comes_back_is_bound_again_and_served_again(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at + HOUR
    acknowledge(actor=frontier.viewer("borealis.liaison", at), now=at, ref=order.ref)
    _step(frontier, "borealis", "expel", at + DAY)
    _step(frontier, "borealis", "admit_again", at + 2 * DAY)
    binding = order.bindings.get(organisation__key="borealis")
    assert (binding.released_at, binding.served_at, binding.acknowledged_at) == (None, at + 2 * DAY, None)
    assert _verdict(order, "borealis", at + 2 * DAY) == Verdict.MAY_NOT
    assert _told(order, "pause.lab_back") == [("borealis", ["everyone"])]


def test_a_suspended_lab_stays_bound(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    _step(frontier, "borealis", "suspend", order.in_force_at + DAY)
    assert _verdict(order, "borealis", order.in_force_at + DAY) == Verdict.MAY_NOT


@pytest.mark.parametrize(("stands_without", "state"), [(True, State.IN_FORCE), (False, State.LAPSED)])
def test_without_a_lab_that_joined_it_stands_or_lapses_as_the_charter_said(
    frontier: Cast, stands_without: bool, state: State
) -> None:
    declare(frontier, aster=6, borealis=3, cygnus=1)
    order, at = _joined(frontier, ["aster", "borealis"], labs_needed=2, share_needed="1/2")
    PauseOrder.objects.filter(pk=order.pk).update(stands_without=stands_without)
    _step(frontier, "borealis", "expel", at + DAY)
    order.refresh_from_db()
    assert order.state == state
    if state == State.LAPSED:
        assert "Borealis is no member any more" in order.because
        assert "(charter, article 6.6)" in order.because


def test_it_stands_without_a_lab_that_the_condition_does_not_need(frontier: Cast) -> None:
    declare(frontier, aster=6, borealis=3, cygnus=1)
    order, at = _joined(frontier, ["aster", "borealis"], labs_needed=2, share_needed="1/2")
    PauseOrder.objects.filter(pk=order.pk).update(stands_without=False)
    _step(frontier, "cygnus", "expel", at + DAY)
    order.refresh_from_db()
    assert order.state == State.IN_FORCE


def test_a_settled_condition_that_waits_for_its_hour_is_judged_again_too(frontier: Cast) -> None:
    declare(frontier, aster=6, borealis=3, cygnus=1)
    starts = NOW + 60 * DAY
    order, at = _joined(frontier, ["aster", "borealis"], labs_needed=2, share_needed="1/2", starts_at=starts)
    PauseOrder.objects.filter(pk=order.pk).update(stands_without=False)
    _step(frontier, "borealis", "expel", at + DAY)
    order.refresh_from_db()
    assert (order.state, "article 6.6" in order.because) == (State.LAPSED, True)


def test_a_joining_ends_with_the_membership_while_the_order_waits(frontier: Cast) -> None:
    declare(frontier, aster=6, borealis=3, cygnus=1)
    order, at = _joined(frontier, ["borealis"], labs_needed=2, share_needed="1/10")
    _step(frontier, "borealis", "expel", at + DAY)
    _step(frontier, "borealis", "admit_again", at + 2 * DAY)
    join(actor=frontier.viewer("cygnus.representative", at), now=at + 3 * DAY, ref=order.ref)
    order.refresh_from_db()
    assert order.state == State.CONDITIONAL
    assert _told(order, "pause.newcomer_may_join") == [("borealis", ["pause.unjoined", "everyone"])]


def test_the_share_of_those_that_remain_can_meet_the_condition(frontier: Cast) -> None:
    declare(frontier, aster=2, borealis=7, cygnus=1)
    order, at = _joined(frontier, ["aster"], labs_needed=1, share_needed="1/2")
    assert order.state == State.CONDITIONAL
    _step(frontier, "borealis", "expel", at + DAY)
    order.refresh_from_db()
    assert (order.state, order.in_force_at) == (State.IN_FORCE, at + DAY)


def test_an_order_that_binds_nobody_any_more_lapses(frontier: Cast) -> None:
    order = factory.imposed(frontier, labs=["borealis"])
    _step(frontier, "borealis", "expel", order.in_force_at + DAY)
    order.refresh_from_db()
    assert (order.state, "the order binds nobody else (charter, article 6.6)" in order.because) == (State.LAPSED, True)


def test_a_newcomer_is_bound_and_served_where_the_order_says_so(frontier: Cast) -> None:
    order = factory.in_force(frontier, binds_newcomers=True)
    before = digest_of(order)
    at = order.in_force_at + DAY
    _come(frontier, at)
    assert order.bindings.get(organisation__key="dorado").served_at == at
    assert _verdict(order, "dorado", at) == Verdict.MAY_NOT
    assert _told(order, "pause.newcomer_bound") == [("dorado", ["everyone"])]
    assert digest_of(order) == before


def test_of_other_orders_everyone_is_told_that_the_newcomer_is_free(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at + DAY
    _come(frontier, at)
    _come(frontier, at, "watch", OrganisationKind.CIVIL)
    assert not order.bindings.filter(organisation__key="dorado").exists()
    assert _told(order, "pause.newcomer_free") == [("dorado", ["everyone"])]


def test_a_newcomer_may_join_what_waits(frontier: Cast) -> None:
    declare(frontier, aster=6, borealis=3, cygnus=1)
    order, at = _joined(frontier, [], labs_needed=3, share_needed="1/2", binds_newcomers=True)
    _come(frontier, at + DAY)
    assert order.bindings.get(organisation__key="dorado").served_at is None
    assert [lab for lab, _told_to in _told(order, "pause.newcomer_may_join")] == ["dorado"]


def test_who_came_while_it_was_voted_on_is_bound_at_its_adoption(frontier: Cast) -> None:
    order = factory.draft(frontier, binds_newcomers=True)
    ref = factory.moved(frontier, order)
    _come(frontier, NOW + HOUR)
    factory.decided(frontier, ref)
    order.refresh_from_db()
    assert order.state == State.IN_FORCE
    assert order.bindings.get(organisation__key="dorado").served_at == order.in_force_at


def test_who_left_while_it_was_voted_on_is_not_served(frontier: Cast) -> None:
    order = factory.draft(frontier)
    ref = factory.moved(frontier, order)
    _step(frontier, "cygnus", "expel", NOW + HOUR)
    factory.decided(frontier, ref, voters=("aster", "borealis"))
    order.refresh_from_db()
    assert order.state == State.IN_FORCE
    assert order.bindings.get(organisation__key="cygnus").served_at is None


def test_a_draft_that_names_who_left_is_not_moved(frontier: Cast) -> None:
    order = factory.draft(frontier)
    _step(frontier, "cygnus", "expel", NOW)
    with pytest.raises(Invalid) as refused:
        factory.moved(frontier, order)
    assert "No member any more: Cygnus" in refused.value.errors["order"]
