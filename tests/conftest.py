"""Fixtures of every test: the database as the app's role, the clock, the cast."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from apps.kernel.tenancy.context import tenant
from tests.cast import Cast, assemble


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The owner has created and migrated; every test then logs in as the unprivileged app role.

    Two things exist in test databases only: the right to TRUNCATE, and no truncate trigger, both for the flush
    after transactional tests.
    """
    with django_db_blocker.unblock():
        owner = connection.settings_dict["USER"]
        with connection.cursor() as cursor:
            cursor.execute("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO concord_app")
            cursor.execute("SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE tgname = 'append_only_truncate'")
            for (table,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER append_only_truncate ON {table}")
        connection.close()
        connection.settings_dict["USER"] = "concord_app"
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["USER"] = owner


@pytest.fixture
def cast(db: None) -> Cast:
    """The standing cast: Frontier and Pacific."""
    return assemble()


@pytest.fixture
def frontier(cast: Cast) -> Iterator[Cast]:
    """The cast, with Frontier's tenant context open."""
    with tenant(cast.frontier.pk):
        yield cast
