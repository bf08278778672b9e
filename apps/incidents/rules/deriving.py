"""Which reports an incident makes an organisation owe, to whom, by when, and why (or why not, or why perhaps).

Pure: facts and a profile in, duties out. What hangs on an answer that is not yet known is *possible*, with the
earliest time at which it could be due and the questions that decide it; it is never said not to apply.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from apps.deadlines.rules.reckoning import due_at, in_words
from apps.deadlines.rules.rolling import rolled
from apps.incidents.rules.conditions.judging import Judgement, judge
from apps.incidents.rules.conditions.terms import All, Atom
from apps.incidents.rules.conditions.wording import question, reasons
from apps.incidents.rules.facts import STARTS, WHEN, Answers
from apps.incidents.rules.regimes import Clock, Profile, Report


class Applies(StrEnum):
    """Whether a report is owed."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Owed:
    """A report of a regime as the answers have it now.

    `due_at` is set where it is owed; `earliest_at` where it could become due, or due earlier, if `questions` are
    answered so. Both are None where no time can be named yet: then `because` says what must happen first. `round` is
    1, or the number of the repetition. `would_roll_to` is the hour at which it would be due if weekends and holidays
    were passed over, where that differs.
    """

    report: Report
    applies: Applies
    because: str
    round: int = 1
    due_at: datetime | None = None
    earliest_at: datetime | None = None
    questions: tuple[str, ...] = ()
    would_roll_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a clock starts: `at` is None while nobody knows; `sure` is False for the earliest that is possible."""

    at: datetime | None
    words: str
    sure: bool = True
    asks: str = ""


@dataclass(frozen=True, slots=True)
class _Running:
    """One clock of a report, judged."""

    clock: Clock
    judgement: Judgement
    start: _Start
    due_at: datetime | None

    @property
    def sure(self) -> bool:
        return self.judgement.truth is True and self.start.sure


def derive(profile: Profile, answers: Answers) -> list[Owed]:
    """What the regime makes of the answers: one entry for each of its reports, in its order."""
    day = _day_of_awareness(profile, answers)
    if not profile.is_in_force(day):
        return [Owed(report, Applies.NO, _not_in_force(profile, day)) for report in profile.reports]
    return [_owed(profile, report, answers) for report in profile.reports]


def _day_of_awareness(profile: Profile, answers: Answers) -> date:
    aware = answers.instants.get("aware_at") or answers.known_by
    return aware.astimezone(ZoneInfo(profile.zone)).date()


def _not_in_force(profile: Profile, day: date) -> str:
    if day < profile.from_day:
        return f"Does not apply: in force from {_day(profile.from_day)} only."
    return f"Does not apply: no longer in force on {_day(day)}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _owed(profile: Profile, report: Report, answers: Answers) -> Owed:
    owed = judge(All((profile.applies, report.when)), answers)
    sent = answers.sent.get(report.key, ())
    turn = 1 + (len(sent) if report.repeats else 0)
    if owed.truth is False:
        return Owed(report, Applies.NO, f"Does not apply, because {reasons(owed.because)}.", turn)
    running = [one for clock in report.clocks if (one := _run(profile, report, clock, owed, answers))]
    if not running:
        return Owed(report, Applies.NO, "Does not apply, because none of its times holds.", turn)
    found = _strictest(report, running, owed)
    return replace(found, round=turn, would_roll_to=_over_holidays(profile, found.due_at))


def _over_holidays(profile: Profile, due: datetime | None) -> datetime | None:
    """The hour at which it would be due if weekends and holidays were passed over, where that is another one."""
    if due is None or not profile.calendar:
        return None
    later = rolled(due, profile.zone, profile.calendar)
    return later if later != due else None


def _run(profile: Profile, report: Report, clock: Clock, owed: Judgement, answers: Answers) -> _Running | None:
    """A clock of the report, or None where it does not hold."""
    own = judge(clock.when, answers)
    if own.truth is False:
        return None
    whole = Judgement(
        True if owed.truth and own.truth else None,
        tuple(dict.fromkeys((*own.because, *owed.because))),
        tuple(dict.fromkeys((*owed.open, *own.open))),
    )
    start = _start(report, clock, answers)
    due = None
    if start.at is not None:
        due = due_at(start.at, clock.length, clock.unit, profile.zone)
        due = rolled(due, profile.zone, clock.rolls) if clock.rolls else due
    return _Running(clock, whole, start, due)


def _start(report: Report, clock: Clock, answers: Answers) -> _Start:
    if clock.after:
        first = [*answers.sent.get(clock.after, ()), *(answers.sent.get(report.key, ()) if report.repeats else ())]
        return _Start(max(first), "the last report was sent") if first else _Start(None, "", sure=False)
    for name in clock.starts:
        if (known := answers.instants.get(name)) is not None:
            return _Start(known, STARTS[name])
    if clock.starts[0] == "resolved_at":
        return _Start(None, "", sure=False)
    began = answers.instants.get("started_at")
    if began is not None:
        return _Start(
            began, "it began, the earliest that it can have been known", sure=False, asks=WHEN[clock.starts[-1]]
        )
    words = "this report was begun, the latest that it can have been known"
    return _Start(answers.known_by, words, sure=False, asks=WHEN[clock.starts[-1]])


def _strictest(report: Report, running: Sequence[_Running], owed: Judgement) -> Owed:
    """The earliest of the sure clocks; what could still be earlier is said beside it."""
    sure = min((one for one in running if one.sure), key=_due, default=None)
    perhaps = [
        one for one in running if not one.sure and (sure is None or one.due_at is None or one.due_at < _due(sure))
    ]
    earliest = min((one for one in perhaps if one.due_at is not None), key=_due, default=None)
    if sure is not None:
        asked = _questions([one for one in perhaps if one.due_at is not None])
        return Owed(
            report, Applies.YES, _why(sure), due_at=sure.due_at,
            earliest_at=earliest.due_at if earliest else None, questions=asked,
        )  # fmt: skip
    return Owed(
        report, Applies.PERHAPS, _why_perhaps(report, perhaps, earliest, owed),
        earliest_at=earliest.due_at if earliest else None, questions=_questions(perhaps),
    )  # fmt: skip


def _due(one: _Running) -> datetime:
    if one.due_at is None:
        raise ValueError("a clock without a start has no due time")
    return one.due_at


def _why(one: _Running) -> str:
    because = f" because {reasons(one.judgement.because)}" if one.judgement.because else ""
    return f"Applies{because}: {in_words(one.clock.length, one.clock.unit)}, counted from when {one.start.words}."


def _why_perhaps(report: Report, perhaps: Sequence[_Running], earliest: _Running | None, owed: Judgement) -> str:
    if earliest is None:
        one = perhaps[0]
        first = "it is resolved" if not one.clock.after else "the report before it is sent"
        return f"Follows within {in_words(one.clock.length, one.clock.unit)} after {first}."
    settled = f" ({reasons(owed.because)})" if owed.because else ""
    length = in_words(earliest.clock.length, earliest.clock.unit)
    return f"May apply{settled}: then within {length}, counted from when {earliest.start.words}."


def _questions(perhaps: Sequence[_Running]) -> tuple[str, ...]:
    """What to answer, each once: what decides whether it applies, then when it starts."""
    asked = [text for one in perhaps for text in (*_asked(one.judgement.open), one.start.asks) if text]
    return tuple(dict.fromkeys(asked))


def _asked(open_questions: Sequence[Atom]) -> Iterator[str]:
    return (question(atom) for atom in open_questions)
