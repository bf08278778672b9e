"""The public reads who has paid: soon after it changed, once a change, and nothing of a payment that is nobody's yet."""

from decimal import Decimal

import pytest

from apps.funding.selectors.public import public_funding
from apps.funding.services.issuing import issue_contributions
from apps.funding.services.paying import book_payment
from apps.funding.services.showing import show_contributions
from apps.transparency.models import PublishedRecord
from tests.cast import NOW, Cast
from tests.funding import factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(frontier: Cast) -> Cast:
    """Three labs are asked for 900.00 together."""
    factory.charter(ceiling=100)
    first, _second = factory.periods(frontier)
    factory.adopted_scale(frontier, first, aster=10**26, borealis=10**26, cygnus=10**26)
    factory.adopted_budget(frontier, first, Audits="900.00")
    issue_contributions(actor=factory.treasurer(frontier), now=NOW, period="2026", without_details=True)
    return frontier


def _aster() -> tuple[Decimal, Decimal, Decimal]:
    one = next(one for one in public_funding().contributions if one.lab == "Aster")
    return one.total, one.settled, one.credit


def test_what_was_asked_and_paid_is_published_once_a_change(called: Cast) -> None:
    assert show_contributions(NOW) == 3
    assert show_contributions(NOW) == 0
    assert _aster() == (Decimal(300), Decimal(0), Decimal(0))
    given = {"actor": factory.treasurer(called), "now": NOW, "on": NOW.date()}
    book_payment(**given, organisation="aster", amount=Decimal("310.00"))
    assert show_contributions(NOW) == 1
    assert _aster() == (Decimal(300), Decimal(300), Decimal(10))


def test_a_payment_of_nobody_yet_is_not_published(called: Cast) -> None:
    show_contributions(NOW)
    book_payment(actor=factory.treasurer(called), now=NOW, on=NOW.date(), amount=Decimal(7), reference="thank you")
    assert show_contributions(NOW) == 0


def test_no_published_form_holds_an_account_or_a_declared_figure(called: Cast) -> None:
    show_contributions(NOW)
    text = " ".join(str(record.body) for record in PublishedRecord.objects.all())
    assert str(10**26) not in text
    assert "DE89" not in text
