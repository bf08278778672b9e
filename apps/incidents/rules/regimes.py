"""What a regime is: a dated profile of who must be told what by when, as data that anybody may read and edit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.deadlines.rules import Unit
from apps.deadlines.rules.rolling import is_calendar
from apps.incidents.rules.conditions.reading import Unreadable, read
from apps.incidents.rules.conditions.terms import All, Not, Sent, Some, Term
from apps.incidents.rules.facts import PLACES, STARTS
from apps.incidents.rules.fields import FIELDS
from apps.kernel.decisions import Invalid
from apps.kernel.zones import zone_names

MOST_REPORTS = 8
MOST_CLOCKS = 8
LONGEST_DAYS = 3660

NAME_LENGTH, TEXT_LENGTH = 200, 2000
KEY_LENGTH, REPORT_KEY_LENGTH = 24, 16
"""Together with an incident's reference they make the reference of a duty."""

WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time within which a report is due, and when that time holds.

    It starts at the first of `starts` that is known, or when the report `after` was sent; of several clocks that hold
    the strictest decides. `rolls` names the calendar whose weekends and holidays the due day passes over, or nothing.
    """

    length: int
    unit: Unit
    when: Term
    starts: tuple[str, ...] = ()
    after: str = ""
    rolls: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a regime. One that `repeats` is due again, counted from its last sending, while `when` holds."""

    key: str
    name: str
    when: Term
    clocks: tuple[Clock, ...]
    citation: str
    needs: tuple[str, ...]
    may_have: tuple[str, ...] = ()
    repeats: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Everything that the authority gets, in its order."""
        return (*self.needs, *self.may_have)


@dataclass(frozen=True, slots=True)
class Profile:
    """A regime as it is from one day to another.

    `counts_in_law` says whether sending through this portal meets the duty; where it does not, only proof of sending
    by `channel` does. `by_filing` says that the report to the committee itself is what is owed. `verified` says that
    somebody read the source; `note` says what to know about it. `calendar` is the one that weekends and holidays are
    compared by, for those who want to know.
    """

    key: str
    name: str
    authority: str
    jurisdiction: str
    zone: str
    applies: Term
    citation: str
    channel: str
    reports: tuple[Report, ...]
    from_day: date
    until_day: date | None = None
    counts_in_law: bool = False
    by_filing: bool = False
    verified: bool = False
    on: bool = True
    note: str = ""
    calendar: str = ""

    def report(self, key: str) -> Report | None:
        """The report with this key."""
        return next((report for report in self.reports if report.key == key), None)

    def is_in_force(self, day: date) -> bool:
        """Whether it holds on the day."""
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)


def profile(data: Mapping[str, Any]) -> Profile:
    """The profile that the data says. Raises Invalid with a sentence for each place that is wrong, by its path."""
    source = _Source(data)
    made = Profile(
        key=source.word("key", KEY_LENGTH),
        name=source.text("name", most=NAME_LENGTH),
        authority=source.text("authority", most=NAME_LENGTH),
        jurisdiction=source.choice("jurisdiction", ("", *PLACES)),
        zone=source.choice("zone", zone_names()),
        applies=source.condition("applies"),
        citation=source.text("citation"),
        channel=source.text("channel", needed=False),
        reports=tuple(_report(one) for one in source.parts("reports", MOST_REPORTS)),
        from_day=source.day("from", needed=True) or date.min,
        until_day=source.day("until"),
        counts_in_law=source.switch("counts_in_law"),
        by_filing=source.switch("by_filing"),
        verified=source.switch("verified"),
        on=source.switch("on", otherwise=True),
        note=source.text("note", needed=False),
        calendar=source.calendar("calendar"),
    )
    source.no_more()
    errors = source.errors | _fitting_errors(made)
    if errors:
        raise Invalid(errors)
    return made


def _report(source: "_Source") -> Report:
    made = Report(
        key=source.word("key", REPORT_KEY_LENGTH),
        name=source.text("name", most=NAME_LENGTH),
        when=source.condition("when", otherwise="always"),
        clocks=tuple(_clock(one) for one in source.parts("clocks", MOST_CLOCKS)),
        citation=source.text("citation", needed=False),
        needs=source.names("needs", FIELDS),
        may_have=source.names("may_have", FIELDS),
        repeats=source.switch("repeats"),
    )
    source.no_more()
    return made


def _clock(source: "_Source") -> Clock:
    unit = source.choice("unit", [unit.value for unit in Unit])
    made = Clock(
        length=source.number("length", 1, LONGEST_DAYS * (24 if unit == Unit.HOURS else 1)),
        unit=Unit(unit) if unit else Unit.DAYS,
        when=source.condition("when", otherwise="always"),
        starts=source.names("starts", STARTS),
        after=source.text("after", needed=False),
        rolls=source.calendar("rolls"),
        said=source.text("said", needed=False, most=NAME_LENGTH),
    )
    if bool(made.starts) == bool(made.after):
        source.wrong("starts", "Say either at which instant the clock starts, or after which report.")
    source.no_more()
    return made


def _fitting_errors(made: Profile) -> dict[str, str]:
    """What is wrong between the parts: the same key twice, a report after one that is not there."""
    errors: dict[str, str] = {}
    keys = [report.key for report in made.reports]
    if len(set(keys)) < len(keys):
        errors["reports"] = "Two reports have the same key."
    for place, report in enumerate(made.reports):
        for number, clock in enumerate(report.clocks):
            for key in {clock.after, *_sent(clock.when), *_sent(report.when)} - {"", *keys}:
                errors[f"reports.{place}.clocks.{number}"] = f"There is no report “{key}” in this regime."
        both = [name for name in report.needs if name in report.may_have]
        if both:
            errors[f"reports.{place}.may_have"] = f"Named twice: {', '.join(both)}."
    if made.until_day and made.until_day < made.from_day:
        errors["until"] = "The last day lies before the first."
    if any(_sent(made.applies)):
        errors["applies"] = "Whether a regime applies cannot hang on what was sent."
    return errors


def _sent(term: Term) -> Iterable[str]:
    match term:
        case Sent(report):
            yield report
        case Not(of):
            yield from _sent(of)
        case All(parts) | Some(parts):
            for part in parts:
                yield from _sent(part)


class _Source:
    """Takes values out of data one by one and keeps what is wrong with them, by path."""

    def __init__(self, data: Any, path: str = "", errors: dict[str, str] | None = None) -> None:
        self.errors: dict[str, str] = {} if errors is None else errors
        self.path = path
        self.data: dict[str, Any] = dict(data) if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.wrong("", "A table of names and values belongs here.")

    def wrong(self, name: str, sentence: str) -> None:
        self.errors.setdefault(f"{self.path}{name}".rstrip("."), sentence)

    def text(self, name: str, *, needed: bool = True, most: int = TEXT_LENGTH) -> str:
        value = self.data.pop(name, "")
        if not isinstance(value, str):
            self.wrong(name, "Write words here, in quotes.")
            return ""
        if needed and not value.strip():
            self.wrong(name, "This is missing.")
        if len(value.strip()) > most:
            self.wrong(name, f"Shorten this to {most} characters.")
        return value.strip()

    def word(self, name: str, most: int) -> str:
        value = self.text(name, most=most)
        if value and not WORD.fullmatch(value):
            self.wrong(name, "A key is made of letters, digits and dashes.")
        return value

    def calendar(self, name: str) -> str:
        value = self.text(name, needed=False, most=NAME_LENGTH)
        if value and not is_calendar(value):
            self.wrong(name, f"There is no calendar “{value}”; write a country (BE), a part of one (US-CA) or ECB.")
            return ""
        return value

    def choice(self, name: str, known: Iterable[str]) -> str:
        value = self.text(name, needed="" not in known)
        if value and value not in known:
            self.wrong(name, f"“{value}” is not known here.")
            return ""
        return value

    def switch(self, name: str, *, otherwise: bool = False) -> bool:
        value = self.data.pop(name, otherwise)
        if not isinstance(value, bool):
            self.wrong(name, "Write true or false.")
        return bool(value)

    def number(self, name: str, least: int, most: int) -> int:
        value = self.data.pop(name, None)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.wrong(name, f"Write a whole number from {least} to {most}.")
            return least
        return value

    def day(self, name: str, *, needed: bool = False) -> date | None:
        value = self.data.pop(name, None)
        if value in (None, "") and not needed:
            return None
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.wrong(name, "Write a day as year-month-day, such as 2027-01-01.")
            return None

    def condition(self, name: str, *, otherwise: str = "") -> Term:
        text = self.text(name, needed=not otherwise) or otherwise or "always"
        try:
            return read(text)
        except Unreadable as error:
            self.wrong(name, str(error))
            return read("always")

    def names(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        value = self.data.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(name, "A list of names belongs here.")
            return ()
        if unknown := [one for one in value if one not in known]:
            self.wrong(name, f"Not known here: {', '.join(unknown)}.")
        elif len(set(value)) < len(value):
            self.wrong(name, "A name stands here twice.")
        return tuple(value)

    def parts(self, name: str, most: int) -> list["_Source"]:
        value = self.data.pop(name, [])
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            self.wrong(name, f"Between one and {most} belong here.")
            value = []
        return [_Source(one, f"{self.path}{name}.{place}.", self.errors) for place, one in enumerate(value)]

    def no_more(self) -> None:
        for name in self.data:
            self.wrong(name, "This is not known here.")
