"""Who can be appointed to the chair, and when."""

from datetime import datetime

from apps.committees.states import VOTING_ROLES, Role
from apps.kernel.decisions import YES, Decision, no


def may_chair(role: Role, *, holds: bool) -> Decision:
    """The chair is a representative or an independent member, whose seat holds now."""
    if role not in VOTING_ROLES:
        return no("Only a representative or an independent member can hold the chair.")
    return YES if holds else no("This seat has ended, or has not begun.")


def may_begin_term(*, rotates: bool, same_seat: bool, running_since: datetime | None, now: datetime) -> Decision:
    """Whether a clerk can record a new chair now: never where the chair rotates, so that it is in nobody's favour."""
    if rotates:
        return no("The chair rotates: it passes on by itself when the term ends.")
    if same_seat:
        return no("This seat holds the chair already.")
    if running_since is not None and now <= running_since:
        return no("The running term began only now. Try again in a moment.")
    return YES
