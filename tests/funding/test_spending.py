"""What is spent takes two people, stays within its line unless somebody is sure, and is in the books at every step."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.test import Client

from apps.funding.models import BankDetails, Expenditure, Journal
from apps.funding.rules.chart import BANK, CREDIT, PAYABLE
from apps.funding.selectors.public import public_spending
from apps.funding.selectors.statements import accounts_at, held
from apps.funding.services import spending
from apps.funding.services.details import decide_details, enter_details
from apps.funding.services.posting import Post, post
from apps.funding.services.spending import Spent
from apps.funding.states import DETAILS, SPENDINGS, Details, Spending
from apps.kernel.decisions import Invalid, Refused
from tests.cast import NOW, Cast
from tests.funding import factory

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
IBAN = "DE89 3704 0044 0532 0130 00"
AUDIT = Spent("5000", "Fjord Audit", "Audit of the register", Decimal("1000.00"), TODAY, "F-17", IBAN)


@pytest.fixture
def budgeted(frontier: Cast) -> Cast:
    """A budget in force for 2026 with a line of 1 500 for audits."""
    first, _second = factory.periods(frontier)
    factory.adopted_budget(frontier, first, Audits="1500.00")
    return frontier


def _entered(people: Cast, spent: Spent = AUDIT, **more: object) -> Expenditure:
    return spending.enter_expenditure(actor=factory.treasurer(people), now=NOW, spent=spent, **more)  # type: ignore[arg-type]


def _approved(people: Cast) -> Expenditure:
    return spending.approve(actor=people.viewer("clerk"), now=NOW, ref=_entered(people).ref)


def test_an_expenditure_is_owed_once_approved_and_gone_once_paid(budgeted: Cast) -> None:
    row = _entered(budgeted)
    assert held("5000", TODAY) == {}
    spending.approve(actor=budgeted.viewer("clerk"), now=NOW, ref=row.ref)
    assert (held("5000", TODAY), held(PAYABLE, TODAY)) == ({None: Decimal(1000)}, {None: Decimal(-1000)})
    spending.pay(actor=factory.treasurer(budgeted), now=NOW, ref=row.ref, on=TODAY)
    assert (held(PAYABLE, TODAY), held(BANK, TODAY)) == ({}, {None: Decimal(-1000)})
    assert accounts_at(TODAY).statement.is_balanced


def test_nobody_approves_what_they_entered(budgeted: Cast) -> None:
    row = _entered(budgeted)
    with pytest.raises(Refused, match=r"another approves.*article 7\.8"):
        spending.approve(actor=factory.treasurer(budgeted), now=NOW, ref=row.ref)


@pytest.mark.parametrize("who", ["borealis.representative", "auditor", "observer.eu", "aster.alternate"])
def test_who_holds_no_such_office_does_not_approve(budgeted: Cast, who: str) -> None:
    row = _entered(budgeted)
    with pytest.raises(Refused, match="Only the treasurer, the clerks and the chair"):
        spending.approve(actor=budgeted.viewer(who), now=NOW, ref=row.ref)


def test_above_the_charter_s_amount_the_two_are_of_two_organisations(budgeted: Cast) -> None:
    factory.charter(two_people=500)
    row = _entered(budgeted)
    assert row.entered_by.organisation_id != budgeted["clerk"].organisation_id
    Expenditure.objects.filter(pk=row.pk).update(entered_by=budgeted["aster.alternate"])
    with pytest.raises(Refused, match="of two organisations"):
        spending.approve(actor=budgeted.viewer("aster.representative"), now=NOW, ref=row.ref)


def test_what_the_line_does_not_hold_must_be_meant(budgeted: Cast) -> None:
    _entered(budgeted)
    with pytest.raises(Invalid) as refused:
        _entered(budgeted)
    assert refused.value.errors == {"sure": "This line has 500.00 EUR left. Tick this to go beyond it."}
    assert _entered(budgeted, sure=True).ref == "EXP-2026-0002"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"account": "5999"}, "account"),
        ({"account": CREDIT}, "account"),
        ({"payee": " "}, "payee"),
        ({"purpose": ""}, "purpose"),
        ({"amount": Decimal("0.005")}, "amount"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"payee_account": "DE89 3704 0044 0532 0130 01"}, "payee_account"),
    ],
)
def test_bad_input_names_its_field(budgeted: Cast, change: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        _entered(budgeted, replace(AUDIT, **change))
    assert set(refused.value.errors) == {field}
    assert not Expenditure.objects.exists()


def test_a_refusal_says_why_and_books_nothing(budgeted: Cast) -> None:
    row = _entered(budgeted)
    with pytest.raises(Invalid, match="Say why"):
        spending.refuse_expenditure(actor=budgeted.viewer("clerk"), now=NOW, ref=row.ref, because=" ")
    spending.refuse_expenditure(actor=budgeted.viewer("clerk"), now=NOW, ref=row.ref, because="No invoice.")
    assert not Journal.objects.exists()


def test_what_is_cancelled_leaves_nothing_in_the_books(budgeted: Cast) -> None:
    row = _approved(budgeted)
    spending.cancel(actor=factory.treasurer(budgeted), now=NOW, ref=row.ref, because="The audit did not happen.")
    assert (held("5000", TODAY), held(PAYABLE, TODAY)) == ({}, {})
    assert Journal.objects.filter(reverses__isnull=False).count() == 1


def test_a_payment_is_of_a_day_that_has_come(budgeted: Cast) -> None:
    row = _approved(budgeted)
    with pytest.raises(Invalid):
        spending.pay(actor=factory.treasurer(budgeted), now=NOW, ref=row.ref, on=TODAY + timedelta(days=1))


def test_a_refund_is_never_more_than_the_credit_also_of_who_has_left(budgeted: Cast) -> None:
    lab = budgeted["cygnus.representative"].organisation
    actor = factory.treasurer(budgeted)
    lines = [Post(BANK, Decimal(300)), Post(CREDIT, Decimal(-300), lab.pk)]
    post(lines, actor=actor, now=NOW, on=TODAY, memo="Paid too much")
    lab.state = "expelled"
    lab.save()
    given = {"actor": actor, "now": NOW, "organisation": "cygnus", "on": TODAY, "because": "It has left."}
    row = spending.enter_refund(**given, amount=Decimal("200.00"))
    with pytest.raises(Invalid) as refused:
        spending.enter_refund(**given, amount=Decimal("100.01"))
    assert refused.value.errors == {"amount": "Cygnus has a credit of 100.00 EUR."}
    spending.approve(actor=budgeted.viewer("clerk"), now=NOW, ref=row.ref)
    spending.pay(actor=actor, now=NOW, ref=row.ref, on=TODAY)
    assert held(CREDIT, TODAY) == {lab.pk: Decimal(-100)}
    assert accounts_at(TODAY).statement.is_balanced


def test_the_public_reads_what_is_approved_and_not_who_is_paid_where_that_is_hidden(budgeted: Cast) -> None:
    row = _entered(budgeted)
    assert public_spending() == []
    spending.approve(actor=budgeted.viewer("clerk"), now=NOW, ref=row.ref)
    assert [(one.ref, one.payee) for one in public_spending()] == [(row.ref, "Fjord Audit")]
    spending.redact(actor=factory.treasurer(budgeted), now=NOW, ref=row.ref, because="The auditor is threatened.")
    assert [(one.payee, one.redacted) for one in public_spending()] == [("", "The auditor is threatened.")]


def test_every_move_is_open_in_its_states_only() -> None:
    for table, states in ((SPENDINGS, Spending), (DETAILS, Details)):
        for move, state in product(table, states):
            assert bool(table.may(move.verb, state)) == (state in move.sources)


def test_new_bank_details_take_another_organisation_and_end_the_old_ones(frontier: Cast) -> None:
    actor, clerk = factory.treasurer(frontier), frontier.viewer("clerk")
    first = enter_details(actor=actor, now=NOW, holder="Frontier", iban=IBAN)
    with pytest.raises(Refused, match="another approves"):
        decide_details(actor=actor, now=NOW, uid=str(first.uid), approve=True)
    decide_details(actor=clerk, now=NOW, uid=str(first.uid), approve=True)
    second = enter_details(actor=clerk, now=NOW, holder="Frontier", iban="GB82 WEST 1234 5698 7654 32")
    decide_details(actor=actor, now=NOW, uid=str(second.uid), approve=True)
    assert list(BankDetails.objects.order_by("pk").values_list("state", flat=True)) == ["superseded", "approved"]


def test_a_number_with_wrong_check_digits_is_no_iban(frontier: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        enter_details(actor=factory.treasurer(frontier), now=NOW, holder="", iban="DE00 3704 0044 0532 0130 00")
    assert set(refused.value.errors) == {"holder", "iban"}


def test_an_expenditure_is_entered_and_approved_on_its_pages(budgeted: Cast, client: Client) -> None:
    client.force_login(budgeted["independent"].person)
    given = {"account": "5000", "payee": "Fjord Audit", "purpose": "Audit", "amount": "1000", "on": "2026-11-20"}
    page = client.post("/c/frontier/funding/spending/new/", given).url
    assert "What one person entered, another approves" in client.get(page).content.decode()
    client.force_login(budgeted["clerk"].person)
    assert "Approve it?" in client.get(page).content.decode()
    client.post(f"{page}approve/")
    assert client.post(f"{page}pay/", {"on": "2031-01-01"}).status_code == 422
    client.post(f"{page}pay/", {"on": "2026-11-21"})
    assert Expenditure.objects.get().paid_on == date(2026, 11, 21)
    assert "Fjord Audit" in client.get("/c/frontier/funding/spending/export.csv").content.decode()
    assert client.get("/c/frontier/funding/spending/").status_code == 200


def test_beyond_the_line_the_form_asks_again_and_keeps_what_was_typed(budgeted: Cast, client: Client) -> None:
    client.force_login(budgeted["clerk"].person)
    given = {"account": "5000", "payee": "Fjord Audit", "purpose": "Audit", "amount": "9000", "on": "2026-11-20"}
    answer = client.post("/c/frontier/funding/spending/new/", given)
    assert answer.status_code == 422
    assert "This line has 1500.00 EUR left" in answer.content.decode()
    assert 'value="Fjord Audit"' in answer.content.decode()
    assert client.post("/c/frontier/funding/spending/new/", given | {"sure": "on"}).status_code == 302


def test_bank_details_are_entered_and_approved_on_their_page(frontier: Cast, client: Client) -> None:
    factory.treasurer(frontier)
    page = "/c/frontier/funding/bank-details/"
    client.force_login(frontier["independent"].person)
    client.post(page, {"holder": "Frontier", "iban": IBAN})
    uid = BankDetails.objects.get().uid
    client.force_login(frontier["clerk"].person)
    assert "Approve them" in client.get(page).content.decode()
    client.post(f"{page}{uid}/approve/")
    assert "DE89370400440532013000" in client.get(page).content.decode()
    assert BankDetails.objects.get().state == Details.APPROVED
