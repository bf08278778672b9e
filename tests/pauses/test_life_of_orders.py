"""From a draft by a motion into force, and to its end; or without a vote, to be confirmed."""

from datetime import datetime

import pytest

from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.deadlines.services.sweeping import sweep
from apps.kernel.decisions import Invalid, Refused
from apps.pauses.models import PauseOrder
from apps.pauses.rules.may_start import Verdict, may_start
from apps.pauses.rules.measures import Run
from apps.pauses.selectors.judging import judged_orders
from apps.pauses.services.adopting import confirm, join, leave, trigger
from apps.pauses.services.drafting import start_draft
from apps.pauses.services.ending import extend, lift
from apps.pauses.services.serving import acknowledge
from apps.pauses.states import State
from apps.record.models import Act
from tests.cast import LABS, NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR

pytestmark = pytest.mark.django_db
LARGE = Run("r-1", "aster", flop=10**27)


def _kinds(order: PauseOrder) -> list[str]:
    return list(Act.objects.filter(subject_ref__startswith=order.ref).order_by("pk").values_list("kind", flat=True))


def _clocks(order: PauseOrder) -> dict[str, str]:
    rows = Deadline.objects.filter(subject_ref__startswith=order.ref).order_by("pk")
    return {f"{row.clock} {row.subject_ref.partition('/')[2]}".strip(): row.state for row in rows}


def _state_after(order: PauseOrder, now: datetime, people: Cast) -> str:
    sweep(now)
    order.refresh_from_db()
    return order.state


def test_a_carried_motion_puts_it_into_force_and_serves_every_lab(frontier: Cast) -> None:
    order = factory.draft(frontier)
    at = factory.decided(frontier, factory.moved(frontier, order))
    order.refresh_from_db()
    assert (order.ref, order.state, order.in_force_at) == ("PAU-2026-0001", State.IN_FORCE, at)
    assert order.motion.effect_note == "PAU-2026-0001 is in force."
    assert _kinds(order) == ["pause.laid", "pause.entered_into_force", *["pause_lab.served"] * 3]
    assert _clocks(order) == {
        "pause.end": "running",
        **{f"pause_lab.{clock} {lab}": "running" for clock in ("acknowledge", "attest") for lab in LABS},
    }
    orders = judged_orders([order])
    assert may_start(LARGE, orders, [], at).verdict == Verdict.MAY_NOT
    assert may_start(LARGE, orders, [], factory.ENDS).verdict == Verdict.MAY_START
    binding = acknowledge(actor=frontier.viewer("aster.liaison", at), now=at + HOUR, ref=order.ref)
    assert (binding.acknowledged_at, len(binding.served_digest)) == (at + HOUR, 64)
    with pytest.raises(Refused, match="has said so already"):
        acknowledge(actor=frontier.viewer("aster.alternate", at), now=at + HOUR, ref=order.ref)


def test_a_lost_motion_lets_the_order_go(frontier: Cast) -> None:
    order = factory.draft(frontier)
    factory.decided(frontier, factory.moved(frontier, order), choice="no")
    order.refresh_from_db()
    assert (order.state, order.because) == (State.LAPSED, "MOT-2026-0001 is lost.")


def test_what_is_not_complete_is_not_moved(frontier: Cast) -> None:
    order = start_draft(actor=frontier.viewer("aster.representative"), now=NOW, title="Half of it")
    with pytest.raises(Invalid) as refused:
        factory.moved(frontier, order)
    assert "Every pause has an end (charter, article 6.2)" in refused.value.errors["order"]


