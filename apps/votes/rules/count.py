"""The roll and its ballots, counted in heads and in weight."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from apps.votes.states import Choice, Standing

Weight: TypeAlias = int | Decimal | Fraction
CHOICES = tuple(choice.value for choice in Choice)
VOTING, RECUSED = Standing.VOTING.value, Standing.RECUSED.value


@dataclass(frozen=True, slots=True)
class Member:
    """A line of the frozen roll: who votes, with which weight (≥ 0), and whether recused.

    Raises TypeError for a weight that is a float or no number, ValueError for a negative or infinite one, for NaN and
    for another standing than “voting” or “recused”.
    """

    key: str
    weight: Weight = 1
    standing: str = VOTING

    def __post_init__(self) -> None:
        if isinstance(self.weight, bool) or not isinstance(self.weight, int | Decimal | Fraction):
            raise TypeError(f"The weight of {self.key} is no int, Decimal or Fraction: {self.weight!r}.")
        if isinstance(self.weight, Decimal) and not self.weight.is_finite():
            raise ValueError(f"The weight of {self.key} is not finite: {self.weight}.")
        if self.weight < 0:
            raise ValueError(f"The weight of {self.key} is negative: {self.weight}.")
        if self.standing not in (VOTING, RECUSED):
            raise ValueError(f"{self.key} is neither voting nor recused: {self.standing!r}.")


@dataclass(frozen=True, slots=True)
class Sums:
    """What the members not recused did, in one measure."""

    yes: Fraction = Fraction(0)
    no: Fraction = Fraction(0)
    abstain: Fraction = Fraction(0)
    absent: Fraction = Fraction(0)

    @property
    def cast(self) -> Fraction:
        """Votes cast: yes and no."""
        return self.yes + self.no

    @property
    def present(self) -> Fraction:
        """Members present: voted or abstained."""
        return self.cast + self.abstain

    @property
    def all(self) -> Fraction:
        """All members not recused."""
        return self.present + self.absent

    def joined(self, more: Fraction) -> "Sums":
        """The same after so many of the absent have said yes."""
        return replace(self, yes=self.yes + more, absent=self.absent - more)


@dataclass(frozen=True, slots=True)
class Count:
    """Heads and weight of a roll with its ballots; who is recused; whose ballots are ignored, and why."""

    heads: Sums
    weight: Sums
    choices: Mapping[str, str]
    absent: tuple[str, ...]
    recused: tuple[str, ...]
    ignored: tuple[tuple[str, str], ...]


def count(roll: Iterable[Member], ballots: Mapping[str, str]) -> Count:
    """Count; raises ValueError for a key that stands twice on the roll and for a ballot that is no choice."""
    by_key: dict[str, Member] = {}
    for member in roll:
        if member.key in by_key:
            raise ValueError(f"{member.key} stands twice on the roll.")
        by_key[member.key] = member
    for key, choice in ballots.items():
        if choice not in CHOICES:
            raise ValueError(f"The ballot of {key} is neither yes, no nor abstain: {choice!r}.")
    voting = {key: member for key, member in by_key.items() if member.standing == VOTING}
    ignored = [(key, "recused" if key in by_key else "not on the roll") for key in ballots if key not in voting]
    return Count(
        heads=_sums(ballots, dict.fromkeys(voting, Fraction(1))),
        weight=_sums(ballots, {key: Fraction(member.weight) for key, member in voting.items()}),
        choices={key: ballots[key] for key in voting if key in ballots},
        absent=tuple(sorted((key for key in voting if key not in ballots), key=str)),
        recused=tuple(sorted((key for key in by_key if key not in voting), key=str)),
        ignored=tuple(sorted(ignored, key=lambda one: str(one[0]))),
    )


def _sums(ballots: Mapping[str, str], held: Mapping[str, Fraction]) -> Sums:
    totals = dict.fromkeys((*CHOICES, "absent"), Fraction(0))
    for key, worth in held.items():
        totals[ballots.get(key, "absent")] += worth
    return Sums(**totals)
