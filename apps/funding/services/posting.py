"""Posting to the ledger: journals that balance, in periods that are open, undone by reversal only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from apps.committees.models import Seat
from apps.committees.rules.viewer import Actor, Viewer
from apps.funding.models import Account, Entry, Journal, Period
from apps.funding.rules import ledger
from apps.funding.rules.charter import RULE, refuse
from apps.funding.services.numbering import put_next_number
from apps.funding.states import Books


@dataclass(frozen=True, slots=True)
class Post:
    """An amount for an account by its number: above nothing a debit; with the organisation that it concerns."""

    account: str
    amount: Decimal
    organisation_id: int | None = None


def open_period_at(on: date) -> Period:
    """The period that has the day, whose books are open; raises Refused where there is none."""
    period = Period.objects.filter(first__lte=on, last__gte=on).first()
    if period is None:
        refuse(RULE, f"No period has the {on:%d %B %Y}. Open one first.").require()
    elif period.state == Books.CLOSED:
        refuse(RULE, f"The books of {period.name} are closed. Book it in an open period.").require()
    return period  # type: ignore[return-value]


def post(
    lines: Sequence[Post],
    *,
    actor: Actor,
    now: datetime,
    on: date,
    memo: str,
    about: str = "",
    reverses: Journal | None = None,
) -> Journal:
    """Post a journal; entries of nothing are left out.

    The caller records the act of which it is a part. Raises Refused where no open period has the day, ValueError for
    entries that do not balance.
    """
    period = open_period_at(on)
    kept = [line for line in lines if line.amount]
    ledger.Journal(on, tuple(ledger.Line(line.account, line.amount) for line in kept))
    accounts = dict(Account.objects.filter(number__in={line.account for line in kept}).values_list("number", "pk"))
    by = Seat.objects.get(pk=actor.seat_id) if isinstance(actor, Viewer) and actor.seat_id else None
    row = Journal(period=period, on=on, memo=memo[:300], about=about, reverses=reverses, posted_by=by, posted_at=now)
    put_next_number(row, "JRN", on.year)
    row.save()
    Entry.objects.bulk_create(
        Entry(journal=row, account_id=accounts[line.account], organisation_id=line.organisation_id, amount=line.amount)
        for line in kept
    )
    return row


def undo(journal: Journal, *, actor: Actor, now: datetime, on: date, memo: str) -> Journal:
    """Post the journal that undoes another; raises Refused where that was undone already or the day's books are closed."""
    if Journal.objects.filter(reverses=journal).exists():
        refuse(RULE, f"{journal.ref} was undone already.").require()
    lines = [
        Post(entry.account.number, -entry.amount, entry.organisation_id)
        for entry in journal.entries.select_related("account").order_by("pk")
    ]
    return post(lines, actor=actor, now=now, on=on, memo=memo, about=journal.about, reverses=journal)
