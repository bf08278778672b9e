"""A protected reporter: who may file so, who keeps the name, and how two people get to read it (decisions/0019).

Whoever asks, agrees or keeps sits for no lab: so no refusal can tell for which lab the reporter works.
"""

from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind, Role
from apps.incidents.states import RELEASES
from apps.kernel.decisions import YES, Decision, first_refusal, no

NEUTRAL = frozenset({Role.CLERK, Role.AUDITOR, Role.INDEPENDENT})
"""Who may ask for a name, or agree to it."""
KEEPING = frozenset({Role.AUDITOR, Role.INDEPENDENT})
"""Who may be custodian here: a clerk handles the reports themselves."""
LONGEST = 5_000


def is_custodian(viewer: Viewer) -> bool:
    """Whether the viewer keeps the names of protected reporters."""
    return not viewer.is_operator and OfficeKind.CUSTODIAN in viewer.offices and viewer.role in KEEPING


def may_file_protected(viewer: Viewer, *, has_custodian: bool) -> Decision:
    """A person of a lab or provider, while somebody keeps the name."""
    if not viewer.may_file or viewer.role == Role.SERVICE:
        return no("Only people of a lab or provider file as protected reporters.")
    if not has_custodian:
        return no("This committee has no custodian who is an auditor or an independent member; until then nobody can.")
    return YES


def one_of_two(viewer: Viewer) -> Decision:
    """Clerks, auditors and independent members, apart from the custodian, who knows the name."""
    if viewer.is_operator or viewer.role not in NEUTRAL:
        return no("Only clerks, auditors and independent members ask for a protected reporter's name, or agree to it.")
    if is_custodian(viewer):
        return no("The custodian knows the name; two others ask and agree.")
    return YES


def may_ask(viewer: Viewer, *, is_protected: bool, is_asked: bool) -> Decision:
    """One of those who read the report, while no request for the name is open."""
    return first_refusal(
        one_of_two(viewer),
        YES if is_protected else no("No protected reporter filed this report."),
        no("Somebody has asked for the name already, and it is not answered.") if is_asked else YES,
    )


def may_agree(viewer: Viewer, *, asker: int, state: str) -> Decision:
    """A second one, of another organisation than the asker's."""
    if viewer.organisation_id == asker:
        return no("The two who ask and agree are of two organisations.")
    return first_refusal(one_of_two(viewer), RELEASES.may("release", state))


def may_refuse(viewer: Viewer, *, asker: int, state: str) -> Decision:
    """The custodian, or whoever could agree."""
    if is_custodian(viewer):
        return RELEASES.may("refuse", state)
    return first_refusal(may_agree(viewer, asker=asker, state=state), RELEASES.may("refuse", state))


def may_read(viewer: Viewer, *, is_released: bool, two: set[int | None]) -> Decision:
    """The two themselves, by their seats, once the second has agreed."""
    if viewer.is_operator or viewer.seat_id not in two:
        return no("Only the two who asked and agreed read the name.")
    return YES if is_released else no("The name is not released.")


def may_open(viewer: Viewer, *, is_protected: bool) -> Decision:
    """The custodian, of a report that the custodian sees."""
    if not is_custodian(viewer):
        return no("Only the custodian keeps the names of protected reporters.")
    return YES if is_protected else no("No protected reporter filed this report.")