def test_it_ends_at_its_date_and_is_not_renewed_a_second_later(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    with pytest.raises(Refused, match=r"article 6\.2"):
        extend(actor=Portal("a test"), now=order.ends_at, ref=order.ref, until=order.ends_at + DAY)
    assert _state_after(order, order.ends_at + HOUR, frontier) == State.EXPIRED
    assert order.ended_at == order.ends_at
    assert set(_clocks(order).values()) == {"met"} | {
        state for clock, state in _clocks(order).items() if clock.startswith("pause_lab")
    }


def test_renewed_it_ends_at_the_later_date(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    was, later = order.ends_at, order.ends_at + 30 * DAY
    extend(actor=Portal("a test"), now=was - DAY, ref=order.ref, until=later)
    assert _state_after(order, was + HOUR, frontier) == State.IN_FORCE
    assert _state_after(order, later + HOUR, frontier) == State.EXPIRED


def test_the_chairs_order_lapses_unconfirmed_and_stands_confirmed(frontier: Cast) -> None:
    order, other = factory.imposed(frontier), factory.imposed(frontier)
    assert (order.state, order.confirm_by) == (State.IN_FORCE, NOW + 72 * HOUR)
    confirm(actor=Portal("a test"), now=NOW + HOUR, ref=other.ref)
    assert _state_after(order, NOW + 73 * HOUR, frontier) == State.LAPSED
    assert (order.ended_at, order.because[-24:]) == (NOW + 72 * HOUR, "(charter, article 6.4a).")
    assert _state_after(other, NOW + 73 * HOUR, frontier) == State.IN_FORCE
    unconfirmed = Deadline.objects.get(clock="pause.confirm", subject_ref=order.ref)
    assert (unconfirmed.state, unconfirmed.closed_at) == ("moot", unconfirmed.due_at)
    assert (_clocks(order)["pause.end"], _clocks(other)["pause.confirm"]) == ("moot", "met")


def test_a_vote_that_lifts_it_before_it_is_confirmed_stops_it_and_lets_its_end_fall_away(frontier: Cast) -> None:
    order = factory.imposed(frontier)
    lift(actor=Portal("a test"), now=NOW + HOUR, ref=order.ref, because="It was a mistake.")
    assert _clocks(order) == {
        "pause.confirm": "met",
        "pause.end": "moot",
        **{f"pause_lab.{clock} {lab}": "moot" for clock in ("acknowledge", "attest") for lab in LABS},
    }


def test_what_follows_from_a_crossing_runs_unless_stopped(frontier: Cast) -> None:
    order = factory.draft(frontier)
    trigger(actor=Portal("a crossing"), now=NOW, ref=order.ref)
    assert _state_after(order, NOW + 73 * HOUR, frontier) == State.IN_FORCE
    assert order.confirmed_at == NOW + 73 * HOUR


def test_a_condition_of_participation_is_met_by_number_and_share_and_then_is_settled(frontier: Cast) -> None:
    factory.declare(frontier, aster=16, borealis=3, cygnus=2)
    order = factory.draft(frontier, labs_needed=2, share_needed="0.7")
    at = factory.decided(frontier, factory.moved(frontier, order))
    order.refresh_from_db()
    assert (order.state, order.share_needed) == (State.CONDITIONAL, "7/10")
    borealis, cygnus, aster = (frontier.viewer(f"{lab}.representative", at) for lab in ("borealis", "cygnus", "aster"))
    for viewer in (borealis, cygnus):
        join(actor=viewer, now=at, ref=order.ref)
    order.refresh_from_db()
    assert order.state == State.CONDITIONAL
    leave(actor=borealis, now=at, ref=order.ref)
    join(actor=aster, now=at + HOUR, ref=order.ref)
    order.refresh_from_db()
    assert (order.state, order.in_force_at) == (State.IN_FORCE, at + HOUR)
    [judged] = judged_orders([order])
    assert judged.measures[0].labs == {"aster", "cygnus"}
    with pytest.raises(Refused, match="settled"):
        leave(actor=aster, now=at + HOUR, ref=order.ref)


def test_a_condition_that_is_not_met_in_time_lets_the_order_lapse(frontier: Cast) -> None:
    factory.declare(frontier, aster=6, borealis=3, cygnus=1)
    order = factory.in_force(frontier, labs_needed=3, share_needed="1/2")
    assert order.state == State.CONDITIONAL
    assert _state_after(order, order.condition_by + HOUR, frontier) == State.LAPSED
    assert "article 6.5" in order.because


def test_an_order_with_an_hour_waits_for_it(frontier: Cast) -> None:
    starts = NOW + 20 * DAY
    order = factory.in_force(frontier, starts_at=starts)
    assert order.state == State.CONDITIONAL
    assert _state_after(order, starts + HOUR, frontier) == State.IN_FORCE
    assert order.in_force_at == starts
