"""Ending all that an organisation holds, when it leaves or is expelled."""

from datetime import datetime, timedelta

from django.db.models import Q

from apps.committees.models import Access, Administrator, ApiToken, Cover, Invitation, Office, Organisation, Seat

AT_LEAST = timedelta(microseconds=1)
"""What began at this very instant cannot end at it: it ends next."""


def end_seats_of(organisation: Organisation, now: datetime) -> int:
    """End the organisation's seats, with offices, administration, covers, tokens and access, and withdraw its offers.

    What was to begin later never begins. Returns how many seats ended.
    """
    to_come = Seat.objects.filter(organisation=organisation, starts_at__gt=now)
    running = Seat.objects.at(now).filter(organisation=organisation)
    ids = list(running.values_list("pk", flat=True))
    later = list(to_come.values_list("pk", flat=True))
    held = (
        Office.objects.filter(seat__in=ids),
        Administrator.objects.filter(seat__in=ids),
        Cover.objects.filter(Q(seat__in=ids) | Q(absent__in=ids)),
        Access.objects.filter(organisation=organisation),
    )
    for rows in held:
        rows.filter(starts_at__gt=now).delete()
        _end(rows, now)
    Office.objects.filter(seat__in=later).delete()
    Administrator.objects.filter(seat__in=later).delete()
    Cover.objects.filter(Q(seat__in=later) | Q(absent__in=later)).delete()
    Office.objects.at(now).filter(deputy__in=ids).update(deputy=None)
    _end(Seat.objects.filter(pk__in=ids), now)
    for seat in to_come:
        # Its row stays, for the record names it; it holds for no instant that anybody could act in.
        Seat.objects.filter(pk=seat.pk).update(ends_at=seat.starts_at + AT_LEAST)
    ApiToken.objects.filter(seat__organisation=organisation, revoked_at=None).update(revoked_at=now)
    offers = Invitation.objects.filter(organisation=organisation, accepted_at=None, withdrawn_at=None)
    offers.update(withdrawn_at=now, send_at=None)
    return len(ids)


def _end(rows: object, now: datetime) -> None:
    running = rows.at(now)  # type: ignore[attr-defined]
    running.filter(starts_at=now).update(ends_at=now + AT_LEAST)
    running.filter(starts_at__lt=now).update(ends_at=now)
