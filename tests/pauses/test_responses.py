"""A lab says that everything is shown; whoever decides answers in time, or all members hear that it did not."""

import pytest
from django.http import Http404

from apps.deadlines.models import Deadline
from apps.deadlines.services.sweeping import sweep
from apps.kernel.decisions import Invalid, Refused
from apps.pauses.services.responding import answer, respond
from apps.record.models import Act
from tests.cast import Cast
from tests.pauses import factory
from tests.pauses.factory import DAY

pytestmark = pytest.mark.django_db


def test_it_is_answered_once_and_then_another_may_be_filed(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at
    borealis, chair = frontier.viewer("borealis.liaison", at), frontier.viewer("aster.representative", at)
    respond(actor=borealis, now=at, ref=order.ref, text="All of it.")
    with pytest.raises(Refused, match=r"not answered yet.*article 6\.13"):
        respond(actor=borealis, now=at, ref=order.ref, text="All of it.")
    with pytest.raises(Invalid):
        answer(actor=chair, now=at, ref=order.ref, lab="borealis", accepted=False, answer=" ")
    with pytest.raises(Refused, match="Only whoever presides"):
        answer(actor=frontier.viewer("clerk", at), now=at, ref=order.ref, lab="borealis", accepted=True, answer="Yes.")
    row = answer(actor=chair, now=at, ref=order.ref, lab="borealis", accepted=False, answer="The audit is missing.")
    assert (row.accepted, row.answered_at, row.answered_by_id) == (False, at, chair.seat_id)
    assert Deadline.objects.get(clock="pause_lab.answer_response").state == "met"
    with pytest.raises(Http404):
        answer(actor=chair, now=at, ref=order.ref, lab="borealis", accepted=True, answer="Yes.")
    respond(actor=borealis, now=at, ref=order.ref, text="Now with the audit.")
    kinds = Act.objects.filter(subject_ref=f"{order.ref}/borealis", kind__contains="respon").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "pause_lab.responded",
        "pause_lab.response_answered",
        "pause_lab.responded",
    ]


def test_a_lab_that_is_not_bound_files_none_and_the_chair_does_not_answer_its_own(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at
    with pytest.raises(Refused, match=r"Only a lab that the order binds.*article 6\.13"):
        respond(actor=frontier.viewer("independent", at), now=at, ref=order.ref, text="All of it.")
    respond(actor=frontier.viewer("aster.liaison", at), now=at, ref=order.ref, text="All of it.")
    chair, clerk = frontier.viewer("aster.representative", at), frontier.viewer("clerk", at)
    with pytest.raises(Refused, match="own organisation's matter"):
        answer(actor=chair, now=at, ref=order.ref, lab="aster", accepted=True, answer="Yes.")
    assert Deadline.objects.waiting_for(clerk).filter(clock="pause_lab.answer_response").count() == 1
    assert not Deadline.objects.waiting_for(chair).filter(clock="pause_lab.answer_response").exists()
    assert answer(actor=clerk, now=at, ref=order.ref, lab="aster", accepted=True, answer="Yes.").accepted


def test_overdue_all_members_hear_it_and_with_the_order_it_falls_away(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    at = order.in_force_at
    respond(actor=frontier.viewer("borealis.liaison", at), now=at, ref=order.ref, text="All of it.")
    due = Deadline.objects.get(clock="pause_lab.answer_response").due_at
    assert due.date() == (at + 30 * DAY).date()
    sweep(due)
    told = Act.objects.filter(kind="deadline.escalated", subject_ref=f"{order.ref}/borealis").last()
    assert told is not None
    assert "members" in told.facts["to"]
    sweep(order.ends_at)
    assert Deadline.objects.get(clock="pause_lab.answer_response").state == "moot"
