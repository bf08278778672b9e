"""What can happen to contributions and money, who is told, which clocks run, what becomes public."""

from apps.committees.rules.charter import SECTIONS
from apps.funding.acts import books, contributions, declarations, rights, shares, spending
from apps.funding.acts.books import CLOSED, OPENED, OPENING_BALANCES, REVERSED
from apps.funding.acts.shares import (
    BUDGET_ADOPTED,
    BUDGET_DRAFTED,
    BUDGET_LAID,
    BUDGET_REJECTED,
    SCALE_ADOPTED,
    SCALE_DRAFTED,
    SCALE_LAID,
    SCALE_REJECTED,
)
from apps.funding.rules.charter import SECTION

__all__ = [
    "BUDGET_ADOPTED", "BUDGET_DRAFTED", "BUDGET_LAID", "BUDGET_REJECTED",  "SCALE_ADOPTED", "SCALE_DRAFTED", "SCALE_LAID", "SCALE_REJECTED","CLOSED", "OPENED", "OPENING_BALANCES", "REVERSED", "register"]


def register() -> None:
    """Fill the charter, the subjects, the audiences, the clocks and the catalogue."""
    SECTIONS.register(SECTION.key, SECTION)
    for part in (books, declarations, shares, contributions, spending, rights):
        part.register()
