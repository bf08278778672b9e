"""How a panel is composed: its size, strikes, the draw that anybody can run again, and who takes an empty place.

The lot is the chair's own (apps/chairs/rules/lot.py), so `manage.py rerun_draw` runs a panel's published draw, too.
Sources: DSU 8.5 to 8.7 and 12.12; that a lot composes what the parties do not, and strikes, are ours.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from apps.chairs.rules.lot import draw, list_digest
from apps.disputes.rules.charter import LOT_DAYS, ONE, PANEL_SIZE, SIZE_DAYS, STRIKES, refuse
from apps.disputes.rules.conflicts import Conflict, Matter, Panellist, conflicts, without_waived
from apps.kernel.decisions import YES, Decision

BY_AGREEMENT = (1, 3, 5)
"""Sizes on which parties may agree: odd, so that a majority is found."""


def size_of(charter: Mapping[str, Any], agreed: int | None = None) -> int:
    """How many sit: what the parties agreed on in time, else what the charter says."""
    if agreed is not None:
        return agreed
    return 1 if charter[PANEL_SIZE] == ONE else 3


def may_agree_on_size(size: int, *, now: datetime, due: datetime, composed: bool) -> Decision:
    """Whether the parties can still agree on this size; `due` is the end of their time for it (DSU 8.5)."""
    if size not in BY_AGREEMENT:
        return refuse(PANEL_SIZE, "A panel is of one, three or five.")
    if composed:
        return refuse(PANEL_SIZE, "The panel is composed; its size stays.")
    return YES if now <= due else refuse(SIZE_DAYS, "The time for agreeing on another size is over.")


@dataclass(frozen=True, slots=True)
class Barred:
    """Somebody of the roster who may not sit, and why."""

    panellist: Panellist
    because: tuple[Conflict, ...]

    @property
    def sentences(self) -> list[str]:
        """Why, each in a sentence."""
        return [one.sentence for one in self.because]

    @property
    def by_consent(self) -> bool:
        """Whether the parties together could let them sit."""
        return all(one.waivable for one in self.because)


@dataclass(frozen=True, slots=True)
class Pool:
    """The roster for one case: who may sit, and who may not."""

    eligible: tuple[Panellist, ...]
    barred: tuple[Barred, ...]


def pool(
    roster: Sequence[Panellist], matter: Matter, at: datetime, *, waived: Collection[str] = (), ties_bar: bool = True
) -> Pool:
    """Who of the roster may sit at the instant; `waived` are the keys of those whom all parties accept."""
    eligible: list[Panellist] = []
    barred: list[Barred] = []
    for one in sorted(roster, key=lambda panellist: panellist.key):
        found = conflicts(one, matter, at, ties_bar=ties_bar)
        left = without_waived(found, waived=one.key in waived)
        if left:
            barred.append(Barred(one, tuple(left)))
        else:
            eligible.append(one)
    return Pool(tuple(eligible), tuple(barred))


class WayOut(StrEnum):
    """What is to be done where a panel cannot be drawn as it is; tried in this order."""

    NONE_NEEDED = "none_needed"
    CONSENT = "consent"
    SMALLER = "smaller"
    WIDEN = "widen"


WAYS_OUT = {
    WayOut.NONE_NEEDED: "Enough people of the roster may sit.",
    WayOut.CONSENT: "Too few of the roster may sit. There are enough if the parties accept some who are in conflict; they are asked.",
    WayOut.SMALLER: "Too few of the roster may sit for a panel of this size. A panel of one can be drawn if the parties agree.",
    WayOut.WIDEN: "Nobody of the roster may sit. A clerk asks organisations without a stake for names, and the roster is widened before the lot.",
}


def way_out(found: Pool, groups: Mapping[str, Any], size: int) -> WayOut:
    """What is to be done so that so many can be drawn, no two of one group (`groups`: the group of each key)."""
    if _seats(found.eligible, groups) >= size:
        return WayOut.NONE_NEEDED
    with_consent = [*found.eligible, *(one.panellist for one in found.barred if one.by_consent)]
    if _seats(with_consent, groups) >= size:
        return WayOut.CONSENT
    return WayOut.SMALLER if found.eligible else WayOut.WIDEN


def _seats(people: Sequence[Panellist], groups: Mapping[str, Any]) -> int:
    return len({groups[one.key] for one in people})


def strikes_each(places: int, size: int, most: int) -> int:
    """How many names each of the two sides may strike: as many for both, so that a panel can still be drawn.

    `places` is how many could sit at once: people of one group count as one.
    """
    return max(min(most, (places - size) // 2), 0)


def may_strike(key: str, *, listed: Collection[str], own: Collection[str], each: int, drawn: bool) -> Decision:
    """Whether a side may strike this name; `own` are those that it has struck, `each` how many it may."""
    if drawn:
        return refuse(STRIKES, "The panel is drawn; names are struck before the lot.")
    if key not in listed:
        return refuse(STRIKES, "This name is not on the list.")
    if key in own:
        return refuse(STRIKES, "Your side has struck this name already.")
    return YES if len(own) < each else refuse(STRIKES, f"Your side may strike {each} and has.")


def seed_of(value: str, ref: str, number: int) -> str:
    """The seed of one draw: the public value, the case and which of its draws it is.

    So that one public value gives two cases of the same day two different panels. Raises ValueError without a value.
    """
    if not value.strip():
        raise ValueError("A lot needs its public value.")
    return f"{value.strip()} {ref} {number}"


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it is published: who was on the list without those struck, the seed, everybody's turn, who sits."""

    seed: str
    order: tuple[str, ...]
    seats: tuple[str, ...]

    @property
    def presiding(self) -> str:
        """Who presides over the panel: the first drawn."""
        return self.seats[0]

    @property
    def published(self) -> dict[str, Any]:
        """What `manage.py rerun_draw` reads, and who sits."""
        members = sorted(self.order)
        return {
            "members": members,
            "digest": list_digest(members),
            "seed": self.seed,
            "order": list(self.order),
            "seats": list(self.seats),
        }


def compose(seed: str, listed: Collection[str], struck: Collection[str], groups: Mapping[str, Any], size: int) -> Draw:
    """The panel by lot: in the order drawn, passing over whoever is of one group with somebody who sits already.

    Raises Refused where too few are left, ValueError without a seed.
    """
    order = [ticket.key for ticket in draw(seed, set(listed) - set(struck))]
    seats: list[str] = []
    for key in order:
        if len(seats) < size and groups[key] not in {groups[one] for one in seats}:
            seats.append(key)
    if len(seats) < size:
        refuse(LOT_DAYS, "Too few names are left on the list for this panel.").require()
    return Draw(seed, tuple(order), tuple(seats))


def next_in_line(
    order: Sequence[str], *, seated: Collection[str], gone: Collection[str], may_sit: Collection[str], groups: Mapping[str, Any]
) -> str | None:  # fmt: skip
    """Who takes an empty place: the next of the draw who has not left it, may still sit and is of no group that sits.

    `seated` are those who still sit. None where nobody is left: then there is another draw.
    """
    taken = {groups[one] for one in seated}
    for key in order:
        if key not in seated and key not in gone and key in may_sit and groups[key] not in taken:
            return key
    return None
