"""How many requests a seat may make in a minute: generous, against a machine that has run wild."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

MINUTE = 60


class SeatThrottle(BaseThrottle):
    """Counts by the seat, else by the person, in whole minutes; without the cache nobody is held up."""

    def allow_request(self, request: Request, view: Any) -> bool:
        asked = request._request
        viewer = getattr(asked, "viewer", None)
        who = f"seat-{viewer.seat_id}" if viewer and viewer.seat_id else f"person-{getattr(asked.user, 'pk', 0)}"
        key = f"api-{who}-{int(time.time() // MINUTE)}"
        cache.add(key, 0, 2 * MINUTE)
        try:
            return cache.incr(key) <= settings.API_REQUESTS_A_MINUTE
        except ValueError:  # evicted between the two
            return True

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE + 1
