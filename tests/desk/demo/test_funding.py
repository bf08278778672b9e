"""The demo's money: one quarter closed, one being paid, one whose budget is voted on, and something for everybody to do."""

from decimal import Decimal

import pytest
from django.db.models import Sum

from apps.committees.models import Committee
from apps.desk.demo.people import AUDITOR, CALIFORNIA, CLERK, FORNAX, INDEPENDENT, of_lab
from apps.funding.models import (
    ArrearsCase,
    BankLine,
    Budget,
    Declarant,
    Declaration,
    Entry,
    Expenditure,
    OpeningRequest,
    Payment,
    Period,
    Scale,
    ScaleShare,
)
from apps.kernel.tenancy.context import tenant
from tests.desk.demo.conftest import page_of

pytestmark = pytest.mark.django_db


def test_quarters_follow_one_another_and_the_first_is_closed(frontier: Committee) -> None:
    with tenant(frontier.pk):
        states = list(Period.objects.order_by("first").values_list("name", "state"))
        assert states == [("quarter-1", "closed"), ("quarter-2", "open"), ("quarter-3", "open")]
        texts = {model: list(model.objects.order_by("pk").values_list("state", flat=True)) for model in (Scale, Budget)}
    assert texts == {Scale: ["adopted"] * 2, Budget: ["adopted", "adopted", "proposed"]}


def test_shares_come_from_bands_and_the_charters_ceiling(frontier: Committee) -> None:
    with tenant(frontier.pk):
        for period in ("quarter-1", "quarter-2"):
            shares = dict(
                ScaleShare.objects.filter(scale__period__name=period).values_list("organisation__key", "share")
            )
            assert sum(shares.values()) == 100
            assert max(shares.values()) == shares["aster"] == Decimal(40)


def test_fornax_was_estimated_appealed_in_vain_and_declared_the_next_time(frontier: Committee) -> None:
    with tenant(frontier.pk):
        figures = Declaration.objects.filter(organisation__key="fornax").order_by("pk")
        assert list(figures.values_list("period__name", "figure")) == [
            ("quarter-1", "estimated"),
            ("quarter-2", "declared"),
        ]
        waited = Declarant.objects.filter(period__name="quarter-3").exclude(
            organisation__in=Declaration.objects.filter(period__name="quarter-3").values("organisation")
        )
        assert sorted(waited.values_list("organisation__key", flat=True)) == ["borealis", "elara", "fornax"]


def test_fornax_has_notice_that_its_arrears_cost_it_its_vote(frontier: Committee) -> None:
    with tenant(frontier.pk):
        [case] = ArrearsCase.objects.all()
        assert (case.organisation.key, case.state) == ("fornax", "noticed")
    assert "quarter-1" in page_of(FORNAX, "funding/arrears/")


def test_payments_came_from_the_bank_and_lines_wait_for_somebody(frontier: Committee) -> None:
    with tenant(frontier.pk):
        assert set(Payment.objects.values_list("state", "source")) == {("matched", "bank")}
        waiting = BankLine.objects.filter(state="open", amount__gt=0).order_by("on")
        assert list(waiting.values_list("other_name", flat=True)) == ["Cygnus Ltd", "Harbour Point"]
        spent = sorted(Expenditure.objects.values_list("state", flat=True))
        assert spent == ["approved", "entered", "paid", "paid", "paid", "paid", "refused"]
        assert OpeningRequest.objects.get().state == "asked"


def test_the_books_balance(frontier: Committee) -> None:
    with tenant(frontier.pk):
        sums = Entry.objects.values_list("journal").annotate(sum=Sum("amount")).order_by()
        assert len(sums) > 20
        assert {amount for _journal, amount in sums} == {Decimal()}


def test_everybody_finds_what_they_look_for(frontier: Committee) -> None:
    for email in (CLERK, AUDITOR, INDEPENDENT, CALIFORNIA, FORNAX, of_lab("aster", "liaison")):
        assert "quarter-2" in page_of(email, "funding/")
