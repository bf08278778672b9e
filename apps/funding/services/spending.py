"""Expenditure: entered by one person, approved by another, paid, each step with its journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import Http404

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_values
from apps.files.services import Checked, facts_of, store_file
from apps.funding.acts import spending as acts
from apps.funding.models import EXPENDITURE, Account, BankLine, Expenditure, ExpenditureFile, Journal, Period
from apps.funding.rules.chart import BANK, CREDIT, PAYABLE
from apps.funding.rules.charter import TWO_PEOPLE, refuse, under
from apps.funding.rules.spending import bare, errors_in_spending, may_decide, may_enter
from apps.funding.selectors.spending import accounts_of, expenditure_for, left_of, refundable
from apps.funding.services.numbering import put_next_number
from apps.funding.services.posting import Post, open_period_at, post, undo
from apps.funding.services.settling import hold_the_money
from apps.funding.states import SPENDINGS, Spending
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.turns import wait_for_turn
from apps.kernel.texts import required
from apps.record.services import record

REASON_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Spent:
    """An expenditure as it is written down; `account` is the number of a budget line's account."""

    account: str
    payee: str
    purpose: str
    amount: Decimal | None
    on: date
    invoice: str = ""
    payee_account: str = ""


def enter_expenditure(
    *, actor: Viewer, now: datetime, spent: Spent, files: Sequence[Checked] = (), sure: bool = False
) -> Expenditure:
    """Enter what is to be spent on a line of the budget in force, with its documents.

    What the line does not hold any more is refused until the actor is `sure`. Raises Refused, or Invalid by field.
    """
    may_enter(actor).require()
    period = open_period_at(spent.on)
    wait_for_turn("funding.spending")
    account = Account.objects.filter(number=spent.account).first()
    errors = errors_in_spending(spent.payee.strip(), spent.purpose.strip(), spent.amount, spent.payee_account)
    if account is None or spent.account not in dict(accounts_of(period)):
        errors["account"] = f"Choose a line of the budget that is in force for {period.name}."
    elif not errors and spent.amount and not sure and spent.amount > (left := left_of(period, account)):
        errors["sure"] = f"This line has {left} {period.currency} left. Tick this to go beyond it."
    if errors or account is None or spent.amount is None:
        raise Invalid(errors)
    return _enter(actor, now, period, account, spent, files, None)


def enter_refund(
    *,
    actor: Viewer,
    now: datetime,
    organisation: str,
    amount: Decimal | None,
    on: date,
    because: str,
    payee_account: str = "",
) -> Expenditure:
    """Give back what a member paid too much, one that has left too; never more than its credit.

    Raises Http404, Refused, or Invalid by field.
    """
    may_enter(actor).require()
    lab = Organisation.objects.filter(key=organisation).first()
    if lab is None:
        raise Http404(organisation)
    period = open_period_at(on)
    hold_the_money()
    errors = errors_in_spending(lab.name, because.strip(), amount, payee_account)
    if not errors and amount and amount > (credit := refundable(lab)):
        errors["amount"] = f"{lab.name} has a credit of {credit} {period.currency}."
    if errors or amount is None:
        raise Invalid(errors)
    account = Account.objects.get(number=CREDIT)
    spent = Spent(CREDIT, lab.name, because, amount, on, payee_account=payee_account)
    return _enter(actor, now, period, account, spent, (), lab)


def _enter(
    actor: Viewer,
    now: datetime,
    period: Period,
    account: Account,
    spent: Spent,
    files: Sequence[Checked],
    lab: Organisation | None,
) -> Expenditure:
    assert spent.amount is not None  # noqa: S101 - who calls has checked it
    row = Expenditure(
        period=period,
        account=account,
        organisation=lab,
        payee=spent.payee.strip()[:140],
        payee_account=bare(spent.payee_account),
        purpose=spent.purpose.strip()[:300],
        invoice=spent.invoice.strip()[:80],
        amount=spent.amount,
        on=spent.on,
        entered_by=Seat.objects.get(pk=actor.seat_id),
        entered_at=now,
    )
    put_next_number(row, "EXP", now.year)
    with transaction.atomic():
        row.save()
        stored = []
        for upload in files:
            file = store_file(actor=actor, now=now, subject=(EXPENDITURE, row.pk, row.ref), upload=upload)
            ExpenditureFile.objects.create(expenditure=row, file=file)
            stored.append(facts_of(file))
    tell_spending(acts.ENTERED, row, actor, now, documents=[one["sha256"] for one in stored])
    return row


def approve(*, actor: Viewer, now: datetime, ref: str) -> Expenditure:
    """Approve what another entered: it is owed from now on. Raises Http404 or Refused."""
    hold_the_money()
    row = _deciding(actor, now, ref, "approve")
    _decide(row, actor, now, "approve", "")
    own = row.organisation_id
    lines = [Post(row.account.number, row.amount, own), Post(PAYABLE, -row.amount, own)]
    post(lines, actor=actor, now=now, on=row.on, memo=row.purpose, about=row.ref)
    tell_spending(acts.APPROVED, row, actor, now)
    return row


