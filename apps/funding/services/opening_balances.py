"""What was there before the first period: entered once, and undone while its books are open, if it was wrong."""

from datetime import datetime
from decimal import Decimal

from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.funding.acts import books as acts
from apps.funding.models import PERIOD, Account, Journal, Period
from apps.funding.rules.chart import FUND
from apps.funding.rules.treasury import may_enter_opening, may_undo_opening
from apps.funding.selectors.books import opening_balances_of
from apps.funding.services.posting import Post, post, undo
from apps.funding.states import Books
from apps.kernel.decisions import Invalid
from apps.record.services import record


def enter_opening_balances(*, actor: Viewer, now: datetime, period: str, balances: dict[str, Decimal]) -> Journal:
    """Begin the first period with what was there before: accounts by number, debits above nothing.

    What they differ by goes to the accumulated fund. Raises Http404, Refused, or Invalid by account.
    """
    row = _locked(actor, period)
    there = opening_balances_of(row)
    may_enter_opening(
        actor,
        stands=there.journal is not None,
        were_undone=there.were_undone,
        anything_booked=there.anything_booked,
    ).require()
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


def undo_opening_balances(*, actor: Viewer, now: datetime, period: str, because: str) -> Journal:
    """Undo the opening balances of a period on their own day, with the reason; others can be entered then.

    Raises Http404, Refused, or Invalid by field.
    """
    row = _locked(actor, period)
    there = opening_balances_of(row).journal
    may_undo_opening(actor, stands=there is not None, is_open=row.state == Books.OPEN).require()
    because = " ".join(because.replace("\0", "").split())[:300]
    if not because:
        raise Invalid({"because": "Say why they are undone."})
    assert there is not None  # noqa: S101 - the rule refuses it
    back = undo(there, actor=actor, now=now, on=there.on, memo="Opening balances undone")
    facts = {"journal": there.ref, "by": back.ref, "because": because}
    record(acts.REVERSED, actor=actor, now=now, subject=(PERIOD, row.pk, row.name), facts=facts)
    return back


def _locked(actor: Viewer, period: str) -> Period:
    row: Period | None = Period.objects.visible_to(actor).select_for_update().filter(name=period).first()
    if row is None:
        raise Http404(period)
    return row
