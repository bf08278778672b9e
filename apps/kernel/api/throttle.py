"""How many requests may come in a minute: generous, against a machine that has run wild."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

MINUTE = 60


def is_too_often(who: str, most: int) -> bool:
    """Count one more request by `who` in this whole minute; without the cache nobody is held up."""
    key = f"api-{who}-{int(time.time() // MINUTE)}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        return cache.incr(key) > most
    except ValueError:  # evicted between the two
        return False


class SeatThrottle(BaseThrottle):
    """Counts by the seat, else by the person."""

    def allow_request(self, request: Request, view: Any) -> bool:
        asked = request._request
        viewer = getattr(asked, "viewer", None)
        who = f"seat-{viewer.seat_id}" if viewer and viewer.seat_id else f"person-{getattr(asked.user, 'pk', 0)}"
        return not is_too_often(who, settings.API_REQUESTS_A_MINUTE)

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE + 1
