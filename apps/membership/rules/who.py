"""Who may do what to seats, invitations and tokens."""

from apps.committees.rules.viewer import Actor, Portal
from apps.committees.states import VOTING_ROLES, Role
from apps.kernel.decisions import YES, Decision, no


def may_keep_papers(actor: Actor) -> Decision:
    """Organisations, invitations and the chair's office: the clerk, or the portal by command."""
    if isinstance(actor, Portal) or actor.is_clerk:
        return YES
    return no("Only a clerk may do this.")


def speaks_for(actor: Actor, organisation_id: int) -> bool:
    """Whether the actor represents the organisation."""
    if isinstance(actor, Portal) or actor.is_operator:
        return False
    return actor.role == Role.REPRESENTATIVE and actor.organisation_id == organisation_id


def may_add_service_seat(actor: Actor, organisation_id: int) -> Decision:
    """An organisation's machine: its representative or a clerk."""
    if may_keep_papers(actor) or speaks_for(actor, organisation_id):
        return YES
    return no("Only the organisation's representative or a clerk may add a service seat.")


def may_end_seat(actor: Actor, *, organisation_id: int, role: Role) -> Decision:
    """A clerk ends any seat; a representative the others of their own organisation."""
    if may_keep_papers(actor) or (speaks_for(actor, organisation_id) and role != Role.REPRESENTATIVE):
        return YES
    return no("Only a clerk, or for their own organisation its representative, may end this seat.")


def may_hold_tokens(actor: Actor, *, seat_id: int, organisation_id: int, role: Role) -> Decision:
    """One's own seat's tokens, and those of the service seats of one's organisation."""
    if isinstance(actor, Portal):
        return YES
    if actor.is_operator or actor.role == Role.SERVICE:
        return no("Tokens are made by a person in a seat.")
    if seat_id == actor.seat_id or (role == Role.SERVICE and organisation_id == actor.organisation_id):
        return YES
    return no("You can have tokens for your own seat and for your organisation's service seats.")


def may_chair(role: Role) -> Decision:
    """The chair is a representative or an independent member."""
    if role in VOTING_ROLES:
        return YES
    return no("Only a representative or an independent member can hold the chair.")
