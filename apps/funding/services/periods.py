"""Periods are opened one after the other, and closed for good once their books are done."""

from datetime import date, datetime, timedelta

from django.http import Http404

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_values
from apps.funding.acts import books as acts
from apps.funding.models import PERIOD, Account, Period
from apps.funding.rules.chart import CHART
from apps.funding.rules.charter import DECLARE_DAYS, RULE, refuse
from apps.funding.rules.treasury import errors_in_period, may_keep_the_books
from apps.funding.states import Books
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.turns import wait_for_turn
from apps.record.services import record


def open_period(*, actor: Viewer, now: datetime, name: str, first: date, last: date, currency: str = "") -> Period:
    """Open a period: labs declare for it, its scale and budget can be drafted, and its books take journals.

    The first one sets the committee's currency and makes its accounts. Raises Refused, or Invalid by field.
    """
    may_keep_the_books(actor).require()
    wait_for_turn("funding.period")
    latest = Period.objects.order_by("-last").first()
    errors = errors_in_period(first, last, latest.last if latest else None)
    currency = latest.currency if latest else currency.strip().upper()
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        errors["currency"] = "Give the three letters of a currency, such as EUR."
    if Period.objects.filter(name=name).exists():
        errors["name"] = "Another period has that name."
    if errors:
        raise Invalid(errors)
    if latest is None:
        Account.objects.bulk_create(Account(number=one.number, name=one.name, kind=one.kind) for one in CHART)
    row = Period.objects.create(
        name=name,
        first=first,
        last=last,
        currency=currency,
        opened_by=Seat.objects.get(pk=actor.seat_id),
        opened_at=now,
        declare_by=now.date() + timedelta(charter_values(now)(DECLARE_DAYS)),
    )
    facts = {"first": first.isoformat(), "last": last.isoformat(), "currency": currency}
    record(acts.OPENED, actor=actor, now=now, subject=(PERIOD, row.pk, row.name), facts=facts)
    return row


def close_books(*, actor: Viewer, now: datetime, name: str) -> Period:
    """Close a period's books, for good; the periods before it come first. Raises Http404 or Refused."""
    row = Period.objects.visible_to(actor).select_for_update().filter(name=name).first()
    if row is None:
        raise Http404(name)
    may_keep_the_books(actor).require()
    if row.state == Books.CLOSED:
        refuse(RULE, f"The books of {row.name} are closed already.").require()
    if now.date() <= row.last:
        refuse(RULE, f"{row.name} has not ended yet; its books are closed after {row.last:%d %B %Y}.").require()
    if earlier := Period.objects.filter(last__lt=row.first, state=Books.OPEN).order_by("first").first():
        refuse(RULE, f"Close {earlier.name} first.").require()
    row.state, row.closed_at, row.closed_by = Books.CLOSED, now, Seat.objects.get(pk=actor.seat_id)
    row.save(update_fields=["state", "closed_at", "closed_by"])
    facts = {"until": row.last.isoformat()}
    record(acts.CLOSED, actor=actor, now=now, subject=(PERIOD, row.pk, row.name), facts=facts)
    return row
