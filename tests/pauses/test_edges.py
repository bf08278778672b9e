"""Where two orders meet, where the hour is just past, and where those who decide would be those who are bound."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.committees.rules.viewer import Portal
from apps.deadlines.services.sweeping import sweep
from apps.kernel.decisions import Refused
from apps.pauses.models import PauseOrder
from apps.pauses.rules.may_start import Verdict, may_start
from apps.pauses.rules.measures import Run
from apps.pauses.rules.stakes import are_singled_out
from apps.pauses.selectors.judging import judged_orders
from apps.pauses.services.adopting import trigger
from apps.pauses.services.drafting import Drawn
from apps.pauses.states import Restricts, State
from apps.votes.models import Motion
from apps.votes.services.opening import open_voting
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR
from tests.votes.factory import DISCUSSED
from tests.votes.test_electorate import tie

pytestmark = pytest.mark.django_db


def _judge(run: Run, at: object) -> tuple[Verdict, list[str]]:
    answer = may_start(run, judged_orders(PauseOrder.objects.all()), [], at)  # type: ignore[arg-type]
    return answer.verdict, [reason.measure for reason in answer.reasons]


def test_of_two_orders_over_one_run_the_stricter_governs_and_both_are_shown(frontier: Cast) -> None:
    milder, stricter = "PAU-2026-0001", "PAU-2026-0002"
    factory.imposed(frontier)
    factory.imposed(frontier, measures=[Drawn(Restricts.COMPUTE, above="10^25")])
    assert _judge(Run("r", "aster", flop=2 * 10**26), NOW) == (Verdict.MAY_NOT, [f"{stricter}/1", f"{milder}/1"])
    assert _judge(Run("r", "aster", flop=2 * 10**25), NOW) == (Verdict.MAY_NOT, [f"{stricter}/1"])


@pytest.mark.parametrize("written", ["1e26", "10^26", "1×10²⁶", "100000000000000000000000000"])
def test_exactly_the_threshold_is_not_above_it_however_it_was_written(frontier: Cast, written: str) -> None:
    order = factory.imposed(frontier, measures=[Drawn(Restricts.COMPUTE, above=written)])
    assert order.measures.get().above == 10**26
    assert _judge(Run("r", "aster", flop=10**26), NOW)[0] == Verdict.MAY_START
    assert _judge(Run("r", "aster", flop=10**26 + 1), NOW)[0] == Verdict.MAY_NOT


def test_a_crossing_while_a_pause_stands_begins_another_beside_it(frontier: Cast) -> None:
    standing = factory.imposed(frontier)
    order = factory.draft(frontier, measures=[Drawn(Restricts.DEPLOYMENT)])
    trigger(actor=Portal("a crossing"), now=NOW + HOUR, ref=order.ref)
    standing.refresh_from_db()
    order.refresh_from_db()
    assert (standing.state, order.state) == (State.IN_FORCE, State.IN_FORCE)
    # The chair's lapses without a vote, the crossing's stands.
    sweep(NOW + 74 * HOUR)
    standing.refresh_from_db()
    order.refresh_from_db()
    assert (standing.state, order.state) == (State.LAPSED, State.IN_FORCE)


def test_a_renewal_that_is_decided_a_second_after_the_end_does_nothing_and_says_why(frontier: Cast) -> None:
    """Its vote was open while the pause stood; it is certified a second too late."""
    until = (factory.ENDS + 30 * DAY).date().isoformat()
    order = factory.in_force(frontier)
    ref = factory.moved(frontier, order, "pause.extend", until=until)
    opens = order.in_force_at + DAY
    certified = opens + 121 * HOUR
    ends = certified - timedelta(seconds=1)
    PauseOrder.objects.filter(pk=order.pk).update(ends_at=ends)
    assert factory.decided(frontier, ref, at=opens) == certified
    motion = Motion.objects.get(ref=ref)
    order.refresh_from_db()
    assert motion.carried
    assert motion.effect == "impossible"
    assert motion.effect_note.endswith("(charter, article 6.2).")
    assert order.ends_at == ends


def test_where_everybody_is_recused_nobody_decides_and_the_refusal_names_its_article(frontier: Cast) -> None:
    order = factory.draft(frontier, labs=["aster"])
    for other in ("borealis", "cygnus"):
        tie("aster", other)
    ref = factory.moved(frontier, order)
    at = DISCUSSED + timedelta(days=3)
    with pytest.raises(Refused, match=r"Nobody could vote.*\(charter, article 5\.9\)"):
        open_voting(actor=frontier.viewer("aster.representative", at), now=at, ref=ref)


@given(labs=st.integers(0, 30), bound=st.integers(0, 30))
def test_those_who_are_free_never_decide_alone_over_more_than_they_are(labs: int, bound: int) -> None:
    bound = min(bound, labs)
    if are_singled_out(bound=bound, labs=labs):
        assert labs - bound > bound


def test_a_single_lab_stands_back_from_its_own_pause_and_most_labs_do_not(frontier: Cast) -> None:
    one, two = factory.draft(frontier, labs=["cygnus"]), factory.draft(frontier, labs=["borealis", "cygnus"])
    recused = {}
    for order in (one, two):
        motion = Motion.objects.get(ref=factory.moved(frontier, order))
        recused[order.pk] = set(motion.recusals.values_list("organisation__key", flat=True))
    assert recused == {one.pk: {"cygnus"}, two.pk: set()}
