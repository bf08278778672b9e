"""What must be reached, of what: a share or a number, in heads or in weight, with its denominator."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from apps.votes.rules.count import Sums
from apps.votes.rules.words import members, portion

HALF = Fraction(1, 2)
AT_LEAST, MORE_THAN = "at least", "more than"


class Measure(StrEnum):
    """What is counted."""

    HEADS = "heads"
    WEIGHT = "weight"


class Of(StrEnum):
    """The denominator; with NUMBER there is none, and the value counts members."""

    CAST = "cast"
    PRESENT = "present"
    ALL = "all"
    NUMBER = "number"


DENOMINATORS = {
    Of.CAST: "votes cast (yes and no)",
    Of.PRESENT: "members present (yes, no and abstentions)",
    Of.ALL: "members not recused",
    Of.NUMBER: "members not recused",
}


def exactly(text: Any) -> Fraction:
    """A fraction as data holds it, such as “3/8” or “5”; raises ValueError for any other way to write it."""
    try:
        value = Fraction(text) if isinstance(text, str) and len(text) < 1000 else None
    except (ValueError, ZeroDivisionError):
        value = None
    if value is None or value < 0 or str(value) != text:
        raise ValueError(f"This is no fraction in lowest terms: {text!r}.")
    return value


@dataclass(frozen=True, slots=True)
class Threshold:
    """At least (or, with `beyond`, more than) `value` of a denominator; raises ValueError for one that makes no sense."""

    measure: Measure
    value: Fraction
    of: Of
    beyond: bool = False

    def __post_init__(self) -> None:
        if self.of is Of.NUMBER:
            if self.measure is not Measure.HEADS or self.value.denominator != 1 or self.value < 1 or self.beyond:
                raise ValueError("A number is at least one member, whole.")
        elif not (0 <= self.value < 1 if self.beyond else 0 < self.value <= 1):
            raise ValueError("A share is more than nothing and at most all.")

    def holds(self, part: Fraction, whole: Fraction) -> bool:
        """Whether a part of the whole reaches it; no share of nothing does."""
        if self.of is Of.NUMBER:
            return part >= self.value
        return whole > 0 and (part > self.value * whole if self.beyond else part >= self.value * whole)

    def whole(self, sums: Sums) -> Fraction:
        """The denominator; of a number, all members not recused."""
        return {Of.CAST: sums.cast, Of.PRESENT: sums.present}.get(self.of, sums.all)

    def met(self, sums: Sums) -> bool:
        """Whether those in favour reach it."""
        return self.holds(sums.yes, self.whole(sums))

    def tied(self, sums: Sums) -> bool:
        """Whether as many say yes as no where more than half is asked, so that a casting vote may decide."""
        return self.may_tie and 0 < sums.yes == sums.no and 2 * sums.yes == self.whole(sums)

    @property
    def may_tie(self) -> bool:
        """Whether more than half is asked."""
        return self.beyond and self.value == HALF

    @property
    def denominator(self) -> str:
        """The denominator in words: “votes cast (yes and no)”, “the weight of members not recused”."""
        return f"the weight of {DENOMINATORS[self.of]}" if self.measure is Measure.WEIGHT else DENOMINATORS[self.of]

    @property
    def needed(self) -> str:
        """What is asked, without its denominator: “more than half”, “at least 55 %”, “all”."""
        if self.of is Of.NUMBER:
            return f"{AT_LEAST} {self.value}"
        return "all" if self.value == 1 else f"{self.comparison} {portion(self.value)}"

    @property
    def comparison(self) -> str:
        """“at least” or “more than”."""
        return MORE_THAN if self.beyond else AT_LEAST

    def in_words(self) -> str:
        """What is asked with its denominator: “at least two thirds of all members not recused”."""
        if self.of is Of.NUMBER:
            return f"{AT_LEAST} {members(int(self.value))}"
        whole = DENOMINATORS[self.of]
        every = f"all {whole}" if self.of is Of.ALL else whole
        if self.measure is Measure.WEIGHT:
            return f"{self.needed} of the weight of {every}"
        return every if self.needed == every[:3] == "all" else f"{self.needed} of {every}"

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values."""
        return {"measure": self.measure.value, "of": self.of.value, "value": str(self.value), "how": self.comparison}

    @classmethod
    def from_data(cls, data: Any) -> "Threshold":
        """From `as_data`; raises ValueError for anything else."""
        if not isinstance(data, Mapping) or data.keys() != {"measure", "of", "value", "how"}:
            raise ValueError("This is no threshold.")
        if data["how"] not in (AT_LEAST, MORE_THAN):
            raise ValueError(f"A threshold is at least or more than, not {data['how']!r}.")
        return cls(Measure(data["measure"]), exactly(data["value"]), Of(data["of"]), data["how"] == MORE_THAN)
