"""Who drafts scales and budgets, and what they must be before they are laid before the committee."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.funding.rules.charter import BANDS, CEILING, EXACT, FLOOR, NO_CEILING, RULE, refuse
from apps.funding.states import Books
from apps.kernel.decisions import YES, Decision

THOUSANDTH = Decimal("0.001")
LONGEST_LABEL = 120
MOST_LINES = 100
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a scale is worked out with; floor and ceiling in per cent, None for no ceiling, no bands for exact figures."""

    floor: Decimal
    ceiling: Decimal | None
    per_decade: int | None
    places: int = 3


def settings_of(charter: Callable[[str], Any]) -> Settings:
    """What the charter says of the scale."""
    ceiling = int(charter(CEILING))
    bands = None if charter(EXACT) else int(charter(BANDS))
    return Settings(int(charter(FLOOR)) * THOUSANDTH, None if ceiling == NO_CEILING else Decimal(ceiling), bands)


def may_try_bands(wanted: int | None, worked_out_with: int | None) -> Decision:
    """Whether shares can be shown with other bands than a scale was worked out with; None stands for exact figures.

    Only with bands that are made up of those of the scale: any other cut would tell of a sealed figure on which side of
    it that lies, and a few of them would give it away. Where exact figures are published all may be tried.
    """
    if worked_out_with is None or wanted == worked_out_with or (wanted and worked_out_with % wanted == 0):
        return YES
    open_ones = ", ".join(str(one) for one in range(1, worked_out_with + 1) if worked_out_with % one == 0)
    return refuse(
        BANDS,
        f"Other bands would tell more of the sealed figures than the scale does. Bands to a decade to try: {open_ones}.",
    )


def may_write_for(period: str, books: str) -> Decision:
    """Whether scales and budgets are still drafted for a period: not once its books are closed."""
    return refuse(RULE, f"The books of {period} are closed.") if books == Books.CLOSED else YES


def may_lay_scale(shares: int) -> Decision:
    """A scale is laid with its shares."""
    return YES if shares else refuse(RULE, "The scale has no shares yet.")


def errors_in_line(label: str, amount: Decimal | None) -> dict[str, str]:
    """What is wrong with a line of a budget, by field."""
    errors = {}
    if not label:
        errors["label"] = "Say what the line is called."
    elif len(label) > LONGEST_LABEL:
        errors["label"] = f"Shorten this to {LONGEST_LABEL} characters."
    if amount is None or amount <= 0:
        errors["amount"] = "Give an amount above nothing, such as 12 000.00."
    elif amount != amount.quantize(CENT):
        errors["amount"] = "Give whole cents: two digits after the point."
    return errors


def missing_in_budget(title: str, lines: Sequence[Decimal], other_income: Decimal, because: str) -> dict[str, str]:
    """What keeps a budget from being laid before the committee, by field."""
    errors = {}
    if not title:
        errors["title"] = "Give the budget a title."
    if not lines:
        errors["lines"] = "Enter at least one line."
    if other_income < 0:
        errors["other_income"] = "What comes from elsewhere is not less than nothing."
    if other_income and not because:
        errors["other_income_because"] = "Say where the other income comes from."
    if lines and other_income > sum(lines, Decimal()):
        errors["other_income"] = "What comes from elsewhere is more than is spent."
    return errors
