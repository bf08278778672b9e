"""One account of the ledger in a period: what it began with, its entries with the balance after each, what it came to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum
from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.funding.models import Account, Entry, Period
from apps.funding.rules.ledger import BY_DEBIT, Kind
from apps.funding.selectors.books import KEPT


@dataclass(frozen=True, slots=True)
class Step:
    """An entry, on its side, and the account's balance after it as people read it: what it grows by is above nothing."""

    entry: Entry
    debit: Decimal | None
    credit: Decimal | None
    balance: Decimal


@dataclass(frozen=True, slots=True)
class AccountAt:
    """An account of a period up to the end of a day.

    `opening` is what it held before the period's first day; what income and expense held before belongs to earlier
    periods and counts as nothing. `closing` is what the statement of the day says.
    """

    account: Account
    period: Period
    on: date
    opening: Decimal
    closing: Decimal

    @property
    def sign(self) -> int:
        """What turns debits less credits into what people read."""
        return 1 if self.account.kind in BY_DEBIT else -1

    def entries(self) -> QuerySet[Entry]:
        """The entries of the period up to the day, each with its journal and the day `on` which it counts."""
        rows = Entry.objects.filter(account=self.account, journal__on__gte=self.period.first, journal__on__lte=self.on)
        return rows.select_related("journal", "organisation").annotate(on=F("journal__on"))

    def steps(self, rows: Iterable[Entry]) -> Iterator[Step]:
        """These entries, which follow one another by day and then by number, with the balances after them.

        One query, for what was booked before the first of them.
        """
        balance = None
        for row in rows:
            if balance is None:
                balance = self.opening + self._before(row)
            balance += self.sign * row.amount
            debit, credit = (row.amount, None) if row.amount > 0 else (None, -row.amount)
            yield Step(row, debit, credit, balance)

    def _before(self, row: Entry) -> Decimal:
        on = row.on  # type: ignore[attr-defined]
        earlier = self.entries().filter(Q(on__lt=on) | Q(on=on, pk__lt=row.pk))
        return self.sign * _sum(earlier)


def account_at(viewer: Viewer, period: Period, number: str, on: date) -> AccountAt:
    """An account of a period as it stood at the end of a day of it (two queries); raises Http404."""
    account = Account.objects.visible_to(viewer).filter(number=number).first()
    if account is None:
        raise Http404(number)
    own = Q(journal__on__gte=period.first)
    sums = Entry.objects.filter(account=account, journal__on__lte=on).aggregate(
        before=Sum("amount", filter=~own), own=Sum("amount", filter=own)
    )
    sign = 1 if account.kind in BY_DEBIT else -1
    opening = sign * (sums["before"] or Decimal()) if Kind(account.kind) in KEPT else Decimal()
    return AccountAt(account, period, on, opening, opening + sign * (sums["own"] or Decimal()))


def _sum(entries: QuerySet[Entry]) -> Decimal:
    return entries.aggregate(sum=Sum("amount"))["sum"] or Decimal()
