"""Who keeps the sealed figures of labs' computation."""

from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind, Role
from apps.funding.rules.charter import EXACT, refuse
from apps.kernel.decisions import YES, Decision

KEEPERS = frozenset({Role.CLERK, Role.AUDITOR, Role.INDEPENDENT})
"""Who may hold rivals' figures as custodian: nobody who sits for a member that has figures of its own."""


def may_keep_figures(viewer: Viewer) -> Decision:
    """The custodian alone, where that is not a rival."""
    if viewer.is_operator or OfficeKind.CUSTODIAN not in viewer.offices:
        return refuse(EXACT, "Only the custodian keeps what labs declare.")
    if viewer.role not in KEEPERS:
        return refuse(EXACT, "A custodian who sits for a lab does not keep the figures of its rivals.")
    return YES
