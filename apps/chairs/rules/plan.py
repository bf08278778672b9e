"""The plan of terms: who presides next and when, worked out from public facts alone.

A term belongs to an organisation. Terms follow each other without a gap: each begins where the one before ends, so
many calendar months on in the committee's zone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

from apps.deadlines.rules.reckoning import months_on
from apps.kernel.decisions import YES, Decision


@dataclass(frozen=True, slots=True)
class Slot:
    """One term to come: whose, from when to when (the end excluded), in which cycle, counted from 1.

    `passed` are those passed over for it, each with the reason.
    """

    key: str
    starts_at: datetime
    ends_at: datetime
    cycle: int
    passed: tuple[tuple[str, str], ...] = ()


def boundary(first: datetime, months: int, number: int, zone: str) -> datetime:
    """The instant (UTC) at which the `number`-th term after `first` begins, terms being so many months long.

    Counted from the first, so that a series begun on the 31st comes back to the 31st. A wall-clock time that the
    clocks leave out is the instant at which they jump; one that comes twice is the first of the two.
    """
    if number == 0:
        return first
    wall = first.astimezone(ZoneInfo(zone))
    day = months_on(wall.date(), months * number)
    return at_wall(day, wall.time(), zone)


def at_wall(day: date, at: time, zone: str) -> datetime:
    """The instant (UTC) of a wall-clock time; see boundary for the hours in which clocks change."""
    there = ZoneInfo(zone)
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0), there)
    instant = local.astimezone(UTC)
    if instant.astimezone(there).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _jump(instant, there)


def _jump(near: datetime, there: ZoneInfo) -> datetime:
    """The instant near this one at which the clocks leave out an hour, to the minute."""
    low, high = near - timedelta(hours=3), near
    before = low.astimezone(there).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(there).utcoffset() == before else (low, middle)
    return high.replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Cycle:
    """The places of a cycle that are still to come, in their order, and its number."""

    coming: tuple[str, ...]
    number: int = 1


def plan(
    cycle: Cycle,
    *,
    last: str | None,
    begins: Callable[[int], datetime],
    next_cycle: Callable[[int], Sequence[str]],
    may: Callable[[str, datetime, str | None], Decision] = lambda _key, _at, _last: YES,
) -> Iterator[Slot]:
    """The terms to come; the plan ends when a whole cycle finds nobody who may preside.

    `last` presides now or did last. `begins(n)` is the instant at which the n-th of these terms begins, counted from
    0; `next_cycle(k)` the order of the cycle with number k. `may(key, at, last)` tells whether a member may take the
    term that begins then: one who may not is passed over, and the later terms move forward.
    """
    number = count()
    n = next(number)
    passed: list[tuple[str, str]] = []
    idle = False
    while True:
        for key in cycle.coming:
            decision = may(key, begins(n), last)
            if not decision:
                passed.append((key, decision.reason))
                continue
            yield Slot(key, begins(n), begins(n + 1), cycle.number, tuple(passed))
            n, last, passed, idle = next(number), key, [], False
        if idle:
            return
        cycle, idle = Cycle(tuple(next_cycle(cycle.number + 1)), cycle.number + 1), True


def schedule(
    places: Sequence[str], *, first: datetime, months: int, zone: str, terms: int, after: str | None = None
) -> list[Slot]:
    """So many terms from `first` on, every cycle in the same order; `after` names whose term comes before `first`."""
    coming = places[places.index(after) + 1 :] if after else places
    endless = plan(
        Cycle(tuple(coming)),
        last=after,
        begins=lambda n: boundary(first, months, n, zone),
        next_cycle=lambda _number: places,
    )
    return list(islice(endless, terms))
