"""Invitations to seats: made, sent, sent again, withdrawn, accepted once.

The row is the queue: whatever has a `send_at` in the past waits to be sent, and the worker is only rung.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from celery import signature
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.accounts.services import create_person
from apps.committees.models import Invitation, Organisation, Seat
from apps.committees.rules.matters import STAKES
from apps.committees.rules.viewer import Actor, Viewer
from apps.committees.selectors import charter_value, viewer_of
from apps.committees.services import take_turn
from apps.committees.states import MembershipState, OrganisationKind, Role
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.kernel.tenancy.tasks import ring_after_commit
from apps.membership import acts
from apps.membership.mail import invitation_mail
from apps.membership.rules import seats as rules
from apps.membership.rules import who
from apps.membership.rules.charter import INVITATION_DAYS
from apps.membership.rules.membership import may_seat, may_speak
from apps.membership.rules.tokens import digest_of, invitation_secret
from apps.membership.selectors.invitations import offer_of, waits
from apps.membership.services.administrators import let_first_administer
from apps.membership.services.seats import facts_of, require_free, take_seat
from apps.record.services import record

log = structlog.get_logger(__name__)

LONGEST_WAIT = timedelta(hours=1)


def invite(
    *,
    actor: Actor,
    now: datetime,
    organisation: Organisation,
    role: str,
    email: str,
    name: str,
    matter: str = "",
    seat_ends_at: datetime | None = None,
) -> Invitation:
    """Offer a seat to a person by email: a clerk, or the organisation's administrator.

    An administrator's offer of a seat that votes waits for a clerk before it is sent. Counsel's is for one `matter`, by
    its reference, and has an end. Raises Refused or Invalid (errors by field).
    """
    who.may_manage(actor, organisation.pk).require()
    invitation = Invitation(
        organisation=organisation,
        role=role,
        matter=matter.strip().upper(),
        seat_ends_at=seat_ends_at,
        email=email.strip().lower(),
        name=name.strip(),
        invited_by_id=actor.seat_id if isinstance(actor, Viewer) else None,
        created_at=now,
    )
    if errors := _errors(invitation, actor, now):
        raise Invalid(errors)
    if who.must_be_confirmed(actor, Role(role)):
        _date(invitation, now)
        invitation.save()
        _tell(acts.PROPOSED, invitation, actor, now)
        return invitation
    if role in who.CONFIRMED_ROLES:
        invitation.confirmed_at = now
    _to_send(invitation, now)
    _tell(acts.INVITED, invitation, actor, now)
    return invitation


def confirm_invitation(*, actor: Actor, now: datetime, invitation: Invitation) -> Invitation:
    """A clerk confirms the seat that an administrator proposed; the invitation is sent. Raises Refused."""
    who.may_keep_papers(actor).require()
    invitation = _locked(invitation)
    _require_unsettled(invitation)
    if not waits(invitation):
        raise Refused("This invitation needs no confirmation: it has been sent.")
    invitation.confirmed_at = now
    _to_send(invitation, now)
    told = ["clerks"] if invitation.invited_by_id is None else [f"seat:{invitation.invited_by_id}"]
    _tell(acts.CONFIRMED, invitation, actor, now, told)
    return invitation


def resend_invitation(*, actor: Actor, now: datetime, invitation: Invitation) -> Invitation:
    """Send it again with a new link and a new expiry; the old link stops working. Raises Refused."""
    who.may_manage(actor, invitation.organisation_id).require()
    invitation = _locked(invitation)
    _require_unsettled(invitation)
    if waits(invitation):
        raise Refused("A clerk has not confirmed this invitation yet.")
    _to_send(invitation, now)
    _tell(acts.RESENT, invitation, actor, now)
    return invitation


def withdraw_invitation(*, actor: Actor, now: datetime, invitation: Invitation) -> Invitation:
    """Take the offer back. Raises Refused when it was accepted or withdrawn already."""
    who.may_manage(actor, invitation.organisation_id).require()
    invitation = _locked(invitation)
    _require_unsettled(invitation)
    invitation.withdrawn_at, invitation.send_at = now, None
    invitation.save(update_fields=["withdrawn_at", "send_at"])
    _tell(acts.WITHDRAWN, invitation, actor, now)
    return invitation


def accept_invitation(
    *, invitation: Invitation, now: datetime, person: User | None = None, name: str = "", password: str = ""
) -> Seat:
    """Take the offered seat, once: by the signed-in person with that address, or as a new person.

    A new person's address counts as proved, because the link came to it by mail. Raises Refused.
    """
    invitation = _locked(invitation)
    rules.is_open(offer_of(invitation), now).require()
    if person is None:
        if User.objects.filter(email=invitation.email).exists():
            raise Refused("This address has an account already. Sign in with it, then accept.")
        require_free(now, invitation.organisation, invitation.role, None)
        zone = invitation.organisation.zone
        person = create_person(email=invitation.email, name=name.strip(), password=password, zone=zone)
    elif person.email != invitation.email or not person.is_active:
        raise Refused("This invitation is for another address. Sign in with the address it was sent to.")
    until = invitation.seat_ends_at
    seat = take_seat(now, invitation.organisation, invitation.role, person, matter=invitation.matter, until=until)
    invitation.accepted_at, invitation.seat, invitation.send_at = now, seat, None
    invitation.save(update_fields=["accepted_at", "seat", "send_at"])
    actor = viewer_of(seat, now)
    record(acts.SEAT_FILLED, actor=actor, now=now, subject=("seat", seat.pk, str(seat.uid)), facts=facts_of(seat))
    _tell(acts.ACCEPTED, invitation, actor, now)
    let_first_administer(now=now, seat=seat)
    return seat


def send_next_invitation(*, committee_id: int, now: datetime) -> bool:
    """Mail the next waiting invitation of a committee, in its own transaction; False when none waits.

    A mail that fails pushes its row back, doubling the wait up to an hour. A crash between the mail server's
    acceptance and our commit repeats the mail with the same Message-ID.
    """
    with tenant(committee_id):
        waiting = Invitation.objects.filter(send_at__lte=now).order_by("send_at", "id")
        invitation = (
            waiting.select_related("organisation", "committee")
            .select_for_update(of=("self",), skip_locked=True)
            .first()
        )
        if invitation is None:
            return False
        if rules.is_open(offer_of(invitation), now):
            _send(invitation, now)
        else:
            invitation.send_at = None
        invitation.save(update_fields=["send_at", "sent_at", "tries", "digest"])
        return True


def _send(invitation: Invitation, now: datetime) -> None:
    secret = invitation_secret(settings.SECRET_KEY, str(invitation.uid), invitation.expires_at)
    invitation.digest = digest_of(secret)  # the portal's key may have changed since the row was written
    invitation.tries += 1
    try:
        invitation_mail(invitation, secret).send()
    except OSError as error:  # smtplib's errors are OSErrors
        wait = min(timedelta(minutes=1) * 2 ** min(invitation.tries, 10), LONGEST_WAIT)
        invitation.send_at = now + wait
        log.warning("invitation_not_sent", invitation=invitation.pk, tries=invitation.tries, error=type(error).__name__)
    else:
        invitation.send_at, invitation.sent_at = None, now


def _date(invitation: Invitation, now: datetime) -> None:
    """Give it a new expiry, and with it a new secret."""
    invitation.expires_at = now + timedelta(days=charter_value(INVITATION_DAYS, now))
    secret = invitation_secret(settings.SECRET_KEY, str(invitation.uid), invitation.expires_at)
    invitation.digest = digest_of(secret)


def _to_send(invitation: Invitation, now: datetime) -> None:
    _date(invitation, now)
    invitation.send_at, invitation.sent_at, invitation.tries = now, None, 0
    invitation.save()
    ring_after_commit(signature("membership.send_invitations"))


def _errors(invitation: Invitation, actor: Actor, now: datetime) -> dict[str, str]:
    organisation, role = invitation.organisation, invitation.role
    errors = rules.errors_in_offer(role, invitation.matter, invitation.seat_ends_at, now)
    if invitation.matter and not errors and not _has_a_stake(actor, organisation, invitation.matter):
        errors["matter"] = rules.NO_SUCH_MATTER
    try:
        validate_email(invitation.email)
    except ValidationError:
        errors["email"] = "Give an email address, such as name@lab.example."
    if not invitation.name:
        errors["name"] = "Give the person's name."
    state = MembershipState(organisation.state)
    if not (seated := may_seat(organisation.name, state)):
        errors["organisation"] = seated.reason
    if role not in set(Role):
        errors["role"] = "Choose a role."
    elif not (fits := rules.role_fits(OrganisationKind(organisation.kind), Role(role))):
        errors["role"] = fits.reason
    elif who.must_be_confirmed(actor, Role(role)) and not (speaks := may_speak(organisation.name, state)):
        errors["role"] = speaks.reason
    elif _same(Seat.objects.at(now), invitation).filter(person__email=invitation.email).exists():
        errors["email"] = "This person holds this seat already."
    elif _open_offers(invitation, now).exists():
        errors["email"] = "An invitation to this seat is under way to this address. Send it again instead."
    return errors


def _has_a_stake(actor: Actor, organisation: Organisation, ref: str) -> bool:
    """Whether the matter is open, the organisation's too, and seen by whoever invites."""
    if not isinstance(actor, Viewer):
        return False
    found = ((stake, stake.find(actor, ref)) for _key, stake in STAKES)
    return any(pk is not None and stake.involves(organisation.pk, pk) for stake, pk in found)


def _same(rows: QuerySet, invitation: Invitation) -> QuerySet:
    """Seats, or offers, for the same organisation in the same role and for the same matter."""
    return rows.filter(organisation=invitation.organisation, role=invitation.role, matter=invitation.matter)


def _open_offers(invitation: Invitation, now: datetime) -> QuerySet[Invitation]:
    offers = _same(Invitation.objects.all(), invitation).filter(email=invitation.email)
    return offers.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


def _locked(invitation: Invitation) -> Invitation:
    take_turn()
    rows = Invitation.objects.select_related("organisation").select_for_update(of=("self",))
    return rows.get(pk=invitation.pk)


def _require_unsettled(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise Refused("This invitation has been accepted.")
    if invitation.withdrawn_at is not None:
        raise Refused("This invitation has been withdrawn.")


def _tell(kind: str, invitation: Invitation, actor: Actor, now: datetime, told: Iterable[str] | None = None) -> None:
    record(
        kind,
        actor=actor,
        now=now,
        subject=("invitation", invitation.pk, str(invitation.uid)),
        facts={"role": invitation.role, "organisation": invitation.organisation.key, "name": invitation.name},
        told=told,
    )
