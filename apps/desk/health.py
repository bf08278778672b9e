"""What the portal needs to do its work, and the worker's sign of life."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis

from apps.kernel import clamd, clock

log = structlog.get_logger(__name__)

HEARTBEAT = "desk.heartbeat"
OLDEST_HEARTBEAT = timedelta(seconds=60)
PATIENCE = 2
"""Seconds to wait for Redis, and for the virus scanner."""
DISPENSABLE = frozenset({"scanner"})
"""What is named and missed, but the portal goes on without it: files then wait, and nobody is kept out."""

# What has been migrated stays so while this process lives; asking again would read the whole history each time.
_migrated: list[bool] = []


def beat(now: datetime) -> None:
    """Keep that a worker was alive at the instant."""
    cache.set(HEARTBEAT, now.timestamp(), timeout=int(10 * OLDEST_HEARTBEAT.total_seconds()))


def checks() -> dict[str, bool]:
    """Each need by name, and whether it is met. Why not is in the logs, never in the answer."""
    needs = {"database": _database, "redis": _redis, "worker": _worker, "migrations": _migrations}
    if settings.CLAMAV_URL:
        needs["scanner"] = _scanner
    return {name: _met(name, need) for name, need in needs.items()}


def _met(name: str, need: Callable[[], bool]) -> bool:
    try:
        met = need()
    except Exception as error:
        log.warning("not_ready", need=name, error=f"{type(error).__name__}: {error}")
        return False
    if not met:
        log.warning("not_ready", need=name)
    return met


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _redis() -> bool:
    with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as redis:
        return bool(redis.ping())


def _worker() -> bool:
    seen = cache.get(HEARTBEAT)
    return seen is not None and clock.machine_now().timestamp() - seen <= OLDEST_HEARTBEAT.total_seconds()


def _scanner() -> bool:
    return clamd.answers(settings.CLAMAV_URL, seconds=PATIENCE)


def _migrations() -> bool:
    if not _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.append(True)
    return True
