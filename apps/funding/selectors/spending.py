"""What is spent and by whom it was decided, for those who read it."""

from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.files.models import File
from apps.funding.models import EXPENDITURE, Account, BankDetails, BankEntry, Budget, Expenditure, Period
from apps.funding.rules.chart import BANK_FEES, CREDIT, INTEREST, OTHER_INCOME
from apps.funding.selectors.contributing import credit_of
from apps.funding.selectors.shares import budget_in_force
from apps.funding.states import BankEntryState, Spending

COUNTED = (Spending.ENTERED, Spending.APPROVED, Spending.PAID)


def spending_of(viewer: Viewer, period: Period | None = None) -> QuerySet[Expenditure]:
    """The expenditures, of all periods or one."""
    rows = Expenditure.objects.visible_to(viewer).select_related("account", "period", "organisation")
    return rows if period is None else rows.filter(period=period)


def expenditure_for(viewer: Viewer, ref: str, *, lock: bool = False) -> Expenditure:
    """An expenditure by its reference; raises Http404."""
    rows = spending_of(viewer).select_related("account", "period", "entered_by__person", "decided_by__person")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(ref=ref).first()
    if found is None:
        raise Http404(ref)
    return found


def accounts_of(period: Period) -> list[tuple[str, str]]:
    """The accounts of the lines of the budget in force: number and label; none where there is no budget."""
    budget: Budget | None = budget_in_force(period)
    if budget is None:
        return []
    return list(budget.lines.order_by("number").values_list("account__number", "label"))


def accounts_for(amount: Decimal, period: Period) -> list[tuple[str, str]]:
    """On which accounts what the bank took (below nothing) or gave can be booked: number and name.

    Fees also on a line of the budget in force, which then foresees them.
    """
    if amount > 0:
        return _named(INTEREST, OTHER_INCOME)
    fees = _named(BANK_FEES)
    return fees + [one for one in accounts_of(period) if one[0] != BANK_FEES]


def _named(*numbers: str) -> list[tuple[str, str]]:
    return list(Account.objects.filter(number__in=numbers).order_by("number").values_list("number", "name"))


def left_of(period: Period, account: Account, *, without: int | None = None) -> Decimal:
    """What of a line of the budget is neither spent, asked for nor taken by the bank; `without` is an expenditure that does not count."""
    budget = budget_in_force(period)
    line = budget.lines.filter(account=account).first() if budget else None
    rows = Expenditure.objects.filter(period=period, account=account, state__in=COUNTED)
    asked = rows.filter(~Q(pk=without)).aggregate(sum=Sum("amount"))["sum"] or Decimal()
    fees = BankEntry.objects.filter(period=period, account=account, state=BankEntryState.BOOKED)
    taken = -(fees.aggregate(sum=Sum("amount"))["sum"] or Decimal())
    return (line.amount if line else Decimal()) - asked - taken


def refundable(organisation: Organisation) -> Decimal:
    """What a member has paid too much, less the refunds of it that wait for a second person."""
    waiting = Expenditure.objects.filter(organisation=organisation, account__number=CREDIT, state=Spending.ENTERED)
    asked = waiting.aggregate(sum=Sum("amount"))["sum"] or Decimal()
    return credit_of([organisation.pk]).get(organisation.pk, Decimal()) - asked


def documents_of(row: Expenditure) -> QuerySet[File]:
    """Its invoices and receipts."""
    return File.objects.about(EXPENDITURE, row.pk).order_by("pk")


def all_details(viewer: Viewer) -> QuerySet[BankDetails]:
    """All bank details there were, the newest first."""
    rows = BankDetails.objects.visible_to(viewer).select_related("entered_by__person", "decided_by__person")
    return rows.order_by("-pk")
