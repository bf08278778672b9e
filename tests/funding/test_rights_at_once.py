"""Arrears judged by two at the same moment, and torn between any two lines: nothing double, nothing half-done."""

from functools import partial

import pytest

from apps.funding.acts import rights as acts
from apps.funding.models import ArrearsCase, ProofOfPayment
from apps.funding.services.judging import judge
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from tests.at_once import at_once
from tests.cast import Cast
from tests.funding.owed import DAY, OVERDUE, lost, owing_2027, pay, shown
from tests.torn import Verb, survives_each_write


def _notice(people: Cast) -> Verb:
    owing_2027(people)
    pay(people, "cygnus", "200.00", OVERDUE)
    return partial(judge, now=OVERDUE)


def _lose(people: Cast) -> Verb:
    _notice(people)()
    return partial(judge, now=OVERDUE + 15 * DAY)


def _restore(people: Cast) -> Verb:
    _lose(people)()
    return partial(pay, people, "borealis", "300.00", OVERDUE + 16 * DAY)


TORN = {
    "notice": (_notice, [acts.NOTICED]),
    "loss": (_lose, [acts.VOTE_LOST, "dispute_paper.entered", "dispute.filed", "dispute_service.served_complaint"]),
    "restoring": (_restore, ["payment.booked", acts.VOTE_RESTORED, "instalment.settled", "instalment.settled"]),
}


@pytest.mark.torn
@pytest.mark.django_db
@pytest.mark.parametrize("name", TORN)
def test_nothing_half_done_is_left_and_a_second_try_succeeds(cast: Cast, name: str) -> None:
    lead_up, made = TORN[name]
    survives_each_write(cast, lead_up, made)


@pytest.mark.torn
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """With real threads."""

    def test_two_that_judge_at_once_give_one_notice(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            owing_2027(cast)

        def go() -> None:
            with tenant(cast.frontier.pk):
                judge(now=OVERDUE)

        assert at_once(go, go, go) == []
        with tenant(cast.frontier.pk):
            assert ArrearsCase.objects.count() == 2

    def test_a_payment_and_the_end_of_the_notice_wait_for_each_other(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            owing_2027(cast)
            judge(now=OVERDUE)
        at = OVERDUE + 15 * DAY

        def loses() -> None:
            with tenant(cast.frontier.pk):
                judge(now=at)

        def pays() -> None:
            with tenant(cast.frontier.pk):
                pay(cast, "borealis", "300.00", at)

        assert at_once(loses, pays) == []
        with tenant(cast.frontier.pk):
            assert ArrearsCase.objects.get(organisation__key="borealis").ended_at == at

    def test_of_two_proofs_at_once_one_is_taken(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            at = lost(cast)

        def shows() -> None:
            with tenant(cast.frontier.pk):
                shown(cast, "borealis", at)

        errors = at_once(shows, shows)
        assert [type(error) for error in errors] == [Refused]
        with tenant(cast.frontier.pk):
            assert ProofOfPayment.objects.count() == 1
