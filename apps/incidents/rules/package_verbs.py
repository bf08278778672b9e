"""Who may do what with a package, and the sentence for those who may not."""

from datetime import datetime
from typing import Protocol

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.states import PACKAGE_TRANSITIONS, DutyState
from apps.kernel.decisions import YES, Decision, first_refusal, no


class Owed(Protocol):
    """What the rules need to know of the duty."""

    state: str
    desk_id: int | None
    met_at: datetime | None


def may_prepare(viewer: Viewer, *, is_own: bool) -> Decision:
    """Those who file for the reporting organisation prepare and send."""
    if viewer.may_file and is_own:
        return YES
    return no("Only the organisation that reports the incident prepares what authorities are sent.")


def may_send(viewer: Viewer, duty: Owed, *, is_own: bool) -> Decision:
    """Through the portal, to the desk of an authority that sits in this committee."""
    if duty.state in {DutyState.NOT_OWED, DutyState.FALLEN_AWAY}:
        return no("Nothing is owed here; send a report where a duty is due or possible.")
    if duty.desk_id is None:
        return no("This authority has no desk in this committee: send it by the official channel and add the proof.")
    return may_prepare(viewer, is_own=is_own)


def may_mark_sent(viewer: Viewer, duty: Owed, *, is_own: bool) -> Decision:
    """What was sent by the authority's official channel is marked so, with the proof, once."""
    if duty.state in {DutyState.NOT_OWED, DutyState.FALLEN_AWAY}:
        return no("Nothing is owed here.")
    if duty.met_at is not None:
        return no("The duty is met already.")
    return may_prepare(viewer, is_own=is_own)


BY_MACHINES = frozenset({Role.OBSERVER, Role.SERVICE})
"""Who confirms receipt: an authority's machine may, too; what it asks and decides is a person's."""


def _of_the_desk(viewer: Viewer, duty: Owed, roles: frozenset[Role] = frozenset({Role.OBSERVER})) -> Decision:
    if duty.desk_id is not None and viewer.organisation_id == duty.desk_id and viewer.role in roles:
        return YES
    return no("Only the authority that it is addressed to does that.")


def may_receive(viewer: Viewer, duty: Owed, state: str) -> Decision:
    """The authority confirms receipt."""
    return first_refusal(_of_the_desk(viewer, duty, BY_MACHINES), PACKAGE_TRANSITIONS.may("receive", state))


def may_ask(viewer: Viewer, duty: Owed) -> Decision:
    """The authority asks back as often as it wants."""
    return _of_the_desk(viewer, duty)


def may_accept(viewer: Viewer, duty: Owed, state: str) -> Decision:
    """The authority takes the report as it is."""
    return first_refusal(_of_the_desk(viewer, duty), PACKAGE_TRANSITIONS.may("accept", state))


def may_require_revision(viewer: Viewer, duty: Owed, state: str) -> Decision:
    """The authority wants another version."""
    return first_refusal(_of_the_desk(viewer, duty), PACKAGE_TRANSITIONS.may("require revision", state))


def may_answer(viewer: Viewer, *, is_own: bool, is_answered: bool) -> Decision:
    """The reporting organisation answers each question once."""
    if is_answered:
        return no("This question is answered already.")
    return may_prepare(viewer, is_own=is_own)
