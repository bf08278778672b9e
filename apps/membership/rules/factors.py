"""Resetting a lost second factor: two people together, neither of them the one who lost it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.committees.rules.viewer import Actor, Viewer
from apps.kernel.decisions import YES, Decision, no
from apps.membership.rules.who import may_manage

TIME_TO_CONFIRM = timedelta(hours=24)
"""Long enough for another time zone, short enough that a wish nobody remembers opens nothing."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Whose factor is lost: the person, the organisation, and which other person manages it (None for nobody)."""

    person: int
    organisation: int
    manager: int | None


def may_ask(actor: Actor, lost: Lost) -> Decision:
    """The organisation's administrator or a clerk, for somebody else."""
    if not isinstance(actor, Viewer):
        return no("Two people in seats do this together.")
    may = may_manage(actor, lost.organisation)
    if may and actor.user_id == lost.person:
        return no("Somebody else must ask for you: your organisation's administrator or a clerk.")
    return may


def may_confirm(
    actor: Actor, lost: Lost, *, asker: int, asked_as_clerk: bool, expires_at: datetime, now: datetime
) -> Decision:
    """The other of the two: the clerk what the administrator asked, the administrator what a clerk asked.

    Where nobody but the asker and the one concerned manages the organisation, another clerk confirms.
    """
    may = may_ask(actor, lost)
    if not may or not isinstance(actor, Viewer):
        return may
    if actor.user_id == asker:
        return no("You have asked for it yourself. The other of the two confirms.")
    if now >= expires_at:
        return no("Nobody confirmed this in time. Ask again.")
    if not asked_as_clerk:
        return YES if actor.is_clerk else no("A clerk must confirm what the administrator asked for.")
    if lost.manager in (None, asker):
        return YES if actor.is_clerk else no("Another clerk must confirm this.")
    return YES if actor.user_id == lost.manager else no("The organisation's administrator must confirm this.")
