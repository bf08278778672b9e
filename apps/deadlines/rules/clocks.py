"""How a clock is declared: what is owed, by whom, for how long, why, and the ladder that climbs meanwhile."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from apps.deadlines.rules.owners import FIRST_OWNERS, WORDS
from apps.deadlines.rules.reckoning import Unit, in_words
from apps.kernel.registry import Registry

COMMITTEE = "committee"
ORGANISATION = "organisation"


class Does(StrEnum):
    """What a step of a ladder does."""

    REMIND = "remind"
    ESCALATE = "escalate"
    END = "end"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: so many hours after the due time (negative: before it), to named audiences.

    `offset_hours` is a number, or a charter key behind its sign such as "-incidents.remind_hours". `to` may also hold
    the words of rules.owners. `pages` says whether it cannot wait for the morning, by the subject's id where that
    depends on it.
    """

    offset_hours: float | str
    to: tuple[str, ...]
    does: Does | str = Does.ESCALATE
    pages: bool | Callable[[int], bool] = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """After the last step, again and again until the duty is met, at most so many times.

    `every` is hours, a number or a charter key; 0 means no repeat. `to` and `pages` are as a step's.
    """

    every: int | str
    to: tuple[str, ...]
    most: int = 60
    pages: bool | Callable[[int], bool] = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What a subject itself says of the duty on it, where rules are data: see ClockRule.terms.

    `due_at` is the hour itself; the rest stands in place of what the clock declares. A seat owes it beside an
    organisation, or alone.
    """

    name: str
    due_at: datetime
    zone: str
    because: str
    citation: str
    version: str
    owed_by_organisation: int | None = None
    owed_by_seat: int | None = None


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A clock: acts start and meet it by its key (see record.rules.ActKind).

    `length` is a number, a charter key, or a function that gives one of them by the subject's id, or the instant itself
    where the subject has one. `zone` is
    "committee", "organisation" (that of the organisation that owes it) or an IANA name. `because` may hold {length}
    and {article}. `organisation_of` names, by the subject's id, the organisation that owes it, where an organisation
    does. `rolls` names the calendar whose weekends and holidays the due day passes over (days and months only; see
    rules.rolling). `at_end` names what happens after the ladder (see rules.ends): one `every` after the last repeat,
    or without a repeat `end_after_hours` after the last step; with 0 hours and no step after it that is the due time
    itself, and the deadline never falls overdue. `citation` and `version` say under which rule. `fixed` is an hour that
    nobody moves: it is not paused, put off, waived, handed over or taken on. `terms` gives, by the subjects' ids, name,
    hour, zone, reason, rule and who owes it, where the subjects have them; then nothing else is asked.
    """

    key: str
    name: str
    owed_by: tuple[str, ...]
    length: int | str | Callable[[int], int | str | datetime]
    unit: Unit | str
    because: str
    zone: str = COMMITTEE
    ladder: tuple[Step, ...] = ()
    repeat: Repeat | None = None
    organisation_of: Callable[[int], int | None] | None = None
    rolls: str = ""
    at_end: str = ""
    end_after_hours: int = 24
    citation: str = ""
    version: str = ""
    fixed: bool = False
    terms: Callable[[Collection[int]], Mapping[int, Terms]] | None = None

    @property
    def audiences(self) -> set[str]:
        """Every audience that the clock names, apart from the words for those who owe it."""
        steps = {name for step in self.ladder for name in step.to}
        return {*self.owed_by, *({*steps, *(self.repeat.to if self.repeat else ())} - (WORDS.keys() - {FIRST_OWNERS}))}

    def length_for(self, subject_id: int) -> int | str | datetime:
        """The length for one subject: a number, a charter key, or the instant at which it is due."""
        return self.length(subject_id) if callable(self.length) else self.length


CLOCKS: Registry[ClockRule] = Registry("clocks", "what is owed within a time, and who hears when it is not done")


def number(value: float | str, charter: Mapping[str, int]) -> float:
    """A number given as such or by a charter key with or without its sign; raises KeyError for an unknown key."""
    if not isinstance(value, str):
        return value
    amount = charter[value.lstrip("+-")]
    return -amount if value.startswith("-") else amount


def reason(rule: ClockRule, length: int, article: str) -> str:
    """Why the duty is due when it is, as a sentence; `article` is how the charter's article is cited."""
    return rule.because.format(length=in_words(length, Unit(rule.unit)), article=article)
