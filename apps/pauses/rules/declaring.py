"""Who keeps the figures of labs' computation, and what a figure must be."""

from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind, Role
from apps.kernel import flop
from apps.kernel.decisions import YES, Decision, Invalid
from apps.pauses.rules.charter import CONDITION_DAYS
from apps.pauses.rules.refusing import refuse

KEEPERS = frozenset({Role.CLERK, Role.AUDITOR, Role.INDEPENDENT})
"""Who may hold rivals' figures as custodian: nobody who sits for a member that has figures of its own."""
NO_FLOP = "Give a whole number, such as 1e26, 10^26 or 3.1×10²⁵."
LONGEST_SOURCE = 300


def may_keep_figures(viewer: Viewer) -> Decision:
    """The custodian alone, where that is not a rival."""
    if viewer.is_operator or OfficeKind.CUSTODIAN not in viewer.offices:
        return refuse(CONDITION_DAYS, "Only the custodian keeps what labs declare.")
    if viewer.role not in KEEPERS:
        return refuse(CONDITION_DAYS, "A custodian who sits for a lab does not keep the figures of its rivals.")
    return YES


def understood(text: str, source: str) -> tuple[int, str]:
    """The exact FLOP and the source as they are kept; raises Invalid."""
    errors = {}
    amount = 0
    try:
        amount = flop.parse(text)
    except ValueError:
        errors["flop"] = NO_FLOP
    source = source.replace("\0", "").strip()
    if not source:
        errors["source"] = "Say where the figure comes from."
    elif len(source) > LONGEST_SOURCE:
        errors["source"] = f"Shorten this to {LONGEST_SOURCE} characters."
    if errors:
        raise Invalid(errors)
    return amount, source
