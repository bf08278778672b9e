"""Calendar feeds: made, shown once, revoked, read."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q
from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.deadlines import acts
from apps.deadlines.models import CalendarFeed
from apps.deadlines.rules.feeds import FEEDS, digest_of, hint_of, new_secret
from apps.kernel.decisions import Invalid
from apps.record.services import record


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed's row and its secret, which exists nowhere else."""

    feed: CalendarFeed
    secret: str


def make_feed(*, actor: Viewer, now: datetime, whose: str) -> NewFeed:
    """Make an address of a kind of calendar (`whose`) for one's own programs.

    Raises Http404 without a seat, Invalid for an unknown kind and for a second one of it.
    """
    if not actor.seat_id:
        raise Http404
    if whose not in FEEDS:
        raise Invalid({"whose": "There is no such calendar."})
    secret = new_secret()
    feed = CalendarFeed(
        seat_id=actor.seat_id, whose=str(whose), digest=digest_of(secret), hint=hint_of(secret), made_at=now
    )
    CalendarFeed.objects.bulk_create([feed], ignore_conflicts=True)
    made = CalendarFeed.objects.filter(digest=feed.digest).first()
    if made is None:
        raise Invalid({"whose": "You have an address for this calendar already. Revoke it first."})
    _record(acts.CALENDAR_MADE, made, actor, now)
    return NewFeed(made, secret)


def revoke_feed(*, actor: Viewer, now: datetime, uid: object) -> CalendarFeed:
    """End one's own address at once; again is no error. Raises Http404 for an unknown one and another seat's."""
    feed = CalendarFeed.objects.select_for_update().filter(uid=uid, seat=actor.seat_id).first()
    if feed is None:
        raise Http404
    if feed.revoked_at is None:
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
        _record(acts.CALENDAR_REVOKED, feed, actor, now)
    return feed


def note_reading(*, feed: CalendarFeed, now: datetime) -> None:
    """That the feed was read today; one write a day."""
    today = now.astimezone(UTC).date()
    if feed.last_read_on != today:
        unread = Q(last_read_on=None) | Q(last_read_on__lt=today)
        CalendarFeed.objects.filter(unread, pk=feed.pk).update(last_read_on=today)


def _record(kind: str, feed: CalendarFeed, actor: Viewer, now: datetime) -> None:
    subject = (acts.CALENDAR, feed.pk, str(feed.uid))
    record(kind, actor=actor, now=now, subject=subject, facts={"whose": feed.whose, "address": feed.hint})
