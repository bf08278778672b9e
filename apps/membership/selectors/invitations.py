"""Invitations, for the clerks and for whoever holds a link."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from apps.committees.models import Invitation
from apps.committees.rules.viewer import Viewer
from apps.membership.rules.seats import Offer
from apps.membership.rules.tokens import digest_of
from apps.membership.rules.who import CONFIRMED_ROLES
from apps.record.rules import SUBJECTS


@dataclass(frozen=True, slots=True)
class Offers:
    """Invitations that wait for a clerk, those that wait for an answer, and the newest of the others."""

    unconfirmed: list[Invitation]
    running: list[Invitation]
    settled: list[Invitation]


def invitations(viewer: Viewer, now: datetime) -> Offers:
    """The invitations that the viewer may see: a clerk all, an administrator those of the organisation."""
    rows = SUBJECTS["invitation"].visible(viewer)
    rows = rows.select_related("organisation", "seat__person", "invited_by__person").order_by("-created_at", "-id")
    is_open = Q(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    running = list(rows.filter(is_open))
    return Offers(
        [one for one in running if waits(one)],
        [one for one in running if not waits(one)],
        list(rows.exclude(is_open)[:50]),
    )


def waits(invitation: Invitation) -> bool:
    """Whether an administrator proposed it for a seat that a clerk has yet to confirm: it is not sent before."""
    if invitation.role not in CONFIRMED_ROLES or invitation.confirmed_at is not None:
        return False
    return invitation.send_at is None and invitation.sent_at is None


def offer_of(invitation: Invitation) -> Offer:
    """The invitation's dates, for the rules."""
    return Offer(
        invitation.expires_at,
        invitation.accepted_at,
        invitation.withdrawn_at,
        waits=waits(invitation),
        seat_ends_at=invitation.seat_ends_at,
    )


def invitation_by_secret(secret: str) -> Invitation | None:
    """The active committee's invitation with this secret in its link, if any."""
    rows = Invitation.objects.select_related("organisation", "committee", "seat")
    return rows.filter(digest=digest_of(secret)).first()
