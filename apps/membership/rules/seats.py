"""What must hold for seats, offices and invitations to be filled, ended and used."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.committees.states import ONE_MATTER_ROLES, ROLE_LABELS, ROLES_OF_KIND, OrganisationKind, Role
from apps.kernel.decisions import YES, Decision, no

NOT_INVITED = frozenset({Role.SERVICE})
ONE_EACH = frozenset({Role.REPRESENTATIVE, Role.ALTERNATE})
"""An organisation has one voice: one representative and one alternate at a time."""


def role_fits(kind: OrganisationKind, role: Role) -> Decision:
    """Whether an organisation of this kind can have such a seat, held by a person."""
    if role == Role.SERVICE:
        return no("A service seat belongs to a machine: nobody is invited to it.")
    if role in ROLES_OF_KIND[kind]:
        return YES
    fitting = ", ".join(sorted(ROLE_LABELS[one].lower() for one in ROLES_OF_KIND[kind] - NOT_INVITED))
    return no(f"This organisation can have: {fitting}.")


LONGEST_CASE = timedelta(days=731)
"""Twenty-four months, whichever they are."""
NO_SUCH_MATTER = "Give the reference of an open matter in which the organisation has a stake."
"""One sentence for a matter that is not there, is hidden from whoever asks, is closed, or is another's."""


def has_its_matter(role: Role, matter: str, ends_at: datetime | None) -> Decision:
    """Whether a seat has the matter and the end that counsel's must have, and no matter that another's cannot have."""
    if role == Role.COUNSEL and not (matter and ends_at):
        return no("A counsel's seat is for one matter and has an end: invite the person with both.")
    if role not in ONE_MATTER_ROLES and matter:
        return no("Only a counsel's seat is for one matter.")
    return YES


def errors_in_offer(role: str, matter: str, ends_at: datetime | None, now: datetime) -> dict[str, str]:
    """What is wrong with the matter and the end of an offered seat, by field: counsel's has both, another neither."""
    if role != Role.COUNSEL:
        errors = {"matter": "Only a counsel's seat is for one matter."} if matter else {}
        return errors | ({"seat_ends_at": "Only a counsel's seat has its end from the start."} if ends_at else {})
    errors = {} if matter else {"matter": NO_SUCH_MATTER}
    if ends_at is None:
        errors["seat_ends_at"] = "Say when the seat ends: counsel's always has an end."
    elif ends_at <= now:
        errors["seat_ends_at"] = "Give a time that is still to come."
    elif ends_at > now + LONGEST_CASE:
        errors["seat_ends_at"] = "Give a time at most 24 months ahead. The seat can be offered again then."
    return errors


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


def may_hand_on(*, same_seat: bool, running_since: datetime | None, now: datetime) -> Decision:
    """Whether the organisation can have another administrator now."""
    if same_seat:
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
    seat_ends_at: datetime | None = None


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
    if offer.seat_ends_at is not None and now >= offer.seat_ends_at:
        return no("The time for which this seat was offered is over.")
    return YES
