"""The roster from which panels are composed: how its names are drawn, who declares what about them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.disputes.rules.charter import PANEL_SIZE, refuse
from apps.disputes.rules.conflicts import Link, Panellist, group_of
from apps.kernel.decisions import YES, Decision

LONGEST_DISCLOSURE = 500


def key_of(name: str, uid: str) -> str:
    """What the lot draws: the name in small letters and the beginning of the seat's long name, so that no two are alike."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return f"{slug[:40] or 'panellist'}-{uid.replace('-', '')[:6]}"


def groups_of(roster: Iterable[Panellist], links: Sequence[Link]) -> Mapping[str, int]:
    """The group of organisations of each name, by the least of its members: of one group only one sits."""
    return {one.key: min(group_of(one.organisation_id, links)) for one in roster}


def may_disclose(viewer: Viewer, *, seat_id: int, on_roster: bool) -> Decision:
    """Whoever is on the roster declares what ties them to an organisation; a clerk enters it for them."""
    if not on_roster:
        return refuse(PANEL_SIZE, "Only who is on the roster declares that.")
    own = viewer.role == Role.PANELLIST and viewer.seat_id == seat_id and not viewer.is_operator
    if own or viewer.is_clerk:
        return YES
    return refuse(PANEL_SIZE, "Whoever is on the roster declares that, or a clerk for them.")


def disclosure_errors(organisation: object, because: str) -> dict[str, str]:
    """What is missing or wrong in a disclosure, by field."""
    errors = {}
    if organisation is None:
        errors["organisation"] = "Choose the organisation that it is about."
    if not because.strip():
        errors["because"] = "Say what ties this person to it."
    elif len(because) > LONGEST_DISCLOSURE:
        errors["because"] = f"Give at most {LONGEST_DISCLOSURE} characters."
    return errors
