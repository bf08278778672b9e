"""Notices that ring a browser, closed or open, by its own push service (decision 0009)."""

from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.committees.models import Seat
from apps.notices.channels import CHANNELS, Line, Withheld
from apps.notices.channels.about import about
from apps.notices.channels.push.subscription import Subscription
from apps.notices.channels.push.transport import Push, push_services
from apps.notices.channels.push.words import is_pressing, of_notice, of_test, packed, topic
from apps.notices.channels.seats import WANTED
from apps.notices.models import Delivery, FanOut
from apps.notices.selectors.lines import dues_of
from apps.notices.states import Purpose

KEY = "push"

# A browser that is added later gets nothing of older acts: the inbox has them.
QUEUE = f"""
WITH {WANTED}
INSERT INTO notices_delivery
  (committee_id, uid, channel, purpose, act_id, notice_id, seat_id, endpoint_id, matter, is_collecting, state, attempts,
   next_attempt_at, message_id, error)
SELECT committee_id, uid, 'push', 'act', act_id, notice_id, seat_id, endpoint_id, '', false, 'queued', 0, due,
  uid::text, ''
FROM (
  SELECT w.*, e.id AS endpoint_id, gen_random_uuid() AS uid
  FROM wanted w
  JOIN notices_endpoint e ON e.committee_id = w.committee_id AND e.seat_id = w.seat_id
  WHERE w.mode = 'at_once' AND e.kind = 'push' AND e.removed_at IS NULL AND e.paused_at IS NULL
) AS pushes
ON CONFLICT (committee_id, notice_id, channel, endpoint_id) WHERE notice_id IS NOT NULL DO NOTHING
"""  # noqa: S608 - constants only


class PushChannel:
    """Each browser in which the person in the seat has pressed “Ring this browser”."""

    key = KEY
    label = gettext_lazy("Browser")
    lines = 8
    per_line = 1
    has_digest = False

    def __init__(self) -> None:
        self.is_chosen = bool(settings.VAPID_PRIVATE_KEY)

    def queue(self, fan_outs: Sequence[FanOut], at: datetime) -> None:
        """A message for each notice and browser."""
        if settings.VAPID_PRIVATE_KEY:
            with connection.cursor() as cursor:
                cursor.execute(QUEUE, [KEY, KEY, at, [fan_out.act_id for fan_out in fan_outs]])

    def compose(self, deliveries: Sequence[Delivery], now: datetime) -> Callable[[Delivery], Any]:
        """What makes a message of a delivery; Withheld where the seat may no longer read, or the browser is removed."""
        committee = deliveries[0].committee
        notices = [delivery.notice for delivery in deliveries if delivery.notice is not None]
        dues, known = dues_of(notice.act for notice in notices), about(notices, now)
        tested = [delivery.seat_id for delivery in deliveries if delivery.purpose == Purpose.TEST]
        there = set(Seat.objects.at(now).filter(pk__in=tested).values_list("pk", flat=True)) if tested else set()

        def message_of(delivery: Delivery) -> Any:
            notice, browser, person = delivery.notice, delivery.endpoint, delivery.seat.person
            if not settings.VAPID_PRIVATE_KEY:
                return Withheld(_("The portal no longer has a key to ring browsers with."))
            if browser.removed_at or browser.paused_at:
                return Withheld(_("The browser was removed."))
            if person is None or not person.is_active:
                return Withheld(_("The person's account is closed."))
            of = known[notice.subject_kind, notice.subject_id] if notice else None
            if delivery.seat_id not in (of.readers if of else there):
                return Withheld(_("The seat may no longer see what this is about."))
            shown = of_notice(delivery, committee, of, dues) if of else of_test(delivery, committee)
            pressing = is_pressing(notice) if notice else True
            return Push(Subscription.unsealed(browser.sealed), packed(shown), topic(delivery), pressing)

        return message_of

    def end_of(self, delivery: Delivery) -> Hashable:
        """The browser's push service."""
        return delivery.endpoint.host

    def connect(self) -> AbstractContextManager[Line]:
        """A line for each thread; every message is a connection of its own."""
        return push_services()


def register() -> None:
    """Add the channel to the registry."""
    if KEY not in CHANNELS:
        CHANNELS.register(KEY, PushChannel())
