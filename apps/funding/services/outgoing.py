"""Lines of money that went out: the expenditures that they paid, and payments that turn out not to have been made."""

from datetime import datetime
from uuid import UUID

from apps.committees.rules.viewer import Viewer
from apps.funding.acts import spending as acts
from apps.funding.models import Expenditure, Journal
from apps.funding.rules.chart import BANK
from apps.funding.rules.charter import TWO_PEOPLE, under
from apps.funding.rules.outgoing import may_be_paid_by
from apps.funding.rules.spending import may_enter
from apps.funding.selectors.spending import expenditure_for
from apps.funding.services.lines import locked_line, move_line, open_line
from apps.funding.services.posting import undo
from apps.funding.services.posting_many import OpenBooks
from apps.funding.services.settling import hold_the_money
from apps.funding.services.spending import REASON_LENGTH, set_paid, tell_spending
from apps.funding.states import SPENDINGS, LineState, Spending
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required


def pay_by_line(*, actor: Viewer, now: datetime, uid: UUID, expenditure: str) -> Expenditure:
    """Say which expenditure an open line of money that went out has paid, by its reference number.

    An approved one is paid from now on, booked on the bank's day where its books are open, else today; one that was
    noted as paid by hand is found at the bank, and nothing is booked again. Raises Http404, Refused or Invalid.
    """
    line = locked_line(actor, uid, "book")
    if not expenditure:
        raise Invalid({"expenditure": "Choose what was paid."})
    row = expenditure_for(actor, expenditure, lock=True)
    may_be_paid_by(row.state, row.amount, line.amount, has_line=row.line_id is not None).require()
    move_line(line, LineState.BOOKED)
    if row.state == Spending.PAID:
        row.line, row.version = line, row.version + 1
        row.save(update_fields=["line", "version"])
        tell_spending(acts.FOUND, row, actor, now, on=line.on.isoformat())
        return row
    day = OpenBooks().day_for(line.on, now.date())
    return set_paid(row, actor=actor, now=now, on=line.on, day=day, line=line)


def take_payment_back(*, actor: Viewer, now: datetime, ref: str, because: str) -> Expenditure:
    """Undo that an expenditure was paid, with the reason: it is owed again, and its line of the bank is open.

    Raises Http404, Refused or Invalid.
    """
    hold_the_money()
    row = expenditure_for(actor, ref, lock=True)
    may_enter(actor).require()
    under(TWO_PEOPLE, SPENDINGS.may("return", row.state)).require()
    reason = required(because, "because", "Say why.", REASON_LENGTH)
    today = OpenBooks().day_for(now.date(), now.date())
    paid = Journal.objects.filter(about=row.ref, reverses=None, reversals=None, entries__account__number=BANK)
    for journal in paid.order_by("pk"):
        undo(journal, actor=actor, now=now, on=max(today, journal.on), memo=f"Not paid: {row.purpose}")
    line = row.line_id
    row.state, row.paid_on, row.line, row.version = SPENDINGS["return"].target, None, None, row.version + 1
    row.save(update_fields=["state", "paid_on", "line", "version"])
    tell_spending(acts.RETURNED, row, actor, now, because=reason)
    if line is not None:
        open_line(line, actor, now, expenditure=row.ref)
    return row
