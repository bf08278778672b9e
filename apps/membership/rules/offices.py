"""The offices beside the chair: who can hold one, and from when until when."""

from datetime import datetime

from apps.committees.states import OfficeKind, Role
from apps.kernel.decisions import YES, Decision, no

APPOINTED = (OfficeKind.TREASURER, OfficeKind.CUSTODIAN)
"""Filled by the committee's decision; the chair rotates by its own rule."""
HOLDERS = frozenset({Role.REPRESENTATIVE, Role.ALTERNATE, Role.INDEPENDENT, Role.CLERK, Role.AUDITOR})
OFFICE_LABELS = {
    OfficeKind.CHAIR: "Chair",
    OfficeKind.TREASURER: "Treasurer",
    OfficeKind.CUSTODIAN: "Custodian of sealed figures",
}


def may_hold_office(role: Role) -> Decision:
    """Members, their alternates, auditors and clerks; not who watches, is there for one case, or is a machine."""
    if role in HOLDERS:
        return YES
    return no("An office is held by a member, an alternate, an auditor or a clerk.")


def errors_in_office(
    kind: str, *, seat: int, deputy: int | None, ends_at: datetime | None, decision: str, now: datetime
) -> dict[str, str]:
    """What is wrong with a wish to fill an office, by field."""
    errors = {}
    if kind not in APPOINTED:
        errors["kind"] = "Choose treasurer or custodian. The chair rotates by the charter."
    if deputy == seat:
        errors["deputy"] = "The deputy is somebody else."
    if ends_at is not None and ends_at <= now:
        errors["ends_at"] = "Give a time that has not passed."
    if not decision.strip():
        errors["decision"] = "Say by which decision of the committee."
    return errors


def may_take_over(*, same_seat: bool, running_since: datetime | None, now: datetime) -> Decision:
    """Whether a new term can begin now."""
    if same_seat:
        return no("This seat holds the office already.")
    if running_since is not None and now <= running_since:
        return no("The running term began only now. Try again in a moment.")
    return YES
