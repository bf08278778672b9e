"""Posting to the ledger: journals that balance, in periods that are open, undone by reversal only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.http import Http404

from apps.committees.models import Seat
from apps.committees.rules.viewer import Actor, Viewer
from apps.funding.acts import books as acts
from apps.funding.models import PERIOD, Account, Entry, Journal, Period
from apps.funding.rules import ledger
from apps.funding.rules.chart import FUND
from apps.funding.rules.charter import RULE, refuse
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.services.numbering import put_next_number
from apps.funding.states import Books
from apps.kernel.decisions import Invalid
from apps.record.services import record


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


def enter_opening_balances(*, actor: Viewer, now: datetime, period: str, balances: dict[str, Decimal]) -> Journal:
    """Begin the first period with what was there before: accounts by number, debits above nothing.

    What they differ by goes to the accumulated fund. Raises Http404, Refused, or Invalid by account.
    """
    row = Period.objects.visible_to(actor).select_for_update().filter(name=period).first()
    if row is None:
        raise Http404(period)
    may_keep_the_books(actor).require()
    if Journal.objects.exists():
        refuse(RULE, "Opening balances come before everything else, and something was booked already.").require()
    known = set(Account.objects.values_list("number", flat=True))
    errors = {number: "There is no such account." for number in balances if number not in known or number == FUND}
    if not any(balances.values()):
        errors[""] = "Give the balance of one account at least."
    if errors:
        raise Invalid(errors)
    lines = [Post(number, amount) for number, amount in balances.items()]
    lines.append(Post(FUND, -sum(balances.values(), Decimal())))
    journal = post(lines, actor=actor, now=now, on=row.first, memo="Opening balances", about=row.name)
    facts = {"journal": journal.ref, "balances": {number: str(amount) for number, amount in balances.items()}}
    record(acts.OPENING_BALANCES, actor=actor, now=now, subject=(PERIOD, row.pk, row.name), facts=facts)
    return journal
