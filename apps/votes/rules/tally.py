"""What a roll and its ballots come to under a rule, with one sentence a step that says how."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from apps.votes.rules import steps as saying
from apps.votes.rules.count import Member, count
from apps.votes.rules.judging import is_quorate, meets
from apps.votes.rules.rule import Rule
from apps.votes.rules.threshold import Measure
from apps.votes.rules.words import listed

TOO_FEW = {Measure.HEADS: "too few members are in favour", Measure.WEIGHT: "too little weight is in favour"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result: heads by what they did, the weight in favour and of all not recused, and how it came about."""

    carried: bool
    quorate: bool
    yes: int
    no: int
    abstain: int
    absent: int
    recused: int
    yes_weight: Fraction
    total_weight: Fraction
    steps: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values: weights as fractions in text."""
        weights = {"yes_weight": str(self.yes_weight), "total_weight": str(self.total_weight)}
        return {**asdict(self), **weights, "steps": list(self.steps)}


def tally(rule: Rule, roll: Iterable[Member], ballots: Mapping[str, str]) -> Outcome:
    """The outcome; ballots of recused and unknown members are ignored, and whoever is not in `ballots` is absent.

    Raises ValueError for a key that stands twice on the roll and for a ballot other than “yes”, “no” and “abstain”.
    """
    counted = count(roll, ballots)
    heads, weight = counted.heads, counted.weight
    steps, against = saying.roll(rule, counted), []
    quorate = is_quorate(rule, counted)
    if heads.all:
        steps += saying.quorum(rule, counted)
    if not quorate:
        against.append("there is no quorum" if heads.all else "there is nobody to vote")
    for threshold in rule.conditions if heads.all else ():
        steps += saying.condition(rule, threshold, counted)
        if not meets(rule, threshold, counted):
            against.append(TOO_FEW[threshold.measure])
    for said, stops in saying.noes(rule, counted):
        steps.append(said)
        against += [stops] if stops else []
    steps.append(f"Not carried: {listed(against)}." if against else "Carried.")
    return Outcome(
        carried=not against,
        quorate=quorate,
        **{name: int(getattr(heads, name)) for name in ("yes", "no", "abstain", "absent")},
        recused=len(counted.recused),
        yes_weight=weight.yes,
        total_weight=weight.all,
        steps=tuple(steps),
    )
