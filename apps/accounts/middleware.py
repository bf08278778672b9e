"""Sessions end by idleness and by age; pages show the person's own time zone."""

import zoneinfo
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

POLL_HEADER = "X-Poll"
GRAIN = timedelta(minutes=1)


class SessionLifetimeMiddleware:
    """Signs out after SESSION_IDLE without activity or SESSION_LIFETIME in all; a poll is not activity.

    The real clock is read here, not the demo's: moving the demo's clock must not sign people out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.user.is_authenticated:
            self._check(request, datetime.now(UTC))
        return self.get_response(request)

    @staticmethod
    def _check(request: Any, now: datetime) -> None:
        began = datetime.fromtimestamp(request.session.setdefault("began", int(now.timestamp())), UTC)
        active = datetime.fromtimestamp(request.session.setdefault("active", int(now.timestamp())), UTC)
        if now - began > settings.SESSION_LIFETIME or now - active > settings.SESSION_IDLE:
            logout(request)
        elif POLL_HEADER not in request.headers and now - active > GRAIN:
            request.session["active"] = int(now.timestamp())
            # The list of one's sessions shows the last minute of use; writing it on every request would cost a lock.
            UserSession.objects.create_from_request(request)


class TimeZoneMiddleware:
    """Activates the signed-in person's time zone for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        zone = request.user.zone if request.user.is_authenticated else "UTC"
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            return self.get_response(request)
