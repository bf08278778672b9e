"""Lines of money that went out: matched with what was approved, or booked as what the bank took; each undone by reversal."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404

from apps.funding.acts import spending as acts
from apps.funding.models import BankEntry, BankLine, Journal
from apps.funding.rules.chart import BANK, BANK_FEES, INTEREST, PAYABLE
from apps.funding.rules.outgoing import Waiting, spending_for
from apps.funding.selectors.contributing import ALWAYS
from apps.funding.selectors.outgoing import guesses
from apps.funding.selectors.public import public_spending
from apps.funding.selectors.statements import accounts_at, held
from apps.funding.services.bank_entries import book_bank_entry, reverse_bank_entry
from apps.funding.services.budgets import draft_budget, put_line
from apps.funding.services.outgoing import pay_by_line, take_payment_back
from apps.funding.services.spending import cancel, pay
from apps.funding.states import BANK_ENTRIES, BankEntryState, LineState, Spending
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from tests.cast import Cast
from tests.funding.contributed import OTHER, entry, issued
from tests.funding.factory import charter
from tests.funding.reconciled import ON, approved, by, entered, line, statement

OUT = Decimal("120.00")
WAITING = (
    Waiting("EXP-2027-0001", OUT, "Fjord Audit", "DE1", "F-17"),
    Waiting("EXP-2027-0002", OUT, "Delta Legal", "DE2", "9"),
    Waiting("EXP-2027-0003", Decimal(7), "Fjord Audit", "DE3", ""),
)


@pytest.mark.parametrize(
    ("amount", "account", "text", "ref", "because"),
    [
        (OUT, "", "Invoice F-17, thank you", "EXP-2027-0001", "reference"),
        (OUT, "DE1", "exp-2027-0002", "EXP-2027-0002", "reference"),
        (OUT, "DE2", "Fjord Audit", "EXP-2027-0002", "account"),
        (OUT, "DE9", "DELTA LEGAL LLP", "EXP-2027-0002", "name"),
        (Decimal(7), "", "", "EXP-2027-0003", "amount"),
    ],
)
def test_the_surest_sign_says_which_expenditure_a_line_is(
    amount: Decimal, account: str, text: str, ref: str, because: str
) -> None:
    found = spending_for(amount, account, text, WAITING)
    assert found is not None
    assert (found[0].ref, found[1]) == (ref, because)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (OUT, "9"),
        (OUT, ""),
        (Decimal(8), "EXP-2027-0001"),
        (OUT, "EXP-2027-0001 EXP-2027-0002"),
        (OUT, "Fjord Auditors"),
    ],
)
def test_what_points_to_none_or_to_two_suggests_nothing(amount: Decimal, text: str) -> None:
    assert spending_for(amount, "", text, WAITING) is None


def test_two_moves_of_what_the_bank_took() -> None:
    for state in BankEntryState:
        assert bool(BANK_ENTRIES.may("reverse", state)) == (state == BankEntryState.BOOKED)


@pytest.mark.django_db
class TestPaying:
    def test_a_line_pays_what_was_approved_on_the_bank_s_day(self, frontier: Cast) -> None:
        one = line(frontier, entry("120.00", text="F-17", ref="1", out=True))
        row = approved(frontier, invoice="F-17")
        assert guesses([one])[one.pk].expenditure == row
        pay_by_line(**by(frontier, uid=one.uid, expenditure=row.ref))
        row.refresh_from_db()
        one.refresh_from_db()
        assert (row.state, row.paid_on, row.line, one.state) == (Spending.PAID, ON, one, LineState.BOOKED)
        assert (held(BANK, ON), held(PAYABLE, ON)) == ({None: -OUT}, {})

    def test_what_was_noted_as_paid_is_found_at_the_bank_and_not_booked_again(self, frontier: Cast) -> None:
        one = line(frontier, entry("120.00", ref="1", out=True))
        row = approved(frontier)
        pay(**by(frontier, ref=row.ref, on=date(2027, 1, 19)))
        pay_by_line(**by(frontier, uid=one.uid, expenditure=row.ref))
        row.refresh_from_db()
        assert (row.line, row.paid_on) == (one, date(2027, 1, 19))
        assert held(BANK, ALWAYS) == {None: -OUT}
        assert Act.objects.filter(kind=acts.FOUND).count() == 1

    @pytest.mark.parametrize(
        ("amount", "out", "says"), [("121.00", True, "this line of 121.00"), ("120.00", False, "came in")]
    )
    def test_another_amount_or_money_that_came_is_no_payment_of_it(
        self, frontier: Cast, amount: str, out: bool, says: str
    ) -> None:
        one = line(frontier, entry(amount, ref="1", out=out))
        row = approved(frontier)
        with pytest.raises(Refused, match=says):
            pay_by_line(**by(frontier, uid=one.uid, expenditure=row.ref))
        assert BankLine.objects.get().state == LineState.OPEN

    def test_what_is_not_approved_or_was_found_already_is_not_paid_by_a_line(self, frontier: Cast) -> None:
        issued(frontier)
        statement(frontier, entry("120.00", ref="1", out=True), entry("120.00", ref="2", out=True))
        first, second = BankLine.objects.order_by("number")
        waits = entered(frontier)
        with pytest.raises(Refused, match="Only what is approved"):
            pay_by_line(**by(frontier, uid=first.uid, expenditure=waits.ref))
        row = approved(frontier)
        pay_by_line(**by(frontier, uid=first.uid, expenditure=row.ref))
        with pytest.raises(Refused, match="Only what is approved"):
            pay_by_line(**by(frontier, uid=second.uid, expenditure=row.ref))
        with pytest.raises(Invalid, match="Choose what was paid"):
            pay_by_line(**by(frontier, uid=second.uid, expenditure=""))
        with pytest.raises(Http404):
            pay_by_line(**by(frontier, uid=second.uid, expenditure="EXP-2027-0999"))

    def test_a_payment_taken_back_is_owed_again_and_its_line_open(self, frontier: Cast) -> None:
        one = line(frontier, entry("120.00", ref="1", out=True))
        row = approved(frontier)
        pay_by_line(**by(frontier, uid=one.uid, expenditure=row.ref))
        take_payment_back(**by(frontier, ref=row.ref, because="The bank sent it back."))
        row.refresh_from_db()
        one.refresh_from_db()
        assert (row.state, row.paid_on, row.line, one.state) == (Spending.APPROVED, None, None, LineState.OPEN)
        assert (held(BANK, ALWAYS), held(PAYABLE, ALWAYS)) == ({}, {None: -OUT})
        pay_by_line(**by(frontier, uid=one.uid, expenditure=row.ref))
        assert held(BANK, ALWAYS) == {None: -OUT}

    def test_taking_back_needs_a_reason_and_a_payment(self, frontier: Cast) -> None:
        issued(frontier)
        row = approved(frontier)
        with pytest.raises(Refused, match=r"article 7\.8"):
            take_payment_back(**by(frontier, ref=row.ref, because="Why not."))
        pay(**by(frontier, ref=row.ref, on=ON))
        with pytest.raises(Invalid, match="Say why"):
            take_payment_back(**by(frontier, ref=row.ref, because=" "))
        with pytest.raises(Refused, match="keep the books"):
            take_payment_back(**by(frontier, "auditor", ref=row.ref, because="Why not."))

    def test_what_was_taken_back_and_cancelled_leaves_nothing_in_the_books(self, frontier: Cast) -> None:
        issued(frontier)
        row = approved(frontier)
        pay(**by(frontier, ref=row.ref, on=ON))
        take_payment_back(**by(frontier, ref=row.ref, because="The bank sent it back."))
        cancel(**by(frontier, ref=row.ref, because="The firm is gone."))
        assert (held(BANK, ALWAYS), held(PAYABLE, ALWAYS), held("5000", ALWAYS)) == ({}, {}, {})


@pytest.mark.django_db
class TestTheBankItself:
    def test_a_fee_is_an_expense_on_the_bank_s_day(self, frontier: Cast) -> None:
        one = line(frontier, entry("4.50", ref="1", out=True))
        row = book_bank_entry(**by(frontier, uid=one.uid, account=BANK_FEES, note="January"))
        assert (row.ref, row.amount, row.on) == ("BNK-2027-0001", Decimal("-4.50"), ON)
        assert (held(BANK, ON), held(BANK_FEES, ON)) == ({None: Decimal("-4.50")}, {None: Decimal("4.50")})
        assert BankLine.objects.get().state == LineState.BOOKED
        assert Journal.objects.get(about=row.ref).memo == "Bank fees: January"

    def test_interest_is_income(self, frontier: Cast) -> None:
        one = line(frontier, entry("3.00", ref="1"))
        book_bank_entry(**by(frontier, uid=one.uid, account=INTEREST))
        assert (held(BANK, ON), held(INTEREST, ON)) == ({None: Decimal(3)}, {None: Decimal(-3)})
        assert accounts_at(ON).statement.is_balanced

    @pytest.mark.parametrize(("out", "account"), [(True, INTEREST), (True, "2100"), (False, BANK_FEES), (False, "")])
    def test_only_accounts_that_fit_are_open_to_it(self, frontier: Cast, out: bool, account: str) -> None:
        one = line(frontier, entry("3.00", ref="1", out=out))
        with pytest.raises(Invalid) as refused:
            book_bank_entry(**by(frontier, uid=one.uid, account=account))
        assert set(refused.value.errors) == {"account"}

    def test_above_the_charter_s_amount_nobody_books_alone_what_went_out(self, frontier: Cast) -> None:
        one = line(frontier, entry("200.00", ref="1", out=True))
        charter(two_people=199)
        with pytest.raises(Refused, match=r"Above 199 nobody books alone.*article 7\.8"):
            book_bank_entry(**by(frontier, uid=one.uid, account=BANK_FEES))

    def test_the_public_reads_a_fee_among_what_is_spent_and_no_name_of_the_line(self, frontier: Cast) -> None:
        one = line(frontier, entry("4.50", ref="1", out=True, name="Somebody Secret"))
        row = book_bank_entry(**by(frontier, uid=one.uid, account=BANK_FEES))
        [public] = public_spending()
        assert (public.ref, public.amount, public.payee) == (row.ref, Decimal("4.50"), "The committee's bank")
        reverse_bank_entry(**by(frontier, ref=row.ref, because="It was a payment."))
        assert [one.state for one in public_spending()] == ["Cancelled"]

    def test_a_reversal_undoes_the_journal_and_opens_the_line(self, frontier: Cast) -> None:
        one = line(frontier, entry("4.50", ref="1", out=True))
        row = book_bank_entry(**by(frontier, uid=one.uid, account=BANK_FEES))
        with pytest.raises(Invalid, match="Say why"):
            reverse_bank_entry(**by(frontier, ref=row.ref, because=""))
        reverse_bank_entry(**by(frontier, ref=row.ref, because="It was a payment."))
        assert (held(BANK, ALWAYS), BankLine.objects.get().state) == ({}, LineState.OPEN)
        with pytest.raises(Refused, match="reversed already"):
            reverse_bank_entry(**by(frontier, ref=row.ref, because="Again."))
        again = book_bank_entry(**by(frontier, uid=one.uid, account="5000"))
        assert BankEntry.objects.filter(state=BankEntryState.BOOKED).get() == again

    def test_a_fee_on_a_line_of_the_budget_lessens_what_is_left_of_it(self, frontier: Cast) -> None:
        one = line(frontier, entry("400.00", ref="1", out=True, account=OTHER))
        book_bank_entry(**by(frontier, uid=one.uid, account="5000"))
        with pytest.raises(Invalid, match=r"This line has 600\.00 EUR left"):
            entered(frontier, "601.00")

    @pytest.mark.parametrize("who", ["auditor", "aster.representative"])
    def test_only_the_treasurer_and_the_clerks_book_it(self, frontier: Cast, who: str) -> None:
        one = line(frontier, entry("4.50", ref="1", out=True))
        error = Refused if who == "auditor" else Http404
        with pytest.raises(error):
            book_bank_entry(**by(frontier, who, uid=one.uid, account=BANK_FEES))


@pytest.mark.django_db
def test_a_budget_s_accounts_do_not_follow_the_bank_s(frontier: Cast) -> None:
    """The account of fees lies far behind those of budgets, and a line of that name uses it."""
    issued(frontier)
    row = draft_budget(**by(frontier, period="2026", title="The year"))
    given = by(frontier, ref=row.ref, amount=Decimal(5))
    assert put_line(**given, label="Travel").account.number == "5010"
    assert put_line(**given, label="bank fees").account.number == BANK_FEES
