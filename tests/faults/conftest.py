"""Servers that fault tests may stop and start, a fresh database for each test, and a stage."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from psycopg.sql import SQL, Identifier

from portal import env
from portal.embedded.throwaway import House
from portal.embedded.throwaway import house as throwaway_house
from tests.bell import rings
from tests.faults.stage import Machine, Stage

TEMPLATE = "concord"


@pytest.fixture(scope="session")
def house(django_db_blocker: Any) -> Iterator[House]:
    """PostgreSQL and Redis for the fault tests alone, the tables made."""
    with throwaway_house() as made:
        with django_db_blocker.unblock(), _connected(made.servers.environment()["DATABASE_OWNER_URL"]):
            call_command("migrate", verbosity=0)
        yield made


@pytest.fixture
def stage(house: House, tmp_path: Path, django_db_blocker: Any, settings: Any) -> Iterator[Stage]:
    """A stage over a new database and an empty Redis; the test itself plays the web, as the app's role."""
    name = f"fault_{abs(hash(tmp_path))}"
    superuser = house.servers.superuser_url
    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(TEMPLATE)))
    stage = Stage(house, name, tmp_path)
    settings.DEMO_CLOCK_FILE = tmp_path / "clock"
    with (
        django_db_blocker.unblock(),
        _connected(stage.environment["DATABASE_URL"]),
        rings(house.servers.redis.url, settings),
    ):
        try:
            yield stage
        finally:
            stage.clear()
    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture
def mail(stage: Stage) -> Machine:
    """The mail server of the stage's workers."""
    server = Machine(stage, "mail_server")
    stage.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
    return server


@contextmanager
def _connected(url: str) -> Iterator[None]:
    """Django's connection leads to another database."""
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict.update(env.database(url))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
