"""What the accounts say at a date, summed by the database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from apps.funding.models import Account, Entry
from apps.funding.rules.ledger import Kind, Statement, stated


@dataclass(frozen=True, slots=True)
class Balance:
    """An account and its balance as people read it: what it grows by is above nothing."""

    number: str
    name: str
    kind: Kind
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Accounts:
    """Every account's balance, and the statement that they make."""

    rows: tuple[Balance, ...]
    statement: Statement

    def of(self, *kinds: Kind) -> list[Balance]:
        """The accounts of these kinds, by number."""
        return [row for row in self.rows if row.kind in kinds]


def accounts_at(until: date, *, since: date | None = None) -> Accounts:
    """The accounts up to and with a day, of all time or since a day (two queries)."""
    days = Q(journal__on__lte=until) & (Q(journal__on__gte=since) if since else Q())
    sums = dict(Entry.objects.filter(days).values_list("account").annotate(sum=Sum("amount")).order_by())
    rows = list(Account.objects.order_by("number"))
    by_number = {row.number: sums.get(row.pk, Decimal()) for row in rows}
    kinds = {row.number: Kind(row.kind) for row in rows}
    read = (
        Balance(row.number, row.name, Kind(row.kind), _as_read(Kind(row.kind), by_number[row.number])) for row in rows
    )
    return Accounts(tuple(read), stated(by_number, kinds))


def _as_read(kind: Kind, balance: Decimal) -> Decimal:
    return stated({"": balance}, {"": kind}).totals[kind]


def held(account: str, until: date) -> dict[int | None, Decimal]:
    """What an account holds for each organisation, debits less credits; those at nothing are left out (one query)."""
    rows = Entry.objects.filter(account__number=account, journal__on__lte=until)
    sums = rows.values_list("organisation").annotate(sum=Sum("amount")).order_by()
    return {organisation: amount for organisation, amount in sums if amount}
