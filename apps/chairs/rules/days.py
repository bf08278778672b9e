"""Each organisation's share of chair-days against an even share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Held:
    """That an organisation held the chair, from–to (None: still)."""

    key: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Share:
    """An organisation's seconds in the chair, its share of all that were held, and the even share of its membership."""

    key: str
    seconds: int
    share: Fraction
    even: Fraction


def shares(
    terms: Iterable[Held], members: Mapping[str, tuple[datetime, datetime | None]], *, since: datetime, until: datetime
) -> list[Share]:
    """Shares of the time from `since` to `until`, by key; `members` says from when to when each was a member.

    The even share is by time of membership: whoever joined half-way is owed half as much. Shares of all that was held
    add up to one, and so do even shares, wherever anything was held at all.
    """
    held = dict.fromkeys(members, 0)
    for term in terms:
        held[term.key] = held.get(term.key, 0) + _overlap(term.starts_at, term.ends_at, since, until)
    present = {key: _overlap(start, end, since, until) for key, (start, end) in members.items()}
    all_held, all_present = sum(held.values()), sum(present.values())
    return [
        Share(
            key,
            seconds,
            Fraction(seconds, all_held) if all_held else Fraction(0),
            Fraction(present.get(key, 0), all_present) if all_present else Fraction(0),
        )
        for key, seconds in sorted(held.items())
    ]


def _overlap(start: datetime, end: datetime | None, since: datetime, until: datetime) -> int:
    """Whole seconds that two spans have in common."""
    last = until if end is None else min(end, until)
    return max(int((last - max(start, since)).total_seconds()), 0)
