"""A rule of decision as data: it says itself in words and is kept with every decision taken under it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from apps.votes.rules.threshold import Measure, Of, Threshold
from apps.votes.rules.words import listed

NOT_COUNTED = {
    Of.CAST: "abstention and absence count for neither side",
    Of.PRESENT: "an abstention is not a yes, and the absent do not count",
    Of.ALL: "abstention and absence are not yes",
    Of.NUMBER: "abstention and absence are not yes",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """When a motion is carried.

    Every threshold of `quorum` counts those who voted or abstained, every one of `conditions` those in favour.
    `blocking`: where fewer members than this are not in favour, they cannot block by weight. `objections`: a single
    “no” of anybody stops it. `veto`: whose “no” stops it. `casting_vote`: whose own ballot decides a tie.
    `verified`: whether the rule was read in its `source`. Raises ValueError where nothing is asked at all.
    """

    key: str
    label: str
    quorum: tuple[Threshold, ...] = ()
    conditions: tuple[Threshold, ...] = ()
    blocking: int = 0
    objections: bool = False
    veto: tuple[str, ...] = ()
    casting_vote: str = ""
    source: str = ""
    verified: bool = False

    def __post_init__(self) -> None:
        if not self.conditions and not self.objections:
            raise ValueError("A rule asks for something.")
        if any(one.of not in {Of.ALL, Of.NUMBER} for one in self.quorum):
            raise ValueError("A quorum is a share of all members not recused, or a number of members.")
        if self.blocking < 0 or (self.blocking and not self.weighs):
            raise ValueError("A blocking minority needs a condition on weight.")
        if self.veto != tuple(sorted(set(self.veto))):
            raise ValueError("Those with a veto are listed once, in order.")

    @property
    def weighs(self) -> bool:
        """Whether weight decides anything."""
        return any(one.measure is Measure.WEIGHT for one in (*self.quorum, *self.conditions))

    def with_veto(self, keys: Iterable[str]) -> "Rule":
        """The same rule, where a “no” of these members stops it."""
        if isinstance(keys, str):
            raise TypeError("Give the members as a list.")
        return replace(self, veto=tuple(sorted(set(keys))))

    def with_casting_vote(self, key: str) -> "Rule":
        """The same rule, where this member's own ballot decides a tie."""
        return replace(self, casting_vote=key)

    def in_words(self) -> list[str]:
        """The rule in sentences, each with its denominator."""
        said = [f"Quorum: {one.in_words()} must have voted or abstained." for one in self.quorum]
        said = said or ["No quorum is asked."]
        said += [f"In favour: {one.in_words()}; {NOT_COUNTED[one.of]}." for one in self.conditions]
        if self.objections:
            said.append("It is carried unless a member votes no; abstention and absence are no objection.")
        if self.blocking:
            said.append(
                f"Blocking by weight takes at least {self.blocking} members not in favour (no, abstention or absence); "
                "with fewer, the condition on weight counts as reached."
            )
        if self.veto:
            said.append(f"A no of {listed(self.veto, 'or')} stops it.")
        if any(one.may_tie for one in self.conditions):
            tie = f"the vote of {self.casting_vote} decides" if self.casting_vote else "it fails"
            said.append(f"In a tie {tie}.")
        return [*said, "Recused members are listed and count nowhere."]

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values, exact."""
        return {
            "key": self.key,
            "label": self.label,
            "quorum": [one.as_data() for one in self.quorum],
            "conditions": [one.as_data() for one in self.conditions],
            "blocking": self.blocking,
            "objections": self.objections,
            "veto": list(self.veto),
            "casting_vote": self.casting_vote,
            "source": self.source,
            "verified": self.verified,
        }

    @classmethod
    def from_data(cls, data: Any) -> "Rule":
        """From `as_data`; raises ValueError for anything unknown, missing or of another type."""
        if not isinstance(data, Mapping) or data.keys() != {field.name for field in fields(cls)}:
            raise ValueError("This is no rule.")
        for name, wanted in KINDS.items():
            if type(data[name]) is not wanted:
                raise ValueError(f"“{name}” of the rule is no {wanted.__name__}.")
        if not all(isinstance(key, str) for key in data["veto"]):
            raise ValueError("A key of a member is no text.")
        quorum, conditions = (tuple(map(Threshold.from_data, data[name])) for name in ("quorum", "conditions"))
        return cls(**{**data, "quorum": quorum, "conditions": conditions, "veto": tuple(data["veto"])})


KINDS = {
    "key": str,
    "label": str,
    "quorum": list,
    "conditions": list,
    "blocking": int,
    "objections": bool,
    "veto": list,
    "casting_vote": str,
    "source": str,
    "verified": bool,
}
