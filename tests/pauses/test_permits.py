"""A lab asks for a permit; it is decided, ends, and decides what the lab's own machine answers."""

from datetime import datetime
from typing import Any

import pytest
from django.http import Http404

from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.deadlines.services.sweeping import sweep
from apps.kernel.decisions import Invalid, Refused
from apps.pauses.models import PauseOrder, Permit
from apps.pauses.rules.may_start import Verdict, may_start
from apps.pauses.rules.measures import Run
from apps.pauses.selectors.judging import judged_orders, judged_permits
from apps.pauses.selectors.permits import permits_of
from apps.pauses.services import permitting
from apps.pauses.services.drafting import Drawn
from apps.pauses.services.ending import lift
from apps.pauses.states import PermitState, Restricts
from apps.record.models import Act
from tests.cast import Cast
from tests.chairs.factory import rotate
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR

pytestmark = pytest.mark.django_db
SAFETY = Run("safety-1", "borealis", flop=2 * 10**26)


def asked(people: Cast, order: PauseOrder, who: str = "borealis.liaison", **changes: Any) -> Permit:
    """A request for a run of 3 × 10^26 FLOP for twenty days."""
    at = order.in_force_at
    given = {"run": "safety-1", "purpose": "Red-teaming.", "flop": "3×10²⁶", "until": at + 20 * DAY} | changes
    return permitting.request_permit(actor=people.viewer(who, at), now=at, ref=order.ref, **given)


def _says(order: PauseOrder, at: datetime, run: Run = SAFETY) -> Verdict:
    order.refresh_from_db()
    return may_start(run, judged_orders([order]), judged_permits(Permit.objects.all()), at).verdict


def _clocks(permit: Permit) -> dict[str, str]:
    rows = Deadline.objects.filter(subject_kind="permit", subject_id=permit.pk)
    return dict(rows.values_list("clock", "state"))


def _kinds(permit: Permit) -> list[str]:
    return list(Act.objects.about("permit", permit.pk).values_list("kind", flat=True))


