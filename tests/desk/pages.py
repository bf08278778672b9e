"""Opening the desk's pages in tests, at an hour of one's choosing."""

from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from apps.kernel.tenancy.context import tenant
from apps.notices.services import expand
from tests.cast import NOW, Cast


def set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Make the portal's clock show this."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: now)


def client_of(cast: Cast, name: str) -> Client:
    """Somebody of the cast, signed in."""
    client = Client()
    client.force_login(cast[name].person)
    return client


def opened(cast: Cast, name: str, path: str, **more: Any) -> HttpResponse:
    """A page under Frontier's address as somebody gets it."""
    return client_of(cast, name).get(f"/c/frontier/{path}", **more)


def page(cast: Cast, name: str, path: str) -> str:
    """The same as text; it must be there."""
    answer = opened(cast, name, path)
    assert answer.status_code == 200
    return answer.content.decode()


def deliver(cast: Cast, at: datetime = NOW) -> None:
    """Fill the inboxes of Frontier."""
    with tenant(cast.frontier.pk):
        expand(cast.frontier.pk, now=at, at=at)
