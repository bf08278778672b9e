"""A period of assessment, and the part of it for which a member that came or left pays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From its first day to its last, both within it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period ends on or after its first day.")

    @property
    def days(self) -> int:
        """How many days it has: 366 in a leap year."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to the last one, both within it; None while it goes on."""

    first: date
    last: date | None


def spells(admitted_at: datetime, changes: Iterable[tuple[datetime, bool]], zone: tzinfo) -> tuple[Span, ...]:
    """The days on which an organisation belonged, by the calendar of the zone, the earliest first.

    `changes` say in their order from when on it was inside, or outside. Each day that it belonged for a while counts,
    so the day on which it left does too, unless it left at its very first instant.
    """
    found: list[Span] = []
    since: datetime | None = admitted_at
    for moment, inside in changes:
        if since is None and inside:
            since = moment
        elif since is not None and not inside:
            if moment > since:
                found.append(Span(_day(since, zone), _day(moment - INSTANT, zone)))
            since = None
    if since is not None:
        found.append(Span(_day(since, zone), None))
    return tuple(found)


def days_within(period: Period, belonged: Iterable[Span]) -> tuple[Period, ...]:
    """The days of the period on which a member belonged, in runs without a gap; a day in two spells counts once."""
    runs: list[Period] = []
    for span in sorted(belonged, key=lambda one: one.first):
        first, last = max(period.first, span.first), min(period.last, span.last or period.last)
        if runs and first <= runs[-1].last + DAY:
            first, last = runs[-1].first, max(last, runs.pop().last)
        if first <= last:
            runs.append(Period(first, last))
    return tuple(runs)


def for_the_days(contribution: Decimal, period: Period, runs: Iterable[Period]) -> Decimal:
    """What a member pays that belonged on the days of these runs within the period, to the cent.

    Half a cent goes to the even one. Nothing where it belonged on no day of the period.
    """
    exact = Fraction(contribution) * sum(run.days for run in runs) / period.days
    return Decimal(round(exact * 100)).scaleb(-2)


def in_words(runs: Sequence[Period], period: Period) -> str:
    """For how many days of the period a member pays, and which, as the reason of an adjustment."""
    days = [f"{_said(run.first)} to {_said(run.last)}" for run in runs]
    if not days:
        return "Member on no day of the period."
    return f"Member for {sum(run.days for run in runs)} of {period.days} days: {', '.join(days)}."


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
