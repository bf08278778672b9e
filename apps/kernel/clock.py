"""The one place where the portal reads the time; domain code is given `now`.

The demo may move this clock by an offset kept in a file, so that a deadline can be seen to pass.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection


def offset() -> timedelta:
    """How far the demo's clock is ahead; zero outside the demo."""
    path = settings.DEMO_CLOCK_FILE
    if path is None:
        return timedelta()
    try:
        return timedelta(seconds=float(path.read_text()))
    except (OSError, ValueError):
        return timedelta()


def now() -> datetime:
    """The present instant in UTC, for a view, task or command to pass down."""
    return datetime.now(UTC) + offset()


def machine_now() -> datetime:
    """The machines' own clock, which the demo's offset does not move: for leases and spaced attempts only."""
    return datetime.now(UTC)


def database_now() -> datetime:
    """The database's clock at this very moment, not at the transaction's start.

    For acts where the instant decides: read it after taking the lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(UTC) + offset()
