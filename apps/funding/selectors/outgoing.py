"""Which expenditure a line of money that went out could be."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.funding.models import BankEntry, BankLine, Expenditure, Period
from apps.funding.rules.outgoing import Waiting, spending_for
from apps.funding.rules.suggesting import Because
from apps.funding.selectors.spending import accounts_for
from apps.funding.states import Spending


@dataclass(frozen=True, slots=True)
class Guess:
    """The expenditure that a line could be, and why; and all of that amount, among which one chooses."""

    expenditure: Expenditure | None
    because: Because | None
    of_that_amount: tuple[Expenditure, ...]


def guesses(lines: Sequence[BankLine]) -> dict[int, Guess]:
    """For each line of money that went out, by id (one query)."""
    out = [line for line in lines if line.amount < 0]
    rows = Expenditure.objects.filter(state__in=[Spending.APPROVED, Spending.PAID], line=None)
    rows = rows.filter(amount__in={-line.amount for line in out}).order_by("-pk")
    by_ref = {row.ref: row for row in rows}
    waiting = [Waiting(row.ref, row.amount, row.payee, row.payee_account, row.invoice) for row in by_ref.values()]
    found = {}
    for line in out:
        text = f"{line.other_name} {line.reference} {line.text}"
        guess = spending_for(-line.amount, line.other_account, text, waiting)
        same = tuple(row for row in by_ref.values() if row.amount == -line.amount)
        found[line.pk] = Guess(by_ref[guess[0].ref] if guess else None, guess[1] if guess else None, same)
    return found


def accounts_of_the_bank(lines: Sequence[BankLine]) -> dict[int, list[tuple[str, str]]]:
    """On which accounts each line could be booked as the bank's own, by id (a few queries for each period)."""
    periods = list(Period.objects.all())
    known: dict[tuple[int, bool], list[tuple[str, str]]] = {}
    found = {}
    for line in lines:
        period = next((one for one in periods if one.first <= line.on <= one.last), None)
        if period is not None:
            key = (period.pk, line.amount > 0)
            if key not in known:
                known[key] = accounts_for(line.amount, period)
            found[line.pk] = known[key]
    return found


def bank_entry_for(viewer: Viewer, ref: str) -> BankEntry:
    """What the bank took or gave, by its reference; raises Http404."""
    rows = BankEntry.objects.visible_to(viewer).select_related("account", "period", "line__statement", "by__person")
    row: BankEntry | None = rows.filter(ref=ref).first()
    if row is None:
        raise Http404(ref)
    return row
