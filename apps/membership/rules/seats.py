"""What must hold for seats, offices and invitations to be filled, ended and used."""

from dataclasses import dataclass
from datetime import datetime

from apps.committees.states import ROLE_LABELS, ROLES_OF_KIND, OrganisationKind, Role
from apps.kernel.decisions import YES, Decision, no

NOT_INVITED = frozenset({Role.SERVICE, Role.COUNSEL})
ONE_EACH = frozenset({Role.REPRESENTATIVE, Role.ALTERNATE})
"""An organisation has one voice: one representative and one alternate at a time."""


def role_fits(kind: OrganisationKind, role: Role) -> Decision:
    """Whether an organisation of this kind can have such a seat, held by a person."""
    if role == Role.SERVICE:
        return no("A service seat belongs to a machine: nobody is invited to it.")
    if role == Role.COUNSEL:
        return no("A counsel's seat is for one case and has an end: nobody is invited to it.")
    if role in ROLES_OF_KIND[kind]:
        return YES
    fitting = ", ".join(sorted(ROLE_LABELS[one].lower() for one in ROLES_OF_KIND[kind] - NOT_INVITED))
    return no(f"This organisation can have: {fitting}.")


def may_be_filled(role: Role, organisation: str, *, taken: bool, already_in_it: bool) -> Decision:
    """Whether a person can take such a seat now."""
    if already_in_it:
        return no("This person holds this seat already.")
    if role in ONE_EACH and taken:
        return no(f"{organisation} has a {role.value} already. A clerk must end that seat first.")
    return YES


def may_end(role: Role, *, starts_at: datetime, ended: bool, other_clerks: int, now: datetime) -> Decision:
    """Whether a seat can end now: once, after it began, and never the last clerk's."""
    if ended:
        return no("This seat has ended already.")
    if role == Role.CLERK and other_clerks == 0:
        return no("This is the last clerk. Seat another before ending this one.")
    if now <= starts_at:
        return no("This seat began only now. Try again in a moment.")
    return YES


def may_replace(*, begins: datetime, starts_at: datetime) -> Decision:
    """Whether a new holder can begin at an instant: after the present one has begun."""
    if begins <= starts_at:
        return no("Somebody else takes this seat then or later already. End that seat first.")
    return YES


def may_hand_on(*, already: bool, running_since: datetime | None, now: datetime) -> Decision:
    """Whether the organisation can have another administrator now."""
    if already:
        return no("This seat manages its organisation already.")
    if running_since is not None and now <= running_since:
        return no("The organisation has had another administrator named only now. Try again in a moment.")
    return YES


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation's dates."""

    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None
    waits: bool = False
    """Whether a clerk has yet to confirm it; until then it is not sent."""


def is_open(offer: Offer, now: datetime) -> Decision:
    """Whether an invitation can still be used, and if not, why."""
    if offer.accepted_at is not None:
        return no("This invitation has been used. Sign in to reach your seat.")
    if offer.withdrawn_at is not None:
        return no("This invitation was withdrawn. Ask the committee's clerk if you think that is a mistake.")
    if offer.waits:
        return no("A clerk has not confirmed this invitation yet.")
    if now >= offer.expires_at:
        return no("This invitation has expired. Ask the committee's clerk to send a new one.")
    return YES
