"""What follows, one after the other, for a lab against which a compliance case was found.

The charter's order: notice to all, public notice, surcharge, suspended vote, dispute. Apps above register theirs.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.kernel.registry import Registry

NOTICE = "notice"
PUBLIC_NOTICE = "public_notice"
SURCHARGE = "surcharge"
SUSPENDED_VOTE = "suspended_vote"
DISPUTE = "dispute"


def _nothing(_case: Any, _now: datetime) -> None:
    """Nothing to take back."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """One consequence of a case that was found.

    `says` tells beforehand what it does. `take` is given the case, locked, and does it in the caller's transaction; it
    answers with a sentence for the record. `undo` ends its effect when the case is over, whatever became of it. `after`
    are the keys that come before it, where they are registered. A drill says what it would have been and takes nothing.
    """

    key: str
    label: str
    says: str
    take: Callable[[Any, datetime], str]
    after: tuple[str, ...] = ()
    undo: Callable[[Any, datetime], None] = _nothing


CONSEQUENCES: Registry[Consequence] = Registry(
    "consequences", "what follows, in the charter's order, for a lab against which a compliance case was found"
)


def in_order(known: Collection[Consequence]) -> list[Consequence]:
    """The consequences with each behind those that it comes after, and alike ones by key.

    Raises ValueError where two come after each other.
    """
    waiting = sorted(known, key=lambda one: one.key)
    found: list[Consequence] = []
    while waiting:
        open_keys = {one.key for one in waiting}
        following = next((one for one in waiting if not open_keys & set(one.after)), None)
        if following is None:
            raise ValueError(f"these come after each other: {', '.join(sorted(open_keys))}")
        found.append(following)
        waiting.remove(following)
    return found


def to_come(known: Collection[Consequence], taken: Collection[str]) -> list[Consequence]:
    """Those that are still to come, in their order; `taken` are the keys of those that have come."""
    return [one for one in in_order(known) if one.key not in taken]
