"""A period's books as pages show them: what the accounts say at a day, against the budget, and the journals behind it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.funding.models import Entry, Expenditure, Journal, Period
from apps.funding.rules.ledger import Kind
from apps.funding.rules.settling import by_age
from apps.funding.selectors.owing import owing
from apps.funding.selectors.shares import budget_in_force
from apps.funding.selectors.statements import Accounts, Balance, accounts_at
from apps.funding.states import Spending

KEPT = (Kind.ASSET, Kind.LIABILITY, Kind.EQUITY)


@dataclass(frozen=True, slots=True)
class AgainstBudget:
    """A line of the budget, what was spent on it, and what is left of it; no planned amount for what no line foresees.

    `spent` is what the books say, from approval on. `committed` is entered or approved and was not paid by the day; of
    it the books have `unpaid` already.
    """

    account: str
    label: str
    planned: Decimal | None
    spent: Decimal
    committed: Decimal = Decimal()
    unpaid: Decimal = Decimal()

    @property
    def paid(self) -> Decimal:
        """What is gone."""
        return self.spent - self.unpaid

    @property
    def waiting(self) -> Decimal:
        """What is entered and waits for its approval; the books do not have it yet."""
        return self.committed - self.unpaid

    @property
    def left(self) -> Decimal:
        """What is neither paid nor committed; below nothing where that is more than was planned."""
        return (self.planned or Decimal()) - self.paid - self.committed


@dataclass(frozen=True, slots=True)
class Ages:
    """What a member owes by age; see `rules.settling.by_age`."""

    name: str
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """All of it."""
        return sum(self.amounts, Decimal())


@dataclass(frozen=True, slots=True)
class StatementAt:
    """What a period's books say at the end of a day."""

    on: date
    kept: list[Balance]
    income: list[Balance]
    spending: list[AgainstBudget]
    before: Decimal
    surplus: Decimal
    is_balanced: bool
    ages: list[Ages]


def period_for(viewer: Viewer, name: str) -> Period:
    """A period by its name; raises Http404."""
    found = Period.objects.visible_to(viewer).filter(name=name).first()
    if found is None:
        raise Http404(name)
    return found


def statement_at(period: Period, on: date) -> StatementAt:
    """The statement at the end of a day of the period; a constant number of queries."""
    whole = accounts_at(on)
    own = accounts_at(on, since=period.first)
    return StatementAt(
        on,
        [row for row in whole.of(*KEPT) if row.amount],
        [row for row in own.of(Kind.INCOME) if row.amount],
        _against(period, own, on),
        whole.statement.surplus - own.statement.surplus,
        own.statement.surplus,
        whole.statement.is_balanced,
        _ages(on),
    )


def _against(period: Period, own: Accounts, on: date) -> list[AgainstBudget]:
    budget = budget_in_force(period)
    lines = list(budget.lines.select_related("account")) if budget else []
    planned = {line.account.number: (line.label, line.amount) for line in lines}
    spent = {row.number: row for row in own.of(Kind.EXPENSE)}
    asked = _committed(period, on)
    nothing = (Decimal(), Decimal())
    rows = [
        AgainstBudget(
            number, label, amount, spent[number].amount if number in spent else Decimal(), *asked.get(number, nothing)
        )
        for number, (label, amount) in planned.items()
    ]
    rows += [
        AgainstBudget(number, row.name, None, row.amount, *asked.get(number, nothing))
        for number, row in spent.items()
        if number not in planned and (row.amount or number in asked)
    ]
    return rows


def _committed(period: Period, on: date) -> dict[str, tuple[Decimal, Decimal]]:
    """By account: what is entered or approved and was not paid by the day, and what of it the books have (one query)."""
    waits = Q(state__in=[Spending.ENTERED, Spending.APPROVED]) | Q(state=Spending.PAID, paid_on__gt=on)
    booked = Q(state__in=[Spending.APPROVED, Spending.PAID], on__lte=on)
    rows = Expenditure.objects.filter(waits, period=period).values_list("account__number").order_by()
    sums = rows.annotate(all=Sum("amount"), booked=Sum("amount", filter=booked))
    return {number: (whole, part or Decimal()) for number, whole, part in sums}


def _ages(on: date) -> list[Ages]:
    owed = owing(on)
    names = dict(Organisation.objects.filter(pk__in=owed).values_list("pk", "name"))
    return sorted((Ages(names[pk], by_age(rows, on)) for pk, rows in owed.items()), key=lambda one: one.name)


def default_day(period: Period, today: date) -> date:
    """Yesterday, or the nearest day of the period to it."""
    return min(max(today - timedelta(1), period.first), period.last)


def journals_of(viewer: Viewer, period: Period) -> QuerySet[Journal]:
    """The journals of a period with their entries."""
    entries = Prefetch("entries", Entry.objects.select_related("account", "organisation").order_by("pk"))
    return Journal.objects.visible_to(viewer).filter(period=period).prefetch_related(entries)


def journal_for(viewer: Viewer, ref: str) -> Journal:
    """A journal by its reference, with what it undoes and what undid it; raises Http404."""
    rows = Journal.objects.visible_to(viewer).select_related("period", "reverses", "posted_by__person")
    found = rows.prefetch_related("reversals").filter(ref=ref).first()
    if found is None:
        raise Http404(ref)
    return found


@dataclass(frozen=True, slots=True)
class OpeningBalances:
    """Where a period's opening balances stand: the journal that counts, if any, and whether earlier ones were undone."""

    journal: Journal | None
    were_undone: bool
    anything_booked: bool


def opening_balances_of(period: Period) -> OpeningBalances:
    """The opening balances of a period (two queries)."""
    rows = list(Journal.objects.filter(period=period, about=period.name, reverses=None).prefetch_related("reversals"))
    stands = next((row for row in rows if not row.reversals.all()), None)
    return OpeningBalances(stands, bool(rows) and stands is None, bool(rows) or Journal.objects.exists())
