"""One at a time: whoever changes who sits in a committee or presides waits for whoever does so already."""

from django.db import connection

from apps.kernel.tenancy.context import active_committee


def take_turn() -> None:
    """Wait until nobody else changes the active committee's seats or chair; held to the end of the transaction.

    It comes before every lock on a row: who ends a seat ends offices too, and the chair's hand-over begins them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('committees.turn'), %s::int)", [active_committee()])
