"""Gives a test run its own PostgreSQL and Redis, unless the environment already names some."""

import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

# Before the portal is imported: its Celery application knows Django only if it is told of it.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

from portal.embedded.errors import LauncherError
from portal.embedded.throwaway import throwaway

_servers = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Start the servers before pytest-django reads the settings; workers of xdist inherit the environment."""
    if "DATABASE_URL" not in os.environ and "PYTEST_XDIST_WORKER" not in os.environ:
        try:
            environment = _servers.enter_context(throwaway())
        except LauncherError as error:
            raise pytest.UsageError(str(error)) from error
        # Tests create and migrate their databases as the owner; tests/conftest.py hands over to the app.
        os.environ |= environment | {"DATABASE_URL": environment["DATABASE_OWNER_URL"]}
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["REDIS_URL"] = _of_its_own(os.environ["REDIS_URL"], int(worker.removeprefix("gw")))
    return (yield)


def _of_its_own(redis: str, worker: int) -> str:
    """The address of a worker's own database of the Redis that all share, so that none hears the bells of another."""
    server, _slash, database = redis.rpartition("/")
    return f"{server}/{worker + 1}" if database == "0" else redis


def pytest_unconfigure() -> None:
    """Stop and delete them."""
    _servers.close()
