"""How a clock is declared: what is owed, by whom, for how long, why, and the ladder that climbs meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from apps.deadlines.rules.reckoning import Unit, in_words
from apps.kernel.registry import Registry

COMMITTEE = "committee"
ORGANISATION = "organisation"


class Does(StrEnum):
    """What a step of a ladder does."""

    REMIND = "remind"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: so many hours after the due time (negative: before it), to named audiences.

    `offset_hours` is a number, or a charter key behind its sign such as "-incidents.remind_hours".
    """

    offset_hours: int | str
    to: tuple[str, ...]
    does: Does | str = Does.ESCALATE


@dataclass(frozen=True, slots=True)
class Repeat:
    """After the last step, again and again until the duty is met, at most so many times.

    `every` is hours, a number or a charter key; 0 means no repeat.
    """

    every: int | str
    to: tuple[str, ...]
    most: int = 60


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A clock: acts start and meet it by its key (see record.rules.ActKind).

    `length` is a number or a charter key. `zone` is "committee", "organisation" (that of the organisation that owes
    it) or an IANA name. `because` may hold {length} and {article}. `organisation_of` names, by the subject's id, the
    organisation that owes it, where an organisation does.
    """

    key: str
    name: str
    owed_by: tuple[str, ...]
    length: int | str
    unit: Unit | str
    because: str
    zone: str = COMMITTEE
    ladder: tuple[Step, ...] = ()
    repeat: Repeat | None = None
    organisation_of: Callable[[int], int | None] | None = None

    @property
    def audiences(self) -> set[str]:
        """Every audience that the clock names."""
        steps = {name for step in self.ladder for name in step.to}
        return {*self.owed_by, *steps, *(self.repeat.to if self.repeat else ())}


CLOCKS: Registry[ClockRule] = Registry("clocks", "what is owed within a time, and who hears when it is not done")


def number(value: int | str, charter: Mapping[str, int]) -> int:
    """A number given as such or by a charter key with or without its sign; raises KeyError for an unknown key."""
    if isinstance(value, int):
        return value
    amount = charter[value.lstrip("+-")]
    return -amount if value.startswith("-") else amount


def reason(rule: ClockRule, charter: Mapping[str, int], article: str) -> str:
    """Why the duty is due when it is, as a sentence; `article` is how the charter's article is cited."""
    return rule.because.format(length=in_words(number(rule.length, charter), Unit(rule.unit)), article=article)
