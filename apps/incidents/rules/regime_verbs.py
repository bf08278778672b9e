"""Who may change a regime, and who says which laws reach an organisation."""

from typing import Protocol

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.states import VersionState
from apps.kernel.decisions import YES, Decision, no


class Version(Protocol):
    """What the rules need to know of a version."""

    state: str

    @property
    def proposed_by_id(self) -> int | None:
        """The seat that proposed it."""


def _keeps_regimes(viewer: Viewer) -> bool:
    return viewer.is_clerk or viewer.role == Role.INDEPENDENT


def may_propose(viewer: Viewer, *, is_waiting: bool) -> Decision:
    """Clerks and independent members propose; one proposal for a regime at a time."""
    if not _keeps_regimes(viewer):
        return no("Only a clerk or an independent member proposes a version of a regime.")
    if is_waiting:
        return no("A proposed version waits to be decided; one at a time.")
    return YES


def may_decide(viewer: Viewer, version: Version) -> Decision:
    """A second clerk or independent member adopts or refuses what the first proposed."""
    if not _keeps_regimes(viewer):
        return no("Only a clerk or an independent member decides on a version of a regime.")
    if version.state != VersionState.PROPOSED:
        return no("This version is decided already.")
    if version.proposed_by_id == viewer.seat_id:
        return no("Another person than the one who proposed it decides.")
    return YES


def may_withdraw(viewer: Viewer, version: Version) -> Decision:
    """Whoever proposed a version may take it back until it is decided."""
    if version.state != VersionState.PROPOSED:
        return no("This version is decided already.")
    if version.proposed_by_id != viewer.seat_id:
        return no("Only the person who proposed it takes it back.")
    return YES


def may_set_desk(viewer: Viewer, *, by_filing: bool = False) -> Decision:
    """Clerks say whose desk a regime's reports go to; what is owed to the committee itself lies on nobody's."""
    if by_filing:
        return no("This regime is met by filing here: its reports go to no authority's desk.")
    return YES if viewer.is_clerk else no("Only a clerk says whose desk the reports go to.")


def may_answer_scopes(viewer: Viewer) -> Decision:
    """Those who file for an organisation say which laws reach it; a machine does not."""
    if viewer.may_file and viewer.role != Role.SERVICE:
        return YES
    return no("Only a lab's or provider's representative, alternate or liaison says which laws reach it.")
