"""The pages of pauses at an instant, for whoever signs in."""

from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from apps.kernel.tenancy.context import tenant
from apps.pauses.models import PauseOrder
from tests.cast import NOW, Cast


class Portal:
    """A browser without script: opens pages by their name, presses, and reads the words."""

    def __init__(self, cast: Cast, client: Client, patch: pytest.MonkeyPatch) -> None:
        self.cast, self.client, self._patch = cast, client, patch
        self.at(NOW)

    def at(self, moment: datetime) -> None:
        self._patch.setattr("apps.kernel.clock.now", lambda: moment)

    def sign_in(self, name: str) -> None:
        self.client.force_login(self.cast[name].person)

    def get(self, name: str, *args: Any, status: int = 200, **query: str) -> str:
        answer = self.client.get(url(name, *args), query)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    def words(self, name: str, *args: Any, **query: str) -> str:
        return plain(self.get(name, *args, **query))

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        return self.client.post(url(name, *args), data)

    def order(self, **narrowed: Any) -> PauseOrder:
        with tenant(self.cast.frontier.pk):
            return PauseOrder.objects.get(**narrowed)

    def made(self, make: Any, *args: Any, **content: Any) -> Any:
        with tenant(self.cast.frontier.pk):
            return make(self.cast, *args, **content)


def url(name: str, *args: Any) -> str:
    return reverse(f"pauses:{name}", args=["frontier", *args])


def plain(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(strip_tags(page)).split())
