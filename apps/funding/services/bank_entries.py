"""Fees that the bank took and interest that it gave: booked from its line by one person, undone by reversal."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.http import Http404

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_value
from apps.funding.acts import spending as acts
from apps.funding.models import BANK_ENTRY, Account, BankEntry, Journal
from apps.funding.rules.chart import BANK
from apps.funding.rules.charter import TWO_PEOPLE
from apps.funding.rules.outgoing import may_be_the_bank_s, may_reverse_bank_entry
from apps.funding.selectors.spending import accounts_for
from apps.funding.services.lines import locked_line, move_line, open_line
from apps.funding.services.numbering import put_next_number
from apps.funding.services.posting import Post, open_period_at, post, undo
from apps.funding.services.posting_many import OpenBooks
from apps.funding.services.settling import hold_the_money
from apps.funding.states import BANK_ENTRIES, LineState
from apps.kernel.decisions import Invalid
from apps.record.services import record


def book_bank_entry(*, actor: Viewer, now: datetime, uid: UUID, account: str, note: str = "") -> BankEntry:
    """Book an open line as what the bank took (on the account of fees or a line of the budget) or gave as interest.

    Booked on the bank's day where its books are open, else today. Raises Http404, Refused, or Invalid by field.
    """
    line = locked_line(actor, uid, "book")
    may_be_the_bank_s(line.amount, Decimal(charter_value(TWO_PEOPLE, now))).require()
    period = open_period_at(_day(line.on, now))
    if account not in dict(accounts_for(line.amount, period)):
        raise Invalid({"account": "Choose an account from the list."})
    row = BankEntry(
        period=period,
        account=Account.objects.get(number=account),
        line=line,
        on=line.on,
        amount=line.amount,
        note=" ".join(note.replace("\0", "").split())[:300],
        by=Seat.objects.get(pk=actor.seat_id),
        at=now,
    )
    put_next_number(row, "BNK", line.on.year)
    row.save()
    move_line(line, LineState.BOOKED)
    lines = [Post(BANK, row.amount), Post(account, -row.amount)]
    memo = f"{row.account.name}: {row.note}" if row.note else row.account.name
    post(lines, actor=actor, now=now, on=_day(line.on, now), memo=memo, about=row.ref)
    _tell(acts.FEE_BOOKED if row.amount < 0 else acts.INTEREST_BOOKED, row, actor, now)
    return row


def reverse_bank_entry(*, actor: Viewer, now: datetime, ref: str, because: str) -> BankEntry:
    """Undo it, with the reason: its journal, and its line of the bank is open. Raises Http404, Refused or Invalid."""
    hold_the_money()
    rows = BankEntry.objects.visible_to(actor).select_related("account").select_for_update(of=("self",))
    row = rows.filter(ref=ref).first()
    if row is None:
        raise Http404(ref)
    may_reverse_bank_entry(actor, row.state).require()
    because = " ".join(because.replace("\0", "").split())[:300]
    if not because:
        raise Invalid({"because": "Say why it is reversed."})
    for journal in Journal.objects.filter(about=row.ref, reverses=None, reversals=None):
        day = max(_day(now.date(), now), journal.on)
        undo(journal, actor=actor, now=now, on=day, memo=f"{row.ref} reversed")
    row.state, row.reversed_at, row.because = BANK_ENTRIES["reverse"].target, now, because
    row.save(update_fields=["state", "reversed_at", "because"])
    _tell(acts.FEE_REVERSED if row.amount < 0 else acts.INTEREST_REVERSED, row, actor, now, because=because)
    open_line(row.line_id, actor, now, entry=row.ref)
    return row


def _day(on: date, now: datetime) -> date:
    return OpenBooks().day_for(on, now.date())


def _tell(kind: str, row: BankEntry, actor: Viewer, now: datetime, **more: str) -> None:
    facts = {"amount": str(row.amount), "on": row.on.isoformat(), "account": row.account.number, "note": row.note}
    record(kind, actor=actor, now=now, subject=(BANK_ENTRY, row.pk, row.ref), facts=facts | more)
