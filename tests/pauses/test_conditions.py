"""Conditions are shown, verified and accepted; what they lift is lifted, at once or by a motion that opens."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.committees.models import CharterVersion, Tie
from apps.committees.states import TieKind
from apps.deadlines.models import Deadline
from apps.deadlines.services.sweeping import sweep
from apps.kernel.decisions import Invalid, Refused
from apps.pauses.models import PauseOrder
from apps.pauses.rules.charter import LIFTS_BY_ITSELF
from apps.pauses.rules.may_start import effective_measures
from apps.pauses.selectors.conditions import Checklist, conditions_of
from apps.pauses.selectors.judging import judged_orders
from apps.pauses.services import showing
from apps.pauses.services.drafting import Asked, Drawn, put_condition
from apps.pauses.services.lifting import settle
from apps.pauses.states import ConditionKind, ConditionState, Restricts, State
from apps.record.models import Act
from apps.votes.models import Motion
from apps.votes.services.drafting import start_draft
from apps.votes.services.proposing import propose
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR

pytestmark = pytest.mark.django_db
SUITE = Asked(ConditionKind.MILESTONE, "The agreed test suite is passed.", tier=2)
STAGED = Asked(ConditionKind.METRIC, "The doubling time is above 150 days.", tier=1, measure=2)
DEPLOY = Drawn(Restricts.DEPLOYMENT)


def _lifts_by_itself(number: int, at: datetime) -> None:
    values = CharterVersion.objects.get(number=number - 1).values | {LIFTS_BY_ITSELF: True}
    CharterVersion.objects.create(number=number, preset="standard", values=values, in_force_at=at, adopted_by="A test")


def conditioned(people: Cast, *asked: Asked, by_itself: bool = False, **changes: Any) -> PauseOrder:
    """An order in force with these conditions and two measures; by itself lifted, where its charter says so."""
    if by_itself:
        _lifts_by_itself(2, NOW)
    order = factory.draft(people, measures=(factory.ABOVE, DEPLOY), **changes)
    for one in asked:
        put_condition(actor=people.viewer("aster.representative"), now=NOW, ref=order.ref, asked=one)
    factory.decided(people, factory.moved(people, order))
    order.refresh_from_db()
    return order


def given(people: Cast, order: PauseOrder, number: int = 1, at: datetime | None = None) -> dict[str, Any]:
    """What every step names."""
    return {"now": at or order.in_force_at + DAY, "ref": order.ref, "number": number}


def shown(people: Cast, order: PauseOrder, number: int = 1, tier: int = 2) -> None:
    """Evidence by Borealis, verified by the auditor, accepted by the clerk, for the chair is of a bound lab."""
    at = order.in_force_at
    named = given(people, order, number)
    showing.submit(actor=people.viewer("borealis.liaison", at), text="The report.", **named)
    showing.verify(actor=people.viewer("auditor", at), tier=tier, text="We ran it ourselves.", **named)
    showing.accept(actor=people.viewer("clerk", at), **named)
    order.refresh_from_db()


def _kinds(order: PauseOrder) -> list[str]:
    rows = Act.objects.filter(subject_ref__startswith=order.ref).order_by("pk")
    return [kind for kind in rows.values_list("kind", flat=True) if "condition" in kind or "lifted" in kind]


def _list(people: Cast, order: PauseOrder) -> Checklist:
    return conditions_of(people.viewer("observer.eu", order.in_force_at), order, order.in_force_at)


def test_whoever_presides_and_has_verified_a_condition_leaves_the_decision_to_a_clerk(frontier: Cast) -> None:
    """Aster presides over an order that binds the other two, and verifies itself."""
    order = conditioned(frontier, SUITE, labs=("borealis", "cygnus"))
    at, named = order.in_force_at, given(frontier, order)
    aster = frontier.viewer("aster.representative", at)
    showing.submit(actor=frontier.viewer("borealis.liaison", at), text="The report.", **named)
    with pytest.raises(Refused, match="without a stake"):
        showing.verify(actor=frontier.viewer("clerk", at), tier=3, text="Fine.", **named)
    showing.verify(actor=aster, tier=3, text="We ran it ourselves.", **named)
    with pytest.raises(Refused, match=r"Whoever verified it.*article 6\.14"):
        showing.accept(actor=aster, **named)
    showing.accept(actor=frontier.viewer("clerk", at), **named)
    assert _list(frontier, order).rows[0].row.state == ConditionState.MET


def test_a_condition_is_shown_verified_and_found_met_each_by_another(frontier: Cast) -> None:
    order = conditioned(frontier, SUITE)
    at, named = order.in_force_at, given(frontier, order)
    report = SimpleUploadedFile("report.txt", b"All passed.", content_type="text/plain")
    borealis, auditor = frontier.viewer("borealis.liaison", at), frontier.viewer("auditor", at)
    showing.submit(actor=borealis, text="The report.", evidence=[report], **named)
    with pytest.raises(Refused, match=r"never of a lab that the order binds.*article 6\.14"):
        showing.verify(actor=frontier.viewer("cygnus.representative", at), tier=4, text="Fine.", **named)
    with pytest.raises(Refused, match="without a stake"):
        showing.verify(actor=frontier.viewer("observer.eu", at), tier=4, text="Fine.", **named)
    with pytest.raises(Invalid, match=r"tier 2, independent audit.*article 6\.14"):
        showing.verify(actor=auditor, tier=1, text="Papers only.", **named)
    with pytest.raises(Refused, match=r"article 6\.14"):
        showing.accept(actor=frontier.viewer("clerk", at), **named)
    showing.verify(actor=auditor, tier=3, text="We ran it ourselves.", **named)
    with pytest.raises(Refused, match="own organisation's matter"):
        showing.accept(actor=frontier.viewer("aster.representative", at), **named)
    with pytest.raises(Refused, match="Only whoever presides"):
        showing.accept(actor=frontier.viewer("independent", at), **named)
    showing.accept(actor=frontier.viewer("clerk", at), **named)
    [row] = _list(frontier, order).rows
    assert (row.row.state, row.label, row.row.met_at) == (ConditionState.MET, "Met", named["now"])
    assert row.verified
    assert (row.verified.tier, row.verified.row.seat_id) == (
        "3: On-site or continuous access",
        auditor.seat_id,
    )
    assert row.evidence
    assert [file.name for file in row.evidence.files] == ["report.txt"]
    assert row.met
    assert row.met.row.seat_id == frontier["clerk"].pk
    assert _kinds(order)[:3] == ["pause_condition.submitted", "pause_condition.verified", "pause_condition.accepted"]
    assert all(set(act.told) == {"members", "clerks"} for act in Act.objects.filter(subject_kind="pause_condition"))


def test_a_declared_tie_with_a_bound_lab_bars_a_verifier(frontier: Cast) -> None:
    order = conditioned(frontier, SUITE)
    veritas, borealis = frontier["auditor"].organisation, frontier["borealis.liaison"].organisation
    Tie.objects.create(organisation=borealis, other=veritas, kind=TieKind.OWNER, because="It owns it.", starts_at=NOW)
    at, named = order.in_force_at, given(frontier, order)
    showing.submit(actor=frontier.viewer("borealis.liaison", at), text="The report.", **named)
    with pytest.raises(Refused, match="declared tie"):
        showing.verify(actor=frontier.viewer("auditor", at), tier=2, text="Fine.", **named)
    showing.verify(actor=frontier.viewer("independent", at), tier=2, text="Fine.", **named)


def test_a_lab_that_is_not_bound_returns_what_is_missing_and_the_chair_of_one_decides(frontier: Cast) -> None:
    order = conditioned(frontier, SUITE, labs=("borealis", "cygnus"))
    at, named = order.in_force_at, given(frontier, order)
    with pytest.raises(Refused, match="Only a lab that the order binds gives evidence"):
        showing.submit(actor=frontier.viewer("aster.liaison", at), text="Theirs.", **named)
    showing.submit(actor=frontier.viewer("cygnus.liaison", at), text="The report.", **named)
    showing.give_back(actor=frontier.viewer("aster.liaison", at), because="Half of it is missing.", **named)
    assert _list(frontier, order).rows[0].evidence is None
    showing.submit(actor=frontier.viewer("cygnus.liaison", at), text="All of it.", **named)
    showing.verify(actor=frontier.viewer("auditor", at), tier=2, text="Fine.", **named)
    with pytest.raises(Refused, match="Only whoever presides"):
        showing.accept(actor=frontier.viewer("clerk", at), **named)
    showing.accept(actor=frontier.viewer("aster.representative", at), **named)
    assert _list(frontier, order).met == 1


def test_stage_by_stage_and_then_a_motion_opens_by_itself(frontier: Cast) -> None:
    order = conditioned(frontier, SUITE, STAGED)
    shown(frontier, order, 2, tier=1)
    assert order.state == State.LIFTING
    [judged] = judged_orders([order])
    after = order.in_force_at + DAY
    assert [one.key for one in effective_measures([judged], after)] == [f"{order.ref}/1"]
    assert [one.key for one in effective_measures([judged], after - HOUR)] == [f"{order.ref}/2", f"{order.ref}/1"]
    assert not Motion.objects.filter(kind="pause.lift").exists()
    showing.reopen(actor=frontier.viewer("clerk", after), because="It fell again.", **given(frontier, order, 2))
    order.refresh_from_db()
    assert order.state == State.LIFTING
    assert order.measures.get(number=2).lifted_at == after
    shown(frontier, order, 1)
    assert not Motion.objects.filter(kind="pause.lift").exists()
    shown(frontier, order, 2, tier=1)
    motion = Motion.objects.get(kind="pause.lift")
    assert (motion.state, motion.payload["order"], order.state) == ("discussion", order.ref, State.LIFTING)
    moved = Act.objects.get(subject_kind="motion", subject_id=motion.pk, kind="motion.tabled")
    assert moved.actor.startswith("The portal (all conditions are met), for ")
    assert _kinds(order)[-2:] == ["pause_condition.accepted", "pause.all_conditions_met"]
    showing.reopen(actor=frontier.viewer("clerk", after), because="Again.", **given(frontier, order, 2))
    shown(frontier, order, 2, tier=1)
    assert Motion.objects.filter(kind="pause.lift").count() == 1
    factory.decided(frontier, motion.ref, at=after + 5 * DAY)
    order.refresh_from_db()
    assert order.state == State.LIFTED


def test_where_the_charter_says_so_it_is_lifted_in_that_moment(frontier: Cast) -> None:
    order = conditioned(frontier, SUITE, by_itself=True)
    shown(frontier, order)
    assert (order.state, order.because) == (State.LIFTED, "All its conditions are met (charter, article 6.14).")
    assert order.ended_at == order.in_force_at + DAY
    with pytest.raises(Refused, match=r"not in force.*article 6\.14"):
        showing.reopen(actor=frontier.viewer("clerk", order.ended_at), because="No.", **given(frontier, order))


def test_the_charter_of_the_adoption_decides_how_it_is_lifted(frontier: Cast) -> None:
    order = conditioned(frontier, SUITE)
    _lifts_by_itself(2, order.in_force_at)
    shown(frontier, order)
    assert order.state == State.LIFTING


def test_an_order_without_conditions_is_not_lifted_by_them(frontier: Cast) -> None:
    order = conditioned(frontier)
    settle(order, order.in_force_at + DAY)
    assert order.state == State.IN_FORCE


def test_a_date_comes_by_itself(frontier: Cast) -> None:
    day = NOW + 40 * DAY
    order = conditioned(frontier, Asked(ConditionKind.DATE, "Not before then.", date=day), by_itself=True)
    assert Deadline.objects.get(clock="pause_condition.come").due_at == day
    with pytest.raises(Refused, match="needs no evidence"):
        showing.submit(actor=frontier.viewer("borealis.liaison"), text="Now.", **given(frontier, order))
    sweep(day + HOUR)
    order.refresh_from_db()
    assert (order.state, order.conditions.get().met_at) == (State.LIFTED, day)


def test_a_date_that_has_passed_already_is_met_when_the_order_begins(frontier: Cast) -> None:
    order = conditioned(frontier, Asked(ConditionKind.DATE, "Not before then.", date=NOW - DAY), SUITE)
    sweep(order.in_force_at)
    assert _list(frontier, order).met == 1


def test_clocks_of_dates_fall_away_with_the_order(frontier: Cast) -> None:
    order = conditioned(frontier, Asked(ConditionKind.DATE, "Not before then.", date=NOW + 400 * DAY))
    sweep(order.ends_at + HOUR)
    assert not Deadline.objects.open().filter(subject_kind="pause_condition").exists()


def test_a_vote_is_met_by_its_motion(frontier: Cast) -> None:
    order = conditioned(frontier, Asked(ConditionKind.VOTE, "The committee finds it safe."), by_itself=True)
    with pytest.raises(Refused, match="by a vote"):
        showing.submit(actor=frontier.viewer("borealis.liaison"), text="Now.", **given(frontier, order))
    at = order.in_force_at
    clerk = frontier.viewer("clerk", at)
    payload = {"condition": f"{order.ref}/c1"}
    draft = start_draft(
        actor=clerk, now=at, kind="pause.condition", title="It is safe", text="So found.", payload=payload
    )
    ref = propose(actor=clerk, now=at, ref=draft.ref).ref
    factory.decided(frontier, ref, at=at + 5 * DAY)
    order.refresh_from_db()
    row = order.conditions.get()
    assert (row.state, row.motion.ref, order.state) == (ConditionState.MET, ref, State.LIFTED)
    assert Motion.objects.get(ref=ref).effect_note == f"{order.ref}/c1 is met."


def test_before_its_end_everybody_hears_which_conditions_are_open(frontier: Cast) -> None:
    order = conditioned(frontier, SUITE, STAGED)
    shown(frontier, order, 2, tier=1)
    sweep(order.ends_at - 14 * DAY)
    act = Act.objects.get(kind="pause.conditions_open")
    assert act.facts["conditions"] == ["1. The agreed test suite is passed."]
    assert act.told == ["everyone"]
    sweep(order.ends_at - 13 * DAY)
    assert Act.objects.filter(kind="pause.conditions_open").count() == 1


def test_the_checklist_takes_as_many_queries_for_one_as_for_many(
    frontier: Cast, django_assert_num_queries: Any
) -> None:
    one, many = conditioned(frontier, SUITE), conditioned(frontier, *[SUITE] * 6)
    for number in range(1, 5):
        shown(frontier, many, number)
    viewer = frontier.viewer("borealis.liaison", many.in_force_at)
    for order in (one, many):
        with django_assert_num_queries(3):
            found = conditions_of(viewer, order, order.in_force_at)
            assert all(step.row.seat.organisation.name for row in found.rows for step in row.shown)
    assert (found.met, found.total, len(found.open_rows)) == (4, 6, 2)
