"""Booking money that came in: one payment or a whole statement's, with as many statements to the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Actor
from apps.funding.acts.contributions import BOOKED
from apps.funding.models import PAYMENT, BankLine, Payment, Settlement
from apps.funding.rules.chart import BANK, UNKNOWN
from apps.funding.services.posting import Post
from apps.funding.services.posting_many import OpenBooks, Planned, post_all, put_next_numbers, seat_of
from apps.funding.services.settling import Owing, Share, receiving
from apps.funding.states import PaymentState, Source
from apps.record.services import Entry, record_all


@dataclass(frozen=True, slots=True)
class Received:
    """Money that came: whose (None where nobody knows yet), when, how much, and what the committee reads of it."""

    organisation: Organisation | None
    on: date
    amount: Decimal
    reference: str = ""
    note: str = ""
    line: BankLine | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """What became of a payment: what it settled, and what is credit."""

    shares: tuple[Share, ...]
    credit: Decimal


def book_all(received: Sequence[Received], *, actor: Actor, now: datetime, today: date) -> list[Payment]:
    """Book payments in their order; the caller holds the money. Raises Refused where no open books have the day."""
    if not received:
        return []
    books, owing = OpenBooks(), Owing({one.organisation.pk for one in received if one.organisation})
    rows = [_payment(one, actor, now) for one in received]
    seat = seat_of(actor)
    for row in rows:
        row.by = seat
    put_next_numbers(rows, "PAY", [one.on.year for one in received])
    Payment.objects.bulk_create(rows)
    planned: list[Planned] = []
    settlements: list[Settlement] = []
    entries: list[Entry] = []
    for row, one in zip(rows, received, strict=True):
        day = books.day_for(one.on, today)
        split = place(row, owing, day=day, account=BANK, planned=planned, settlements=settlements, now=now)
        entries.append(Entry(BOOKED, actor, (PAYMENT, row.pk, row.ref), facts_of(row, split)))
    post_all(planned, actor=actor, now=now)
    Settlement.objects.bulk_create(settlements)
    record_all(entries, now=now)
    return rows


def _payment(one: Received, actor: Actor, now: datetime) -> Payment:
    return Payment(
        organisation=one.organisation,
        state=PaymentState.MATCHED if one.organisation else PaymentState.UNKNOWN,
        source=Source.BANK if one.line else Source.HAND,
        line=one.line,
        on=one.on,
        amount=one.amount,
        reference=one.reference,
        note=one.note,
        at=now,
    )


def place(
    payment: Payment, owing: Owing, *, day: date, account: str, planned: list[Planned],
    settlements: list[Settlement], now: datetime,
) -> Split:  # fmt: skip
    """Plan what a payment settles, with the journals; money that is nobody's yet waits on an account of its own."""
    memo, about = f"Payment {payment.ref}", payment.ref
    if payment.organisation is None:
        lines = (Post(account, payment.amount), Post(UNKNOWN, -payment.amount))
        planned.append(Planned(day, memo, about, lines))
        return Split((), Decimal())
    whose = payment.organisation.pk
    shares, credit = owing.give(whose, payment.amount)
    planned += receiving(whose, shares, credit, day, memo, about, account, payment.amount)
    settlements += [
        Settlement(instalment=one.instalment, payment=payment, amount=one.amount, on=max(day, one.exists_from), at=now)
        for one in shares
    ]
    return Split(tuple(shares), credit)


def facts_of(payment: Payment, split: Split) -> dict[str, object]:
    """What the record says of a payment."""
    settled = [[f"{one.instalment.assessment.ref}/{one.instalment.number}", f"{one.amount:f}"] for one in split.shares]
    return {
        "organisation": payment.organisation.key if payment.organisation else "",
        "amount": f"{payment.amount:f}",
        "on": payment.on.isoformat(),
        "settles": settled,
        "credit": f"{split.credit:f}",
    }
