"""Books and bank are compared at the end of a statement: what differs is named, and only then it counts as reconciled."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.funding.acts.contributions import RECONCILED
from apps.funding.models import BankDetails, BankLine, BankStatement, Reconciliation
from apps.funding.rules.chart import BANK, BANK_FEES, CONTRIBUTIONS
from apps.funding.selectors.reconciling import reconciled_until, reconciling
from apps.funding.selectors.statements import accounts_at
from apps.funding.services.bank_entries import book_bank_entry
from apps.funding.services.importing import book_line, import_statement, join_line, set_aside
from apps.funding.services.opening_balances import enter_opening_balances
from apps.funding.services.outgoing import pay_by_line, take_payment_back
from apps.funding.services.paying import reverse_payment
from apps.funding.services.posting import Post, post
from apps.funding.services.reconciling import reconcile, state_balances
from apps.funding.services.spending import pay
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from tests.cast import Cast
from tests.funding.contributed import OTHER, camt, details, entry, issued, paid
from tests.funding.factory import periods, treasurer
from tests.funding.reconciled import ON, approved, by, statement

pytestmark = pytest.mark.django_db
END = date(2027, 12, 31)


def _opened(people: Cast, balance: str = "100.00") -> None:
    """The bank held so much before the first period."""
    periods(people)
    enter_opening_balances(**by(people), period="2026", balances={BANK: Decimal(balance)})


def _whole(people: Cast) -> BankStatement:
    """100 at first; a contribution of 250, a fee, and a line that nobody knows: 352 at the end."""
    _opened(people)
    rows = issued(people)
    lines = (
        entry("250.00", rows["aster"].reference, ref="1"),
        entry("3.00", ref="2", out=True),
        entry("5.00", ref="3"),
    )
    return statement(people, *lines, opening="100.00", closing="352.00")


def _own(people: Cast, amount: str) -> BankLine:
    return BankLine.objects.get(amount=Decimal(amount))


def _csv(people: Cast) -> BankStatement:
    """A table with one line of seven, which says no balances."""
    issued(people)
    content = b"Date;Amount;Text\n2027-01-20;7.00;A gift\n"
    return import_statement(**by(people), content=content, name="s.csv").statements[0]


def test_lines_that_are_not_booked_are_named_and_the_rest_agrees(frontier: Cast) -> None:
    row = _whole(frontier)
    whole = reconciling(row)
    assert [(one.line.amount, one.amount) for one in whole.not_booked] == [(-3, -3), (5, 5)]
    assert whole.not_at_bank == []
    assert (whole.found.closing, whole.found.books, whole.found.difference) == (352, 350, 0)
    assert whole.found.agrees


def test_it_is_written_down_with_who_and_when_and_only_once(frontier: Cast) -> None:
    row = _whole(frontier)
    assert reconciled_until(frontier.viewer("clerk")) is None
    done = reconcile(**by(frontier, uid=row.uid))
    assert (done.on, done.closing, done.books, done.not_booked, done.not_at_bank) == (ON, 352, 350, 2, 0)
    assert done.by == frontier["independent"]
    assert Act.objects.get(kind=RECONCILED).facts["items"] == 2
    assert reconciling(row).stands
    with pytest.raises(Refused, match="reconciled already"):
        reconcile(**by(frontier, "clerk", uid=row.uid))


def test_what_is_booked_afterwards_is_told_and_reconciled_again(frontier: Cast) -> None:
    row = _whole(frontier)
    reconcile(**by(frontier, uid=row.uid))
    book_bank_entry(**by(frontier, uid=_own(frontier, "-3.00").uid, account=BANK_FEES))
    assert not reconciling(row).stands
    until = reconciled_until(frontier.viewer("auditor"))
    assert (until.row.on, until.stands) == (ON, False)
    reconcile(**by(frontier, "clerk", uid=row.uid))
    assert Reconciliation.objects.count() == 2
    assert reconciled_until(frontier.viewer("clerk")).stands


@pytest.mark.parametrize("who", ["aster.representative", "observer.eu"])
def test_to_which_day_it_is_reconciled_is_not_for_those_who_do_not_read_the_bank_s_papers(
    frontier: Cast, who: str
) -> None:
    reconcile(**by(frontier, uid=_whole(frontier).uid))
    assert reconciled_until(frontier.viewer(who)) is None
    with pytest.raises(Http404):
        reconcile(**by(frontier, who, uid=BankStatement.objects.get().uid))


def test_an_auditor_reads_it_and_does_not_reconcile(frontier: Cast) -> None:
    with pytest.raises(Refused, match="keep the books"):
        reconcile(**by(frontier, "auditor", uid=_whole(frontier).uid))


def test_opening_balances_that_the_books_lack_are_a_difference_and_refused(frontier: Cast) -> None:
    issued(frontier)
    row = statement(frontier, entry("5.00", ref="1"), opening="100.00", closing="105.00")
    assert reconciling(row).found.difference == 100
    with pytest.raises(Refused, match=r"differ by 100\.00 that no item explains"):
        reconcile(**by(frontier, uid=row.uid))
    assert not Reconciliation.objects.exists()


def test_a_payment_by_hand_is_booked_and_not_at_the_bank_until_its_line_comes(frontier: Cast) -> None:
    row = _whole(frontier)
    payment = paid(frontier, "borealis", "5.00", on=ON)
    whole = reconciling(row)
    assert [(one.matter, one.amount) for one in whole.not_at_bank] == [(payment.ref, 5)]
    join_line(**by(frontier, uid=_own(frontier, "5.00").uid, payment=payment.ref))
    whole = reconciling(row)
    assert (whole.not_at_bank, [one.line.amount for one in whole.not_booked]) == ([], [-3])
    assert whole.found.agrees


def test_a_journal_without_a_matter_is_named_by_itself(frontier: Cast) -> None:
    row = _whole(frontier)
    made = post([Post(BANK, Decimal(9)), Post(CONTRIBUTIONS, Decimal(-9))], **by(frontier), on=ON, memo="A gift")
    [one] = reconciling(row).not_at_bank
    assert (one.matter, one.journal, one.amount) == (made.ref, made, 9)


def test_a_line_that_is_set_aside_is_named_with_its_reason(frontier: Cast) -> None:
    row = _whole(frontier)
    set_aside(**by(frontier, uid=_own(frontier, "5.00").uid, because="The bank's mistake."))
    item = next(one for one in reconciling(row).not_booked if one.amount == 5)
    assert item.line.because == "The bank's mistake."
    reconcile(**by(frontier, uid=row.uid))


def test_a_payment_of_an_expenditure_at_the_bank_first_and_taken_back_stays_explained(frontier: Cast) -> None:
    _opened(frontier)
    issued(frontier)
    row = statement(frontier, entry("40.00", ref="1", out=True), opening="100.00", closing="60.00")
    spent = approved(frontier, "40.00")
    pay_by_line(**by(frontier, uid=BankLine.objects.get().uid, expenditure=spent.ref))
    whole = reconciling(row)
    assert (whole.not_booked, whole.not_at_bank, whole.found.books) == ([], [], 60)
    take_payment_back(**by(frontier, ref=spent.ref, because="The bank sent it back."))
    whole = reconciling(row)
    assert [one.amount for one in whole.not_booked] == [-40]
    assert [(one.matter, one.amount) for one in whole.not_at_bank] == [(spent.ref, -40)]
    assert whole.found.agrees


def test_the_balances_of_a_table_are_typed_and_must_fit_its_lines(frontier: Cast) -> None:
    row = _csv(frontier)
    assert reconciling(row).found is None
    with pytest.raises(Refused, match="Enter the balances"):
        reconcile(**by(frontier, uid=row.uid))
    with pytest.raises(Invalid, match=r"differ by 1\.00"):
        state_balances(**by(frontier, uid=row.uid, opening=Decimal(0), closing=Decimal(8)))
    state_balances(**by(frontier, uid=row.uid, opening=Decimal(0), closing=Decimal(7)))
    reconcile(**by(frontier, uid=row.uid))
    assert reconciling(row).stands


def test_balances_that_the_file_says_are_not_typed_over(frontier: Cast) -> None:
    row = _whole(frontier)
    with pytest.raises(Refused, match="file says the balances"):
        state_balances(**by(frontier, uid=row.uid, opening=Decimal(0), closing=Decimal(252)))


def test_a_gap_between_two_statements_is_named(frontier: Cast) -> None:
    issued(frontier)
    first = statement(frontier, entry("5.00", ref="1", on="2027-01-10"), opening="0.00", closing="5.00")
    second = statement(frontier, entry("7.00", ref="2"), opening="25.00", closing="32.00")
    assert reconciling(first).joint is None
    joint = reconciling(second).joint
    assert (joint.before, joint.gap) == (first, 20)
    assert reconciling(second).found.difference == 20


def test_statements_that_overlap_join(frontier: Cast) -> None:
    issued(frontier)
    both = entry("5.00", ref="1", on="2027-01-10")
    statement(frontier, entry("1.00", ref="0", on="2027-01-05"), both, opening="0.00", closing="6.00")
    second = statement(frontier, both, entry("7.00", ref="2"), opening="1.00", closing="13.00")
    assert reconciling(second).joint.gap == 0
    assert reconciling(second).found.agrees


def test_without_balances_of_the_one_before_nothing_is_said_of_the_gap(frontier: Cast) -> None:
    _csv(frontier)
    second = statement(frontier, entry("1.00", ref="2", on="2027-01-21"), opening="7.00", closing="8.00")
    assert reconciling(second).joint.gap is None


def test_of_two_statements_that_end_on_a_day_the_later_counts(frontier: Cast) -> None:
    issued(frontier)
    first = statement(frontier, entry("1.00", ref="1"), opening="0.00", closing="1.00")
    second = statement(frontier, entry("2.00", ref="2"), opening="1.00", closing="3.00")
    with pytest.raises(Refused, match="later statement ends on the same day"):
        reconcile(**by(frontier, uid=first.uid))
    reconcile(**by(frontier, uid=second.uid))


def test_money_that_moves_to_a_new_account_of_the_committee_is_still_there(frontier: Cast) -> None:
    issued(frontier)
    first = (entry("50.00", ref="1", on="2027-01-05"), entry("50.00", ref="2", on="2027-01-10", out=True))
    statement(frontier, *first, opening="0.00", closing="0.00")
    for one in BankLine.objects.filter(amount=50):
        book_line(**by(frontier, uid=one.uid, organisation="aster"))
    BankDetails.objects.update(state="superseded")
    details(frontier, OTHER)
    content = camt(entry("50.00", ref="3"), opening="0.00", closing="50.00", account=OTHER)
    row = import_statement(**by(frontier), content=content, name="new.xml").statements[0]
    whole = reconciling(row)
    assert (whole.found.closing, whole.found.books) == (50, 50)
    assert [one.amount for one in whole.not_booked] == [-50, 50]
    assert whole.found.agrees


@pytest.mark.parametrize("lines", [1, 30])
def test_it_takes_the_same_number_of_queries(frontier: Cast, lines: int, django_assert_num_queries: Any) -> None:
    issued(frontier)
    row = statement(frontier, *(entry(f"{one}.00", ref=str(one)) for one in range(1, lines + 1)), opening="0.00", closing=f"{lines * (lines + 1) // 2}.00")  # fmt: skip
    for number in range(1, lines + 1):
        paid(frontier, "aster", f"{number}.50", on=ON)
    with django_assert_num_queries(13):
        assert len(reconciling(row).not_at_bank) == lines


@contextmanager
def _forgotten() -> Iterator[None]:
    """What happens within is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


