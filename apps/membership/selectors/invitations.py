"""Invitations, for the clerks and for whoever holds a link."""

from datetime import datetime

from django.db.models import Q

from apps.committees.models import Invitation
from apps.membership.rules.tokens import digest_of


def invitations(now: datetime) -> tuple[list[Invitation], list[Invitation]]:
    """Invitations still open, and the newest of the others."""
    rows = Invitation.objects.select_related("organisation", "seat__person").order_by("-created_at", "-id")
    is_open = Q(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    return list(rows.filter(is_open)), list(rows.exclude(is_open)[:50])


def invitation_by_secret(secret: str) -> Invitation | None:
    """The active committee's invitation with this secret in its link, if any."""
    rows = Invitation.objects.select_related("organisation", "committee", "seat")
    return rows.filter(digest=digest_of(secret)).first()
