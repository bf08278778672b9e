"""Every route, opened by every member of the cast, by Eve, by an operator and by a stranger: as its row says.

The rows stand in `tests/guards/rows/`, one module an app; a route without a row fails, and a row without a route.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from apps.accounts.models import User
from apps.committees.middleware import OF_COMMITTEE
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.guards import rows
from tests.guards.rows import Row, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.walks]

NAMES = sorted(module.name for module in pkgutil.iter_modules(rows.__path__))
OUTSIDERS = {"eve", "pacific.clerk", "operator"}
STRANGER = "a stranger"
SOME = (STRANGER, "clerk", "eve", "operator")
"""Those who try what is everybody's."""

A_WALK = 600
"""So many seconds a walk over all routes may take without its use of the session being written down."""

THIRD_PARTY = ("account_", "mfa_", "usersessions_")
"""Addresses of allauth, which has tests of its own."""


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"tests.guards.rows.{name}")


def row_of(route: str) -> Row:
    """What is written down about a route."""
    return next(rows_there[route] for name in NAMES if route in (rows_there := _module(name).ROWS))


def routes() -> dict[str, set[str]]:
    """Every route of ours by name, with the parts of its address."""
    found: dict[str, set[str]] = {}
    for name, parts in _walk(get_resolver().url_patterns, "", frozenset()):
        if not name.startswith(THIRD_PARTY):
            found.setdefault(name, set()).update(parts)
    return found


def _walk(
    patterns: list[URLPattern | URLResolver], space: str, parts: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for one in patterns:
        here = parts | frozenset(one.pattern.regex.groupindex)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space, here)
        else:
            yield f"{space}{one.name}", here


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    rowed = [name for module in NAMES for name in _module(module).ROWS]
    assert len(set(rowed)) == len(rowed), "a route has two rows"
    assert set(routes()) - set(rowed) == set(), "routes of which nobody has said who may open them"
    assert set(rowed) - set(routes()) == set(), "rows of routes that are gone"


@pytest.fixture
def clients(cast: Cast) -> dict[str, Client]:
    """Everybody who may come to the door."""
    return everybody(cast)


def everybody(cast: Cast) -> dict[str, Client]:
    """Sessions of all of the cast, of an operator and of a stranger, by their names."""
    people = {name: seat.person for name, seat in cast.seats.items()}
    people["operator"] = User.objects.create_user(
        "operator@concord.example", "correct horse battery", name="Pat", is_operator=True
    )
    found = {STRANGER: Client()}
    for name, person in people.items():
        found[name] = Client()
        found[name].force_login(person)
        settle(found[name])
    return found


def settle(client: Client) -> None:
    """Let the session be in use: a visit that is taken back would write down its beginning again each time."""
    session = client.session
    session["began"] = session["active"] = int(time()) + A_WALK
    session.save()


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back, so that every visitor finds the same stage."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _sent(row: Row) -> dict[str, Any]:
    if "json" in row.data:
        return {"data": row.data["json"], "content_type": "application/json"}
    return {"data": row.data}


def _answer(client: Client, row: Row, address: str) -> Any:
    with undone():
        answer = getattr(client, row.method)(address, **_sent(row))
        if answer.streaming:
            # Read to its end, so that its file is closed.
            list(answer.streaming_content)
        return answer


def _expected(name: str, row: Row, address: str) -> int:
    if row.public:
        return row.status
    if name == STRANGER:
        if row.anonymous is not None:
            return row.anonymous
        return 401 if address.startswith("/api/") else 302
    if name in OUTSIDERS and OF_COMMITTEE.match(address):
        return 404
    if name in row.refused:
        return 409
    return row.status if name in row.opens else row.otherwise


def _faults(route: str, row: Row, address: str, clients: dict[str, Client]) -> Iterator[str]:
    asking = SOME if row.public else clients
    for name in asking:
        client = clients[name]
        expected = _expected(name, row, address)
        answer = _answer(client, row, address)
        if answer.status_code != expected:
            yield f"{row.method.upper()} {route} as {name}: {answer.status_code}, not {expected}"
        elif (
            name == STRANGER and expected == 302 and not answer.headers["Location"].startswith(reverse("account_login"))
        ):
            yield f"{route}: a stranger is sent to {answer.headers['Location']}"


@pytest.mark.parametrize("module", NAMES)
def test_everybody_gets_the_answer_that_is_written_down(
    module: str,
    cast: Cast,
    clients: dict[str, Client],
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    settings.DEMO_MAIL_ROOT = tmp_path
    stage: Stage = {}
    found = _module(module)
    if hasattr(found, "prepare"):
        with tenant(cast.frontier.pk):
            found.prepare(cast, stage)
    known = routes()
    faults = []
    for route, row in found.ROWS.items():
        slug = {"slug": "frontier"} if "slug" in known[route] else {}
        address = reverse(route, kwargs=slug | row.kwargs(stage))
        faults += _faults(route, row, address, clients)
    assert faults == []
