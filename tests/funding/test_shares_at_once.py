"""Budgets adopted and lines entered by two at the same moment: one in force, no account twice."""

from decimal import Decimal

import pytest

from apps.committees.rules.viewer import Portal
from apps.funding.kinds.texts import KINDS_HERE
from apps.funding.models import Account, Budget
from apps.funding.rules.moved import ADOPT_BUDGET
from apps.funding.services.budgets import draft_budget, put_line
from apps.funding.states import Text
from apps.kernel.tenancy.context import tenant
from apps.votes.models import Motion
from tests.at_once import at_once
from tests.cast import NOW, Cast
from tests.funding import factory

pytestmark = [pytest.mark.torn, pytest.mark.django_db(transaction=True)]


def _written(people: Cast, number: int) -> Budget:
    actor = factory.treasurer(people)
    row = draft_budget(actor=actor, now=NOW, period="2027", title=f"Budget {number}")
    put_line(actor=actor, now=NOW, ref=row.ref, label="Audits", amount=Decimal(number))
    return row


@pytest.mark.parametrize("earlier", [False, True])
def test_of_two_budgets_carried_at_once_one_is_in_force(cast: Cast, earlier: bool) -> None:
    kind = next(one for one in KINDS_HERE if one.key == ADOPT_BUDGET)
    with tenant(cast.frontier.pk):
        _first, period = factory.periods(cast)
        if earlier:
            factory.adopted_budget(cast, period)
        refs = [factory.moved(cast, ADOPT_BUDGET, _written(cast, number).draft_ref) for number in (1, 2)]

    def adopts(ref: str) -> None:
        with tenant(cast.frontier.pk):
            kind.effect(Motion.objects.get(ref=ref), Portal(f"motion {ref}"), factory.DISCUSSED)

    assert at_once(lambda: adopts(refs[0]), lambda: adopts(refs[1])) == []
    with tenant(cast.frontier.pk):
        states = sorted(Budget.objects.values_list("state", flat=True))
        assert states == [Text.ADOPTED] + [Text.SUPERSEDED] * (2 if earlier else 1)


def test_two_lines_of_one_new_label_at_once_make_one_account(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        factory.periods(cast)
        actor = factory.treasurer(cast)
        refs = [draft_budget(actor=actor, now=NOW, period="2027", title=str(number)).ref for number in (1, 2)]

    def enters(ref: str) -> None:
        with tenant(cast.frontier.pk):
            put_line(actor=actor, now=NOW, ref=ref, label="Audits", amount=Decimal(5))

    assert at_once(lambda: enters(refs[0]), lambda: enters(refs[1])) == []
    with tenant(cast.frontier.pk):
        assert Account.objects.filter(name="Audits").count() == 1
