"""The portal's pages and API at an instant of a vote, and people who come to them."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from apps.kernel.tenancy.context import tenant
from apps.votes.models import Ballot, Motion
from tests.cast import Cast
from tests.signing_in import confirm_identity
from tests.votes import factory

HOME = "/c/frontier/motions/"
API = "/api/v1/committees/frontier/motions/"


def set_clock(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    """Both clocks, the portal's and the database's, stand at the instant."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: instant)
    monkeypatch.setattr("apps.kernel.clock.database_now", lambda: instant)


def come(cast: Cast, name: str, *, confirmed: bool = True) -> Client:
    """Somebody of the cast, who has proved lately who they are."""
    client = Client()
    client.force_login(cast[name].person)
    if confirmed:
        confirm_identity(client)
    return client


def opened(cast: Cast, **content: Any) -> Motion:
    """A motion on which voting opened an hour ago, by the clock that `set_clock` sets to `AN_HOUR_IN`."""
    with tenant(cast.frontier.pk):
        return factory.voting(cast, **content)


def ballots(cast: Cast) -> list[Ballot]:
    """Every ballot there is, in order."""
    with tenant(cast.frontier.pk):
        return list(Ballot.objects.select_related("elector").order_by("id"))


AN_HOUR_IN = factory.DISCUSSED + factory.HOUR


def ticket_of(answer: Any) -> str:
    """What the ballot's page holds."""
    return answer.context["ticket"]


def post_ballot(client: Client, ref: str, choice: str, member: str = "", **more: str) -> Any:
    """Open the ballot's page and cast from it."""
    page = client.get(f"{HOME}{ref}/ballot/", {"for": member} if member else {})
    assert page.status_code == 200, page.status_code
    voter = page.context["voice"].elector.key
    return client.post(f"{HOME}{ref}/ballot/", {"for": voter, "ticket": ticket_of(page), "choice": choice} | more)
