"""The chart of accounts that every committee begins with."""

from dataclasses import dataclass

from apps.funding.rules.ledger import Kind

BANK = "1000"
RECEIVABLE = "1100"
CREDIT = "2000"
PAYABLE = "2100"
UNKNOWN = "2900"
FUND = "3000"
CONTRIBUTIONS = "4000"
SURCHARGES = "4100"
INTEREST = "4200"
OTHER_INCOME = "4900"
FIRST_EXPENSE = 5000
"""Lines of a budget have accounts of their own from here on, ten apart."""

BANK_FEES = "9000"
"""What the bank takes by itself, where no line of the budget foresees it; far behind the accounts of budgets."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An account as it is made: its number, name and kind."""

    number: str
    name: str
    kind: Kind


CHART = (
    Planned(BANK, "Bank", Kind.ASSET),
    Planned(RECEIVABLE, "Contributions receivable", Kind.ASSET),
    Planned(CREDIT, "Members' credit", Kind.LIABILITY),
    Planned(PAYABLE, "Approved and not yet paid", Kind.LIABILITY),
    Planned(UNKNOWN, "Receipts not yet matched", Kind.LIABILITY),
    Planned(FUND, "Accumulated fund", Kind.EQUITY),
    Planned(CONTRIBUTIONS, "Assessed contributions", Kind.INCOME),
    Planned(SURCHARGES, "Surcharges", Kind.INCOME),
    Planned(INTEREST, "Interest", Kind.INCOME),
    Planned(OTHER_INCOME, "Other income", Kind.INCOME),
    Planned(BANK_FEES, "Bank fees", Kind.EXPENSE),
)
