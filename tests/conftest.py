"""Fixtures of every test: the database as the app's role, the clock, the cast."""

import fcntl
import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from apps.kernel.tenancy.context import tenant
from tests.cast import Cast, assemble
from tests.emptying import empty_database

TEMPLATE = "test_concord_template"

# Python looks for rubbish after every 700 new objects unless told otherwise, which took a third of a run.
gc.set_threshold(100_000, 20, 20)


def pytest_collection_finish() -> None:
    """What is there by now, modules and collected tests, stays: no search for rubbish need walk it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Migrate one database for all workers of a run: whoever comes first; everybody's own is a copy of it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    of_the_run = tmp_path_factory.getbasetemp().parent
    with (of_the_run / "migrated").open("a+") as mark, django_db_blocker.unblock():
        fcntl.flock(mark, fcntl.LOCK_EX)
        mark.seek(0)
        if not mark.read():
            _migrate_template()
            mark.write(TEMPLATE)
    connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE


def _migrate_template() -> None:
    test, name = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    own, test["NAME"] = test["NAME"], TEMPLATE
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    test["NAME"] = own


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
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty_database())
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
