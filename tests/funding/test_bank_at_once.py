"""Two people at the bank's lines at the same moment, and the portal that dies between two lines: nothing twice, nothing half."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from apps.funding.models import BankEntry, BankStatement, Expenditure, Journal, Reconciliation
from apps.funding.rules.chart import BANK, BANK_FEES
from apps.funding.selectors.contributing import ALWAYS
from apps.funding.selectors.statements import accounts_at, held
from apps.funding.services.bank_entries import book_bank_entry, reverse_bank_entry
from apps.funding.services.opening_balances import enter_opening_balances, undo_opening_balances
from apps.funding.services.outgoing import pay_by_line, take_payment_back
from apps.funding.services.reconciling import reconcile, state_balances
from apps.funding.services.spending import approve, pay
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.at_once import at_once
from tests.cast import Cast
from tests.funding.contributed import entry, issued
from tests.funding.factory import periods
from tests.funding.reconciled import ON, approved, by, entered, line, statement
from tests.torn import Verb, survives_each_write, survives_its_followers


@pytest.mark.django_db(transaction=True)
@pytest.mark.torn
class TestAtOnce:
    def _both(self, people: Cast, *verbs: Callable[[], Any]) -> list[BaseException]:
        def run(verb: Callable[[], Any]) -> None:
            with tenant(people.frontier.pk):
                verb()

        return at_once(*(partial(run, verb) for verb in verbs))

    def test_two_approve_an_expenditure_and_one_is_told(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            issued(cast)
            ref = entered(cast).ref
            clerk, chair = by(cast, "clerk", ref=ref), by(cast, "aster.representative", ref=ref)
        [error] = self._both(cast, partial(approve, **clerk), partial(approve, **chair))
        assert isinstance(error, Refused)
        with tenant(cast.frontier.pk):
            assert Act.objects.filter(kind="expenditure.approved").count() == 1
            assert Journal.objects.filter(about=ref).count() == 1

    def test_a_line_that_two_book_differently_is_booked_once(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            one = line(cast, entry("120.00", ref="1", out=True))
            ref = approved(cast).ref
            fee = by(cast, uid=one.uid, account=BANK_FEES)
            paid = by(cast, "clerk", uid=one.uid, expenditure=ref)
        [error] = self._both(cast, partial(book_bank_entry, **fee), partial(pay_by_line, **paid))
        assert isinstance(error, Refused)
        with tenant(cast.frontier.pk):
            assert held(BANK, ALWAYS) == {None: Decimal(-120)}
            assert BankEntry.objects.count() + Expenditure.objects.exclude(line=None).count() == 1

    def test_what_one_notes_as_paid_while_its_line_is_matched_is_paid_once(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            one = line(cast, entry("120.00", ref="1", out=True))
            ref = approved(cast).ref
            matched, noted = by(cast, uid=one.uid, expenditure=ref), by(cast, "clerk", ref=ref, on=ON)
        errors = self._both(cast, partial(pay_by_line, **matched), partial(pay, **noted))
        assert all(isinstance(error, Refused) for error in errors)
        with tenant(cast.frontier.pk):
            assert held(BANK, ALWAYS) == {None: Decimal(-120)}
            assert Expenditure.objects.get().line == one
            assert accounts_at(ALWAYS).statement.is_balanced

    def test_two_reconcile_a_statement_and_one_is_told(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            issued(cast)
            uid = statement(cast, entry("5.00", ref="1"), opening="0.00", closing="5.00").uid
            one, other = by(cast, uid=uid), by(cast, "clerk", uid=uid)
        [error] = self._both(cast, partial(reconcile, **one), partial(reconcile, **other))
        assert isinstance(error, Refused)
        with tenant(cast.frontier.pk):
            assert Reconciliation.objects.count() == 1

    def test_two_undo_the_opening_balances_and_one_is_told(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            _opened(cast)
            one, other = (by(cast, who, period="2026", because="Wrong.") for who in ("independent", "clerk"))
        [error] = self._both(cast, partial(undo_opening_balances, **one), partial(undo_opening_balances, **other))
        assert isinstance(error, Refused)
        with tenant(cast.frontier.pk):
            assert held(BANK, ALWAYS) == {}


def _opened(people: Cast) -> None:
    periods(people)
    enter_opening_balances(**by(people, period="2026", balances={BANK: Decimal(100)}))


def _pay(people: Cast) -> Verb:
    one = line(people, entry("120.00", ref="1", out=True))
    return partial(pay_by_line, **by(people, uid=one.uid, expenditure=approved(people).ref))


def _find(people: Cast) -> Verb:
    one = line(people, entry("120.00", ref="1", out=True))
    row = approved(people)
    pay(**by(people, ref=row.ref, on=ON))
    return partial(pay_by_line, **by(people, uid=one.uid, expenditure=row.ref))


def _take_back(people: Cast) -> Verb:
    _pay(people)()
    ref = Expenditure.objects.get().ref
    return partial(take_payment_back, **by(people, ref=ref, because="The bank sent it back."))


def _fee(people: Cast) -> Verb:
    one = line(people, entry("4.50", ref="1", out=True))
    return partial(book_bank_entry, **by(people, uid=one.uid, account=BANK_FEES))


def _reverse(people: Cast) -> Verb:
    _fee(people)()
    return partial(reverse_bank_entry, **by(people, ref=BankEntry.objects.get().ref, because="Wrong."))


def _state(people: Cast) -> Verb:
    line(people, entry("5.00", ref="1"))
    uid = BankStatement.objects.get().uid
    return partial(state_balances, **by(people, uid=uid, opening=Decimal(0), closing=Decimal(5)))


def _reconcile(people: Cast) -> Verb:
    _state(people)()
    return partial(reconcile, **by(people, uid=BankStatement.objects.get().uid))


def _undo(people: Cast) -> Verb:
    _opened(people)
    return partial(undo_opening_balances, **by(people, period="2026", because="Wrong."))


VERBS = {
    "pay": (_pay, ["expenditure.paid"]),
    "find": (_find, ["expenditure.found_at_bank"]),
    "take back": (_take_back, ["expenditure.payment_taken_back", "bank_line.taken_up"]),
    "fee": (_fee, ["bank_entry.fee_booked"]),
    "reverse": (_reverse, ["bank_entry.fee_reversed", "bank_line.taken_up"]),
    "state": (_state, ["bank_statement.balances_stated"]),
    "reconcile": (_reconcile, ["bank_statement.reconciled"]),
    "undo": (_undo, ["period.journal_reversed"]),
}


@pytest.mark.django_db
@pytest.mark.torn
@pytest.mark.parametrize("name", VERBS)
def test_after_each_write_it_is_all_or_nothing(cast: Cast, name: str) -> None:
    survives_each_write(cast, *VERBS[name])


@pytest.mark.django_db
@pytest.mark.torn
@pytest.mark.parametrize("name", VERBS)
def test_what_follows_is_of_the_same_transaction(cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    survives_its_followers(cast, monkeypatch, *VERBS[name])
