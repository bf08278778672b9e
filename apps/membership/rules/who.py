"""Who may do what to seats, invitations and tokens."""

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.states import ONE_MATTER_ROLES, Role
from apps.kernel.decisions import YES, Decision, no

CONFIRMED_ROLES = frozenset({Role.REPRESENTATIVE, Role.ALTERNATE, Role.INDEPENDENT, Role.CLERK, Role.PANELLIST})
"""Seats that vote, may come to vote, keep the papers or may come to judge: an organisation proposes, a clerk confirms."""
PASSING_ROLES = ONE_MATTER_ROLES | {Role.SERVICE}
"""Machines, and people who are there for one case: none of them manages an organisation."""


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


def manages(actor: Actor, organisation_id: int) -> bool:
    """Whether the actor is the organisation's administrator."""
    if isinstance(actor, Portal) or actor.is_operator:
        return False
    return actor.administers and actor.organisation_id == organisation_id


def may_manage(actor: Actor, organisation_id: int) -> Decision:
    """An organisation's people: its administrator, or a clerk."""
    if may_keep_papers(actor) or manages(actor, organisation_id):
        return YES
    return no("Only the organisation's administrator or a clerk may do this.")


def must_be_confirmed(actor: Actor, role: Role) -> bool:
    """Whether a clerk must confirm before the actor's invitation to such a seat is sent."""
    return role in CONFIRMED_ROLES and not may_keep_papers(actor)


def may_administer(role: Role) -> Decision:
    """An organisation is managed by one of its people, not by a machine or whoever is there for one case."""
    if role not in PASSING_ROLES:
        return YES
    return no("An organisation's administrator is one of its own people: not a machine, counsel or panellist.")


def may_add_service_seat(actor: Actor, organisation_id: int) -> Decision:
    """An organisation's machine: its administrator, its representative or a clerk."""
    if may_manage(actor, organisation_id) or speaks_for(actor, organisation_id):
        return YES
    return no("Only the organisation's administrator, its representative or a clerk may add a service seat.")


def may_end_seat(actor: Actor, *, organisation_id: int, role: Role) -> Decision:
    """A clerk ends any seat; an administrator those of the organisation, its representative the others of it."""
    if may_manage(actor, organisation_id) or (speaks_for(actor, organisation_id) and role != Role.REPRESENTATIVE):
        return YES
    return no("Only a clerk, or the organisation's own administrator or representative, may end this seat.")


def may_cover(actor: Actor, *, organisation_id: int, seat_id: int) -> Decision:
    """That the alternate takes over: the representative, the organisation's administrator, or a clerk."""
    if may_manage(actor, organisation_id) or (isinstance(actor, Viewer) and actor.seat_id == seat_id != 0):
        return YES
    return no("Only the representative, the organisation's administrator or a clerk may do this.")


def may_hold_tokens(actor: Actor, *, seat_id: int, organisation_id: int, role: Role) -> Decision:
    """One's own seat's tokens, and those of the service seats of one's organisation."""
    if isinstance(actor, Portal):
        return YES
    if actor.is_operator or actor.role == Role.SERVICE:
        return no("Tokens are made by a person in a seat.")
    if actor.is_for_one_matter:
        return no("A seat that is for one matter has no tokens.")
    if seat_id == actor.seat_id or (role == Role.SERVICE and organisation_id == actor.organisation_id):
        return YES
    return no("You can have tokens for your own seat and for your organisation's service seats.")
