"""Notices by email."""

from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from apps.notices.channels import CHANNELS, Line
from apps.notices.channels.email.letters import compose
from apps.notices.channels.email.transport import mail_server
from apps.notices.channels.seats import WANTED
from apps.notices.models import Delivery, FanOut

KEY = "email"

COLUMNS = """
(committee_id, uid, channel, purpose, act_id, notice_id, seat_id, matter, is_collecting, state, attempts,
  next_attempt_at, message_id, error)
"""

AT_ONCE = f"""
WITH {WANTED}
INSERT INTO notices_delivery {COLUMNS}
SELECT committee_id, uid, 'email', 'act', act_id, notice_id, seat_id, '', false, 'queued', 0, due,
  '<' || uid || '@' || %s || '>', ''
FROM (
  SELECT w.*, gen_random_uuid() AS uid FROM wanted w JOIN committees_seat s ON s.id = w.seat_id
  JOIN accounts_user u ON u.id = s.person_id WHERE mode = 'at_once' AND u.email <> ''
) AS letters
ON CONFLICT (committee_id, notice_id, channel, endpoint_id) WHERE notice_id IS NOT NULL DO NOTHING
"""  # noqa: S608 - constants only

# A digest that has been claimed collects no more: then the next one begins, and none of its lines is lost.
DAILY = f"""
WITH {WANTED}, daily AS (
  SELECT w.* FROM wanted w JOIN committees_seat s ON s.id = w.seat_id JOIN accounts_user u ON u.id = s.person_id
  WHERE mode = 'daily' AND u.email <> ''
), digests AS (
  INSERT INTO notices_delivery {COLUMNS}
  SELECT committee_id, uid, 'email', 'digest', NULL, NULL, seat_id, '', true, 'queued', 0, digest_due,
    '<' || uid || '@' || %s || '>', ''
  FROM (
    SELECT *, gen_random_uuid() AS uid
    FROM (SELECT DISTINCT committee_id, seat_id, digest_due FROM daily) AS seats
  ) AS letters
  ON CONFLICT (committee_id, channel, seat_id) WHERE is_collecting DO UPDATE SET is_collecting = true
  RETURNING id, seat_id
)
INSERT INTO notices_digestline (committee_id, delivery_id, notice_id)
SELECT d.committee_id, g.id, d.notice_id FROM daily d JOIN digests g ON g.seat_id = d.seat_id
WHERE NOT EXISTS (SELECT 1 FROM notices_digestline l WHERE l.notice_id = d.notice_id)
ON CONFLICT (committee_id, delivery_id, notice_id) DO NOTHING
"""  # noqa: S608 - constants only


class EmailChannel:
    """Mail to the person in the seat; machines read their inbox by the API."""

    key = KEY
    label = _("Email")
    lines = 4
    per_line = 25
    is_chosen = True
    has_digest = True

    def queue(self, fan_outs: Sequence[FanOut], at: datetime) -> None:
        """A letter for each notice, or a line in the day's letter."""
        host = urlsplit(settings.BASE_URL).hostname
        acts = [fan_out.act_id for fan_out in fan_outs]
        with connection.cursor() as cursor:
            for statement in (AT_ONCE, DAILY):
                cursor.execute(statement, [KEY, KEY, at, acts, host])

    def compose(self, deliveries: Sequence[Delivery], now: datetime) -> Callable[[Delivery], Any]:
        """What makes a letter of a delivery."""
        return compose(deliveries, now)

    def end_of(self, delivery: Delivery) -> Hashable:
        """All mail goes to one server."""
        return KEY

    def connect(self) -> AbstractContextManager[Line]:
        """One connection to the mail server for the whole batch."""
        return mail_server()


def register() -> None:
    """Add the channel to the registry."""
    if KEY not in CHANNELS:
        CHANNELS.register(KEY, EmailChannel())
