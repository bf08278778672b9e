"""What a scale would change: each member's share and amount, against the period before."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from apps.funding.rules.remainder import assess


@dataclass(frozen=True, slots=True)
class Changed:
    """A member's share then and now, in per cent; None where it had or has none. Amounts are of one sum of money."""

    name: str
    before: Decimal | None
    now: Decimal | None
    amount_before: Decimal | None
    amount: Decimal | None

    @property
    def points(self) -> Decimal:
        """By how many points of per cent the share changes."""
        return (self.now or Decimal()) - (self.before or Decimal())

    @property
    def by_percent(self) -> Decimal | None:
        """By how much of itself the share changes, in per cent to one place; None for who had none."""
        return None if not self.before else (self.points / self.before * 100).quantize(Decimal("0.1"))


def changes(before: Mapping[str, Decimal], now: Mapping[str, Decimal], amount: Decimal | None = None) -> list[Changed]:
    """Every member of either scale, the largest share first; `amount` is split by both where it is given."""
    then = assess(amount, before) if amount and any(before.values()) else {}
    after = assess(amount, now) if amount and any(now.values()) else {}
    rows = [Changed(name, before.get(name), now.get(name), then.get(name), after.get(name)) for name in {*before, *now}]
    return sorted(rows, key=lambda one: (-(one.now or Decimal()), one.name))
