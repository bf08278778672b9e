"""Who speaks and votes for an organisation at an instant: its representative, or whoever takes over for a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.kernel.decisions import YES, Decision, no


@dataclass(frozen=True, slots=True)
class Held:
    """A seat with a vote, from–to; the end is excluded and None for open."""

    seat: int
    starts_at: datetime
    ends_at: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it holds at the instant."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True)
class Covered(Held):
    """That `seat` takes the place of `absent`, from–to."""

    absent: int = 0


@dataclass(frozen=True, slots=True)
class Voice:
    """The seat that speaks, and for which absent one, if for any."""

    seat: int
    instead_of: int | None = None


def voice(seats: Iterable[Held], covers: Iterable[Covered], at: datetime) -> Voice | None:
    """Who speaks at the instant; None when nobody does, and the organisation has no voice."""
    holding = sorted((one for one in seats if one.holds(at)), key=lambda one: (one.starts_at, one.seat))
    if not holding:
        return None
    for cover in covers:
        if cover.absent == holding[0].seat and cover.holds(at):
            return Voice(cover.seat, cover.absent)
    return Voice(holding[0].seat)


def voices(
    seats: Iterable[Held], covers: Iterable[Covered], since: datetime, until: datetime
) -> list[tuple[datetime, Voice | None]]:
    """Who speaks from when on, between two instants: the first at `since`, then each change."""
    seats, covers = list(seats), list(covers)
    moments = {since}
    for one in (*seats, *covers):
        moments |= {moment for moment in (one.starts_at, one.ends_at) if moment and since < moment < until}
    found: list[tuple[datetime, Voice | None]] = []
    for moment in sorted(moments):
        speaks = voice(seats, covers, moment)
        if not found or found[-1][1] != speaks:
            found.append((moment, speaks))
    return found


def may_be_covered(*, is_representative: bool, has_alternate: bool) -> Decision:
    """Whether somebody can take over for the holder of a seat."""
    if not is_representative:
        return no("Only a representative's place is taken by an alternate.")
    if not has_alternate:
        return no("The organisation has no alternate. Fill that seat first.")
    return YES


def may_end_cover(*, ends_at: datetime, now: datetime) -> Decision:
    """Whether a cover can still be ended early."""
    return YES if now < ends_at else no("The alternate's time has ended already.")
