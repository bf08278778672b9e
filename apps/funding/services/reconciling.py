"""Books and bank are found to agree at the end of a statement's last day; balances that its file does not say are typed."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.funding.acts.contributions import BALANCES_STATED, RECONCILED, STATEMENT
from apps.funding.models import BankStatement, Reconciliation, StatedBalance
from apps.funding.rules.reconciling import errors_in_balances, may_reconcile, may_state_balances
from apps.funding.selectors.reconciling import lines_within, reconciling, statement_for
from apps.funding.services.settling import hold_the_money
from apps.kernel.decisions import Invalid
from apps.record.services import record


def state_balances(*, actor: Viewer, now: datetime, uid: UUID, opening: Decimal, closing: Decimal) -> StatedBalance:
    """Enter the balances of a statement whose file says none; typed again, the newest count.

    Raises Http404, Refused, or Invalid by field where the lines do not lead from one to the other.
    """
    hold_the_money()
    row = statement_for(actor, uid)
    may_state_balances(actor, says_itself=row.opening is not None and row.closing is not None).require()
    if errors := errors_in_balances(opening, closing, lines_within(row).values_list("amount", flat=True)):
        raise Invalid(errors)
    seat = Seat.objects.get(pk=actor.seat_id)
    typed = StatedBalance.objects.create(statement=row, opening=opening, closing=closing, by=seat, at=now)
    facts = {"opening": f"{opening:f}", "closing": f"{closing:f}"}
    record(BALANCES_STATED, actor=actor, now=now, subject=_subject(row), facts=facts)
    return typed


def reconcile(*, actor: Viewer, now: datetime, uid: UUID) -> Reconciliation:
    """Write down that books and bank agree to the end of the statement, but for items that are named.

    Raises Http404, or Refused while a difference is left, and where it is reconciled already and nothing has changed.
    """
    hold_the_money()
    row = statement_for(actor, uid)
    whole = reconciling(row)
    found = whole.found
    may_reconcile(actor, found, is_overtaken=whole.is_overtaken, latest=whole.was).require()
    assert found is not None  # noqa: S101 - the rule refuses it
    done = Reconciliation.objects.create(
        statement=row,
        on=row.last,
        closing=found.closing,
        books=found.books,
        not_booked=found.not_booked,
        not_at_bank=found.not_at_bank,
        by=Seat.objects.get(pk=actor.seat_id),
        at=now,
    )
    facts = {
        "on": row.last.isoformat(),
        "closing": f"{found.closing:.2f}",
        "books": f"{found.books:.2f}",
        "not_booked": f"{found.not_booked:.2f}",
        "not_at_bank": f"{found.not_at_bank:.2f}",
        "items": len(whole.not_booked) + len(whole.not_at_bank),
    }
    record(RECONCILED, actor=actor, now=now, subject=_subject(row), facts=facts)
    return done


def _subject(row: BankStatement) -> tuple[str, int, str]:
    return STATEMENT, row.pk, str(row.uid)