STEPS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=8)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_with_the_lines_books_and_items_come_to_the_bank(frontier: Cast, steps: list) -> None:
    """Random sequences of the real verbs: what one step refuses, the next may do."""
    with _forgotten():
        _opened(frontier)
        rows = issued(frontier)
        lines = (
            entry("250.00", rows["aster"].reference, ref="1"), entry("3.00", ref="2", out=True), entry("5.00", ref="3"),
            entry("40.00", ref="4", out=True),
        )  # fmt: skip
        row = statement(frontier, *lines, opening="100.00", closing="312.00")
        spent = approved(frontier, "40.00")
        for verb, which in steps:
            _step(frontier, verb, list(BankLine.objects.order_by("number"))[which], spent.ref)
        whole = reconciling(row)
        assert whole.found.agrees, steps
        assert accounts_at(END).statement.is_balanced
        reconcile(**by(frontier, uid=row.uid))


def _step(people: Cast, verb: int, one: BankLine, spent: str) -> None:
    verbs = (
        lambda: book_line(**by(people, uid=one.uid, organisation="borealis")),
        lambda: book_bank_entry(**by(people, uid=one.uid, account=BANK_FEES if one.amount < 0 else "4200")),
        lambda: pay_by_line(**by(people, uid=one.uid, expenditure=spent)),
        lambda: take_payment_back(**by(people, ref=spent, because="Not paid.")),
        lambda: reverse_payment(**by(people, ref=one.payments.latest("pk").ref, because="Wrong.")),
        lambda: paid(people, "cygnus", f"{abs(one.amount)}", on=ON),
        lambda: pay(**by(people, ref=spent, on=ON)),
    )
    if verb == 4 and not one.payments.exists():
        return
    try:
        with transaction.atomic():
            verbs[verb]()
    except Refused:
        """It is not open now."""


def test_a_statement_of_nobody_s_is_not_there(frontier: Cast) -> None:
    treasurer(frontier)
    with pytest.raises(Http404):
        reconcile(**by(frontier, uid=uuid4()))
