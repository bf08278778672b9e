"""The tenant context: one committee for one transaction, known to django-scopes and to PostgreSQL alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django_scopes import get_scope, scope, scopes_disabled


class NoTenant(RuntimeError):
    """Work on a committee's rows was attempted while no committee is active."""


def active_committee() -> int | None:
    """The id of the committee whose context is active, if any."""
    return get_scope().get("committee")


def _setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.committee', true), '')")
        return cursor.fetchone()[0]


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.committee', %s, true)", [value])


@contextmanager
def tenant(committee_id: int) -> Iterator[None]:
    """Open a transaction in which only this committee's rows exist.

    Nested contexts restore the outer one: PostgreSQL keeps a transaction-local setting past its savepoint, so
    leaving the inner block must put the old value back by hand unless a rollback does.
    """
    nested = connection.in_atomic_block
    with transaction.atomic(), scope(committee=committee_id, remembered={}):
        outer = _setting() if nested else ""
        _set(str(committee_id))
        try:
            yield
        finally:
            if nested and not connection.needs_rollback:
                _set(outer)


def remembered() -> dict[str, Any]:
    """What was found out inside the active context, and holds until it ends. Raises NoTenant outside of one.

    Whoever keeps something here also takes it out again where it may no longer be true.
    """
    found = get_scope().get("remembered")
    if found is None:
        raise NoTenant("nothing is remembered while no committee is active")
    return found


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Switch django-scopes off, for the few allow-listed places; row-level security stays on. Says why."""
    if not reason:
        raise ValueError("unscoped() needs a reason")
    with scopes_disabled():
        yield