def refuse_expenditure(*, actor: Viewer, now: datetime, ref: str, because: str) -> Expenditure:
    """Refuse what another entered, with the reason; raises Http404, Refused or Invalid."""
    row = _deciding(actor, now, ref, "refuse")
    _decide(row, actor, now, "refuse", required(because, "because", "Say why.", REASON_LENGTH))
    tell_spending(acts.REFUSED, row, actor, now, because=row.because)
    return row


def pay(*, actor: Viewer, now: datetime, ref: str, on: date) -> Expenditure:
    """Note that an approved expenditure was paid on a day; raises Http404, Refused or Invalid."""
    hold_the_money()
    row = expenditure_for(actor, ref, lock=True)
    may_enter(actor).require()
    under(TWO_PEOPLE, SPENDINGS.may("pay", row.state)).require()
    if on > now.date():
        raise Invalid({"on": "Give a day that has come."})
    return set_paid(row, actor=actor, now=now, on=on, day=on)


def set_paid(
    row: Expenditure, *, actor: Viewer, now: datetime, on: date, day: date, line: BankLine | None = None
) -> Expenditure:
    """Write down that it was paid on a day, booked on `day`, by a line of the bank where that is known; then record it."""
    own = row.organisation_id
    lines = [Post(PAYABLE, row.amount, own), Post(BANK, -row.amount, own)]
    post(lines, actor=actor, now=now, on=day, memo=f"Paid: {row.purpose}", about=row.ref)
    row.state, row.paid_on, row.line, row.version = SPENDINGS["pay"].target, on, line, row.version + 1
    row.save(update_fields=["state", "paid_on", "line", "version"])
    tell_spending(acts.PAID, row, actor, now, on=on.isoformat())
    return row


def cancel(*, actor: Viewer, now: datetime, ref: str, because: str) -> Expenditure:
    """Take back what is not yet paid; what was approved is undone in the books. Raises Http404, Refused or Invalid."""
    row = expenditure_for(actor, ref, lock=True)
    may_enter(actor).require()
    under(TWO_PEOPLE, SPENDINGS.may("cancel", row.state)).require()
    reason = required(because, "because", "Say why.", REASON_LENGTH)
    if row.state == Spending.APPROVED:
        for journal in Journal.objects.filter(about=row.ref, reverses=None, reversals=None):
            undo(journal, actor=actor, now=now, on=now.date(), memo=f"Cancelled: {row.purpose}")
    row.state, row.because, row.version = SPENDINGS["cancel"].target, reason, row.version + 1
    row.save(update_fields=["state", "because", "version"])
    tell_spending(acts.CANCELLED, row, actor, now, because=reason)
    return row


def redact(*, actor: Viewer, now: datetime, ref: str, because: str) -> Expenditure:
    """Hide the payee from the public, for a recorded reason; raises Http404, Refused or Invalid."""
    row = expenditure_for(actor, ref, lock=True)
    may_enter(actor).require()
    if row.redacted_because:
        refuse(TWO_PEOPLE, "The payee is hidden already.").require()
    if row.state not in {Spending.APPROVED, Spending.PAID}:
        refuse(TWO_PEOPLE, "Nothing of it is public yet.").require()
    row.redacted_because, row.version = required(because, "because", "Say why.", REASON_LENGTH), row.version + 1
    row.save(update_fields=["redacted_because", "version"])
    tell_spending(acts.REDACTED, row, actor, now, because=row.redacted_because)
    return row


def _deciding(actor: Viewer, now: datetime, ref: str, verb: str) -> Expenditure:
    row = expenditure_for(actor, ref, lock=True)
    may_decide(
        actor,
        entered_by=row.entered_by_id,
        entered_for=row.entered_by.organisation_id,
        amount=row.amount if row.organisation_id is None else None,
        alone_up_to=Decimal(charter_values(now)(TWO_PEOPLE)),
    ).require()
    under(TWO_PEOPLE, SPENDINGS.may(verb, row.state)).require()
    return row


def _decide(row: Any, actor: Viewer, now: datetime, verb: str, because: str) -> None:
    row.state = SPENDINGS[verb].target
    row.decided_by, row.decided_at, row.because = Seat.objects.get(pk=actor.seat_id), now, because
    row.version += 1
    row.save(update_fields=["state", "decided_by", "decided_at", "because", "version"])


def tell_spending(kind: str, row: Expenditure, actor: Viewer, now: datetime, **more: Any) -> None:
    """Record what became of an expenditure; its payee only for those who read that."""
    facts = {
        "amount": str(row.amount),
        "currency": row.period.currency,
        "account": row.account.number,
        "purpose": row.purpose,
    }
    subject = (EXPENDITURE, row.pk, row.ref)
    record(kind, actor=actor, now=now, subject=subject, facts=facts | more, sealed={"payee": row.payee})
