"""The menu of a committee: each app declares its pages in its own `menu.py`; the desk's shell shows what fits."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from apps.kernel.registry import Registry


class Part(StrEnum):
    """Where an entry stands: in the row itself, or behind a word of the row or the name of the person."""

    ROW = "row"
    OVERSIGHT = "oversight"
    COMMITTEE = "committee"
    ACCOUNT = "account"


def everybody(viewer: Any) -> bool:
    """Whoever has the committee's menu at all."""
    return True


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu.

    `label` is one or two words and `says` the sentence beneath them, which the row itself has no room for. `route` is
    reversed with the committee's slug. `place` orders the entries of a part. `also` are beginnings of paths, as they
    stand behind `/c/<slug>/`, of pages that belong here and do not lie below the entry's own address.
    """

    label: Any
    route: str
    icon: str
    part: Part
    place: int
    says: Any = ""
    also: tuple[str, ...] = ()
    shown_to: Callable[[Any], bool] = everybody


MENU: Registry[Entry] = Registry("menu", "the pages of a committee that every page leads to, and who is shown them")


def entries(part: Part, viewer: Any) -> list[Entry]:
    """The part's entries that this viewer is shown, in their order."""
    shown = (entry for _, entry in MENU if entry.part == part and entry.shown_to(viewer))
    return sorted(shown, key=lambda entry: entry.place)
