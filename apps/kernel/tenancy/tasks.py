"""Celery tasks that carry their committee in the message, and the doorbell that wakes a worker."""

from functools import cache
from typing import Any

import structlog
from celery import Task
from django.conf import settings
from django.db import transaction
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from apps.kernel.fuse import Fuse
from apps.kernel.tenancy.context import NoTenant, active_committee, tenant

log = structlog.get_logger(__name__)
fuse = Fuse()
PATIENCE = 0.5
"""Seconds to wait for Redis."""


class TenantTask(Task):
    """A task that runs in the tenant context named in its message headers; without one it is refused.

    The whole task is one transaction, unless it is declared with `one_transaction=False` (and `bind=True`): then it
    opens `tenant(self.committee_id)` itself, once a step, so that it can talk to the outside between them.
    """

    abstract = True
    one_transaction = True

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        headers = dict(options.pop("headers", None) or {})
        headers.setdefault("committee", active_committee())
        if headers["committee"] is None:
            raise NoTenant(f"{self.name} was sent while no committee is active")
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        committee_id = self.committee_id
        if not self.one_transaction:
            return super().__call__(*args, **kwargs)
        with tenant(committee_id):
            return super().__call__(*args, **kwargs)

    @property
    def committee_id(self) -> int:
        """The committee that the running message names; raises NoTenant where it names none."""
        headers = self.request.headers or {}
        committee_id = getattr(self.request, "committee", None) or headers.get("committee")
        if committee_id is None:
            raise NoTenant(f"{self.name} arrived without a committee")
        return committee_id


def ring(task: Any, **options: Any) -> None:
    """Wake a worker now; a broker that is down is only logged, because the sweep finds the rows anyway.

    Redis is asked first, with little patience: Celery's own would keep a person waiting for ten seconds.
    """
    try:
        if fuse.is_blown or not _answers():
            return
        task.apply_async(retry=False, **options)
    except Exception as error:
        log.warning("doorbell_failed", task=task.name, error=str(error))


def _answers() -> bool:
    if settings.CELERY_TASK_ALWAYS_EAGER:
        return True
    try:
        return bool(_redis().ping())
    except (RedisError, OSError) as error:
        fuse.blow()
        log.warning("doorbell_unreachable", error=type(error).__name__)
        return False


@cache
def _redis() -> Redis:
    never = Retry(NoBackoff(), 0)
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, retry=never)


def ring_after_commit(task: Any, committee_id: int | None = None) -> None:
    """Wake a worker once this transaction has committed, once per transaction and task.

    Callbacks run after the context is gone, so the committee travels with the call.
    """
    connection = transaction.get_connection()
    key = (task.name, committee_id)
    waiting = {callback.key for _sids, callback, *_rest in connection.run_on_commit if hasattr(callback, "key")}
    if key in waiting:
        return

    def callback() -> None:
        options = {"headers": {"committee": committee_id}} if committee_id else {}
        ring(task, **options)

    callback.key = key  # type: ignore[attr-defined]
    transaction.on_commit(callback)
