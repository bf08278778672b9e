"""Ending seats, one by one or all that an organisation holds, with everything that hangs on them."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Greatest

from apps.committees.models import Access, Administrator, ApiToken, Cover, Invitation, Office, Organisation, Seat

AT_LEAST = timedelta(microseconds=1)
"""What begins at the instant or after it cannot end there: it ends next, and holds for nothing that anybody can do."""


def close_seats(seats: Collection[Seat], *, at: datetime, now: datetime) -> None:
    """Let the seats end at the instant, now or to come, and with them all that hangs on a seat; nothing is recorded.

    Offices, covers, the organisation's administration and tokens end then too; what would have begun later goes. A seat
    that was to begin later never begins, and its row stays, for the record names it. Calendar feeds and pagers ask the
    seat itself. The caller has locked the rows and asked who may.
    """
    ids = [seat.pk for seat in seats]
    Seat.objects.filter(pk__in=ids).update(ends_at=Greatest(at, F("starts_at") + AT_LEAST))
    for seat in seats:
        seat.ends_at = max(at, seat.starts_at + AT_LEAST)
    runs_past = Q(ends_at=None) | Q(ends_at__gt=at)
    for rows in (
        Office.objects.filter(seat__in=ids),
        Administrator.objects.filter(seat__in=ids),
        Cover.objects.filter(Q(seat__in=ids) | Q(absent__in=ids)),
    ):
        rows.filter(runs_past, starts_at__lt=at).update(ends_at=at)
        rows.filter(starts_at__gte=at).delete()
    Office.objects.filter(runs_past, deputy__in=ids).update(deputy=None)
    live = ApiToken.objects.filter(seat__in=ids, revoked_at=None)
    if at <= now:
        live.update(revoked_at=at)
    else:
        live.filter(expires_at__gt=at).update(expires_at=at)


def end_seats_of(organisation: Organisation, now: datetime) -> int:
    """End the organisation's seats, with its access, and withdraw its offers. Returns how many seats ended."""
    held = Seat.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), organisation=organisation)
    seats = list(held.order_by("pk").select_for_update())
    close_seats(seats, at=now, now=now)
    access = Access.objects.filter(organisation=organisation)
    access.filter(starts_at__gt=now).delete()
    access.at(now).update(ends_at=Greatest(now, F("starts_at") + AT_LEAST))
    offers = Invitation.objects.filter(organisation=organisation, accepted_at=None, withdrawn_at=None)
    offers.update(withdrawn_at=now, send_at=None)
    return sum(seat.starts_at <= now for seat in seats)