def test_a_run_may_start_under_a_granted_permit_and_not_before_nor_after(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at
    permit = asked(frontier, order)
    assert (permit.ref, permit.flop, _says(order, at)) == ("PER-2026-0001", 3 * 10**26, Verdict.MAY_NOT)
    assert _clocks(permit) == {"permit.decide": "running"}
    chair = frontier.viewer("aster.representative", at)
    permitting.grant(actor=chair, now=at + HOUR, ref=permit.ref, conditions="Weekly logs.", until=at + 10 * DAY)
    assert _clocks(permit) == {"permit.decide": "met", "permit.expire": "running"}
    assert _says(order, at + HOUR) == Verdict.UNDER_PERMIT
    assert _says(order, at + HOUR, Run("safety-1", "borealis", flop=4 * 10**26)) == Verdict.MAY_NOT
    assert _says(order, at + HOUR, Run("safety-1", "cygnus", flop=2 * 10**26)) == Verdict.MAY_NOT
    assert _says(order, at + 10 * DAY) == Verdict.MAY_NOT
    sweep(at + 10 * DAY)
    permit.refresh_from_db()
    assert (permit.state, permit.ended_at) == (PermitState.EXPIRED, at + 10 * DAY)
    assert _kinds(permit) == ["permit.requested", "permit.granted", "deadline.reminded", "permit.expired"]


def test_revoked_it_covers_nothing_from_that_moment(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at
    permit = asked(frontier, order)
    chair = frontier.viewer("aster.representative", at)
    permitting.grant(actor=chair, now=at, ref=permit.ref)
    permitting.revoke(actor=chair, now=at + DAY, ref=permit.ref, because="The logs stopped.")
    assert _says(order, at + HOUR) == Verdict.UNDER_PERMIT
    assert _says(order, at + DAY) == Verdict.MAY_NOT
    assert _clocks(permit) == {"permit.decide": "met", "permit.expire": "moot"}
    with pytest.raises(Refused, match=r"article 6\.10"):
        permitting.revoke(actor=chair, now=at + DAY, ref=permit.ref, because="Again.")


def test_nobody_decides_in_time_and_the_portal_refuses(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    permit = asked(frontier, order)
    due = Deadline.objects.get(clock="permit.decide").due_at
    sweep(due)
    permit.refresh_from_db()
    assert (permit.state, permit.decided_by) == (PermitState.REFUSED, None)
    assert permit.decided_because == "Nobody decided on it in time (charter, article 6.10)."
    assert _clocks(permit) == {"permit.decide": "moot"}, "nobody decided"
    assert _kinds(permit)[-1] == "permit.undecided"
    assert _says(order, due) == Verdict.MAY_NOT


def test_the_chair_does_not_decide_on_its_own_lab_and_a_clerk_does(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at
    own, rivals = asked(frontier, order, "aster.liaison"), asked(frontier, order)
    chair, clerk = frontier.viewer("aster.representative", at), frontier.viewer("clerk", at)
    with pytest.raises(Refused, match=r"own organisation's matter.*article 6\.10"):
        permitting.grant(actor=chair, now=at, ref=own.ref)
    with pytest.raises(Refused, match="Only whoever presides"):
        permitting.grant(actor=clerk, now=at, ref=rivals.ref)
    waiting = {who: Deadline.objects.waiting_for(frontier.viewer(who, at)) for who in ("clerk", "aster.representative")}
    refs = {
        who: set(rows.filter(clock="permit.decide").values_list("subject_ref", flat=True))
        for who, rows in waiting.items()
    }
    assert refs == {"clerk": {own.ref}, "aster.representative": {rivals.ref}}
    assert permitting.grant(actor=clerk, now=at, ref=own.ref).state == PermitState.GRANTED


def test_where_the_chair_rotates_somebody_of_no_bound_lab_decides(frontier: Cast) -> None:
    rotate(frontier)
    order = factory.draft(frontier)
    factory.decided(frontier, factory.moved(frontier, order), presider="aster.representative")
    order.refresh_from_db()
    at = order.in_force_at
    permit = asked(frontier, order)
    with pytest.raises(Refused, match="Only whoever presides"):
        permitting.grant(actor=frontier.viewer("aster.representative", at), now=at, ref=permit.ref)
    independent = frontier.viewer("independent", at)
    assert Deadline.objects.waiting_for(independent).filter(subject_ref=permit.ref).exists()
    assert permitting.grant(actor=independent, now=at, ref=permit.ref).decided_by_id == independent.seat_id


def test_what_ends_with_its_order(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at
    granted, waiting = asked(frontier, order), asked(frontier, order, "cygnus.liaison")
    permitting.grant(actor=frontier.viewer("aster.representative", at), now=at, ref=granted.ref)
    lift(actor=Portal("a test"), now=at + DAY, ref=order.ref, because="Over.")
    for permit in (granted, waiting):
        permit.refresh_from_db()
    assert (granted.state, granted.ended_at) == (PermitState.EXPIRED, at + DAY)
    assert (waiting.state, waiting.decided_because) == (
        PermitState.REFUSED,
        "The order no longer binds the lab (charter, article 6.10).",
    )
    assert not Deadline.objects.open().filter(subject_kind="permit").exists()


def test_what_cannot_be_asked_names_the_article(frontier: Cast) -> None:
    measures = (factory.ABOVE, Drawn(Restricts.DEPLOYMENT, labs=("cygnus",)))
    order = factory.draft(frontier, labs=("borealis", "cygnus"), measures=measures)
    factory.decided(frontier, factory.moved(frontier, order))
    order.refresh_from_db()
    at, ends = order.in_force_at, order.ends_at
    with pytest.raises(Refused, match=r"Only a lab that the order binds.*article 6\.10"):
        asked(frontier, order, "aster.liaison")
    with pytest.raises(Refused, match="Only a lab that the order binds"):
        asked(frontier, order, "auditor")
    for wrong, field in (
        ({"until": ends + HOUR}, "until"),
        ({"until": at}, "until"),
        ({"flop": "many"}, "flop"),
        ({"measures": [2]}, "measures"),
        ({"measures": [9]}, "measures"),
        ({"purpose": ""}, "purpose"),
    ):
        with pytest.raises(Invalid) as error:
            asked(frontier, order, **wrong)
        assert list(error.value.errors) == [field], wrong
    assert "article 6.10" in _error(frontier, order, until=ends + HOUR)
    permit = asked(frontier, order)
    assert [row.measure.number for row in permit.measures.all()] == [1]
    unnamed = asked(frontier, order, run=" ")
    assert unnamed.run == unnamed.ref
    assert asked(frontier, order, "cygnus.liaison").measures.count() == 2
    with pytest.raises(Invalid):
        permitting.grant(actor=frontier.viewer("aster.representative", at), now=at, ref=permit.ref, until=ends)


def _error(people: Cast, order: PauseOrder, **wrong: Any) -> str:
    with pytest.raises(Invalid) as error:
        asked(people, order, **wrong)
    return str(error.value)


def test_a_request_is_taken_back_by_its_lab_alone(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at
    permit = asked(frontier, order)
    with pytest.raises(Refused, match="Only the lab that asked"):
        permitting.withdraw_request(actor=frontier.viewer("cygnus.liaison", at), now=at, ref=permit.ref)
    taken = permitting.withdraw_request(actor=frontier.viewer("borealis.alternate", at), now=at, ref=permit.ref)
    assert (taken.state, _clocks(permit)) == (PermitState.WITHDRAWN, {"permit.decide": "moot"})
    with pytest.raises(Refused, match=r"article 6\.10"):
        permitting.grant(actor=frontier.viewer("aster.representative", at), now=at, ref=permit.ref)


def test_rivals_see_that_a_permit_was_granted_and_not_what_for(frontier: Cast, django_assert_num_queries: Any) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at
    for _time in range(3):
        permitting.grant(actor=frontier.viewer("aster.representative", at), now=at, ref=asked(frontier, order).ref)
    reads = {}
    for who in ("borealis.liaison", "cygnus.representative", "clerk", "aster.representative", "auditor", "observer.eu"):
        viewer = frontier.viewer(who, at)
        with django_assert_num_queries(5):
            rows = permits_of(viewer, order, at)
        assert [row.label for row in rows] == ["Granted"] * 3
        reads[who] = rows[0].reads
    assert [who for who, reads_it in reads.items() if reads_it] == ["borealis.liaison", "clerk", "aster.representative"]
    eve = frontier.viewer("eve")
    with pytest.raises(Http404):
        permitting.withdraw_request(actor=frontier.viewer("counsel", at), now=at, ref="PER-2026-0001")
    assert eve.committee_id != order.committee_id
    for act in Act.objects.filter(subject_kind="permit"):
        assert "Red-teaming" not in str(act.facts)
        assert "safety-1" not in str(act.facts)


def test_a_drills_permit_says_so(frontier: Cast) -> None:
    order = factory.in_force(frontier, is_drill=True)
    permit = asked(frontier, order)
    assert Act.objects.get(subject_kind="permit", subject_id=permit.pk).facts["drill"] is True
