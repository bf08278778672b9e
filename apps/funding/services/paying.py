"""Payments: booked by hand, matched with whoever they are of, reversed with a reason."""

from datetime import date, datetime
from decimal import Decimal

from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.committees.states import OrganisationKind
from apps.funding.acts.contributions import MATCHED, REVERSED
from apps.funding.models import PAYMENT, Journal, Payment, Settlement
from apps.funding.rules.bank import cents
from apps.funding.rules.chart import UNKNOWN
from apps.funding.rules.paying import errors_in_payment, may_book, may_match, may_reverse
from apps.funding.selectors.whose import payers, whose
from apps.funding.services.booking import Received, book_all, facts_of, place
from apps.funding.services.lines import open_line
from apps.funding.services.posting import undo
from apps.funding.services.posting_many import OpenBooks, Planned, post_all
from apps.funding.services.settling import (
    Owing,
    hold_the_money,
    open_now,
    take_credit_back,
    tell_instalments,
    use_credit,
)
from apps.funding.states import PaymentState
from apps.kernel.decisions import Invalid
from apps.record.services import record

SURE = "sure"


def book_payment(
    *,
    actor: Viewer,
    now: datetime,
    amount: Decimal,
    on: date,
    organisation: str = "",
    reference: str = "",
    note: str = "",
    sure: bool = False,
) -> Payment:
    """Book a payment by hand: it settles the member's oldest instalments first, and what is over is its credit.

    `organisation` is a key; without one the reference says whose it is, or else nobody knows yet. A payment in another
    currency is booked at what the bank credited. The like of one that is there already, and one that differs from its
    own reference, are booked only where `sure`. Raises Refused, or Invalid by field.
    """
    may_book(actor, is_secretariat=_is_secretariat(actor)).require()
    hold_the_money()
    reference, note = _clean(reference, 140), _clean(note, 300)
    errors = errors_in_payment(amount, on, now.date())
    named = whose(reference)
    row = _member(organisation, errors) if organisation else named
    if errors:
        raise Invalid(errors)
    amount = cents(amount)
    if not sure:
        _ask_again(row, named, amount, on, reference)
    today, ids = now.date(), [row.pk] if row else []
    before = open_now(ids)
    [payment] = book_all([Received(row, on, amount, reference, note)], actor=actor, now=now, today=today)
    tell_instalments(before, ids, actor=actor, now=now)
    return payment


def _is_secretariat(actor: Viewer) -> bool:
    return Organisation.objects.filter(pk=actor.organisation_id, kind=OrganisationKind.SECRETARIAT).exists()


def _clean(text: str, most: int) -> str:
    return " ".join(text.replace("\0", "").split())[:most]


def _member(key: str, errors: dict[str, str]) -> Organisation | None:
    row = payers().filter(key=key).first()
    if row is None:
        errors["organisation"] = "Choose a lab of this committee."
    return row


def _ask_again(row: Organisation | None, named: Organisation | None, amount: Decimal, on: date, reference: str) -> None:
    """Raise Invalid where the payment looks as if it were there already, or were another's."""
    if named is not None and row is not None and named != row:
        raise Invalid({SURE: f"This reference is of {named.name}. Tick this if {row.name} paid it all the same."})
    alike = Payment.objects.exclude(state=PaymentState.REVERSED).filter(amount=amount, on=on, organisation=row)
    twin = alike.order_by("-pk").first()
    if twin is not None:
        raise Invalid({SURE: f"{twin.ref} has the same day, amount and payer. Tick this if it is another payment."})


def locked_payment(actor: Viewer, ref: str) -> Payment:
    """The payment, locked; raises Http404."""
    row = Payment.objects.visible_to(actor).select_for_update(of=("self",)).filter(ref=ref).first()
    if row is None:
        raise Http404(ref)
    return row


def match_payment(*, actor: Viewer, now: datetime, ref: str, organisation: str) -> Payment:
    """Say whose a payment is of which nobody knew. Raises Http404, Refused, or Invalid by field."""
    hold_the_money()
    payment = locked_payment(actor, ref)
    may_match(actor, payment.state).require()
    errors: dict[str, str] = {}
    row = _member(organisation, errors)
    if row is None:
        raise Invalid(errors)
    before = open_now([row.pk])
    payment.organisation, payment.state = row, PaymentState.MATCHED
    payment.save(update_fields=["organisation", "state"])
    planned: list[Planned] = []
    settlements: list[Settlement] = []
    day = OpenBooks().day_for(payment.on, now.date())
    split = place(payment, Owing([row.pk]), day=day, account=UNKNOWN, planned=planned, settlements=settlements, now=now)
    post_all(planned, actor=actor, now=now)
    Settlement.objects.bulk_create(settlements)
    record(MATCHED, actor=actor, now=now, subject=(PAYMENT, payment.pk, payment.ref), facts=facts_of(payment, split))
    tell_instalments(before, [row.pk], actor=actor, now=now)
    return payment


def reverse_payment(*, actor: Viewer, now: datetime, ref: str, because: str) -> Payment:
    """Undo a payment: its journals, what it settled, and what its credit settled; its bank line is open again.

    Credit that the member has besides is used at once for what is open then. Raises Http404, Refused, or Invalid.
    """
    hold_the_money()
    payment = locked_payment(actor, ref)
    may_reverse(actor, payment.state).require()
    because = _clean(because, 300)
    if not because:
        raise Invalid({"because": "Say why the payment is reversed."})
    today, ids = now.date(), [payment.organisation_id] if payment.organisation_id else []
    before = open_now(ids)
    _undo_journals(payment, actor=actor, now=now)
    _undo_settlements(payment, now)
    payment.state, payment.reversed_at, payment.because = PaymentState.REVERSED, now, because
    payment.save(update_fields=["state", "reversed_at", "because"])
    facts = {
        "organisation": payment.organisation.key if payment.organisation else "",
        "amount": f"{payment.amount:f}",
        "because": because,
    }
    record(REVERSED, actor=actor, now=now, subject=(PAYMENT, payment.pk, payment.ref), facts=facts)
    if payment.line_id is not None:
        open_line(payment.line_id, actor, now, payment=payment.ref)
    if payment.organisation is not None:
        take_credit_back(payment.organisation, actor=actor, now=now, today=today)
        use_credit(ids, actor=actor, now=now, today=today)
    tell_instalments(before, ids, actor=actor, now=now)
    return payment


def _undo_journals(payment: Payment, *, actor: Viewer, now: datetime) -> None:
    today = OpenBooks().day_for(now.date(), now.date())
    rows = Journal.objects.filter(about=payment.ref, reverses=None, reversals=None)
    for journal in rows.order_by("-pk"):
        undo(journal, actor=actor, now=now, on=max(today, journal.on), memo=f"Payment {payment.ref} reversed")


def _undo_settlements(payment: Payment, now: datetime) -> None:
    day = OpenBooks().day_for(now.date(), now.date())
    Settlement.objects.bulk_create(
        Settlement(instalment=row.instalment, payment=payment, amount=-row.amount, on=max(day, row.on), at=now)
        for row in payment.settlements.select_related("instalment").order_by("pk")
    )
