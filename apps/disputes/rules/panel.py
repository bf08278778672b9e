"""How a panel is composed: its size, strikes, the draw that anybody can run again, and who takes an empty place.

The lot is the chair's own (apps/chairs/rules/lot.py), so `manage.py rerun_draw` runs a panel's published draw, too.
Sources: DSU 8.5 to 8.7 and 12.12; that a lot composes what the parties do not, and strikes, are ours.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from apps.chairs.rules.lot import draw, list_digest
from apps.disputes.rules.charter import COMPOSE_DAYS, LOT_DAYS, ONE, PANEL_SIZE, SIZE_DAYS, STRIKES, refuse, under
from apps.disputes.rules.conflicts import Conflict, Matter, Panellist, conflicts, without_waived
from apps.disputes.states import PANELS, PanelState
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


def must_have_panel(has_one: bool) -> Decision:
    """There is something to compose only once a panel was asked for."""
    return YES if has_one else refuse(COMPOSE_DAYS, "No panel was asked for yet.")


def may_close(state: str) -> Decision:
    """A list is closed once, while the panel is composed."""
    return under(LOT_DAYS, PANELS.may("close_list", state))


def must_suffice(way: WayOut) -> Decision:
    """A list is closed where enough of the roster may sit."""
    return YES if way == WayOut.NONE_NEEDED else refuse(LOT_DAYS, WAYS_OUT[way])


def may_strike_now(is_first: bool, state: str, *, now: datetime, known_at: datetime | None) -> Decision:
    """Names are struck from a closed list, until the public value is known: nobody strikes who was drawn."""
    if not is_first:
        return refuse(STRIKES, "On appeal and in a review nobody strikes names.")
    if state != PanelState.BY_LOT:
        return refuse(STRIKES, "Names are struck from a closed list, before the lot.")
    if known_at is not None and now >= known_at:
        return refuse(STRIKES, "The public value is known: nobody strikes names any more.")
    return YES


LONGEST_VALUE = 200
LEAST_NOTICE = timedelta(hours=24)
"""So much lies at least between naming the public value and knowing it, so that both sides can strike names."""


def value_errors(source: str, source_at: datetime | None, now: datetime) -> dict[str, str]:
    """What is wrong with the public value that is named for a lot, by field."""
    errors = {}
    if not source.strip():
        errors["source"] = "Name the public value that will seed the lot, such as a lottery's numbers of a day."
    elif len(source) > LONGEST_VALUE:
        errors["source"] = f"Name it in at most {LONGEST_VALUE} characters."
    if source_at is None or source_at < now + LEAST_NOTICE:
        errors["source_at"] = (
            "Give when it becomes known: at least 24 hours from now, so that both sides can strike names."
        )
    return errors


def may_name_value(state: str, source: str) -> Decision:
    """The public value of a draw is named once, after the list is closed."""
    if state != PanelState.BY_LOT:
        return refuse(LOT_DAYS, "The list is to be closed first.")
    return YES if not source else refuse(LOT_DAYS, "The value is named already: it stands.")


def may_draw_now(state: str, known_at: datetime | None, now: datetime) -> Decision:
    """The lot is drawn from a closed list, once the value that was named is known."""
    if known_at is None:
        return refuse(LOT_DAYS, "Name first which public value seeds the lot, and when it becomes known.")
    if now < known_at:
        return refuse(LOT_DAYS, "That value is not known yet.")
    return under(LOT_DAYS, PANELS.may("draw", state))


def may_agree_on_panel(state: str) -> Decision:
    """The parties agree on a panel, its size or a name while nobody sits on it."""
    return under(COMPOSE_DAYS, PANELS.may("agree", state))


def may_sit_together(groups: Sequence[Any], size: int) -> Decision:
    """The parties name as many as the panel has places, no two of one group of organisations."""
    if len(groups) != size:
        return refuse(COMPOSE_DAYS, f"The panel is of {size}: name so many, or agree on its size first.")
    if len(set(groups)) != len(groups):
        return refuse(COMPOSE_DAYS, "Two of them are of one group of organisations: only one of them sits.")
    return YES


def may_leave(state: str) -> Decision:
    """Somebody leaves a panel that sits; one that is composed, or has reported, nobody leaves."""
    return under(COMPOSE_DAYS, PANELS.may("lose", state))


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
