"""The test plays the web, and what it commits rings for real workers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kombu import pools

from apps.kernel.tenancy import tasks
from portal.celery import app


@contextmanager
def rings(redis_url: str, settings: Any) -> Iterator[None]:
    """Meanwhile tasks go to the workers at an empty Redis, and are not done in the test's own process."""
    settings.REDIS_URL, settings.CELERY_TASK_ALWAYS_EAGER = redis_url, False
    before = app.conf.broker_url, app.conf.task_always_eager
    _hang_up()
    app.conf.broker_url, app.conf.task_always_eager = redis_url, False
    with tasks._redis() as client:
        client.flushdb()
    try:
        yield
    finally:
        app.conf.broker_url, app.conf.task_always_eager = before
        _hang_up()


def _hang_up() -> None:
    """The next message opens a connection of its own, to wherever the bell is then."""
    pools.reset()
    app._after_fork()
    tasks._redis.cache_clear()
    tasks.fuse.mend()
