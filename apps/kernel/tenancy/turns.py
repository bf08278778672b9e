"""One at a time within a committee: whoever gives out the next number, or may not write beside another, waits."""

from django.db import connection

from apps.kernel.tenancy.context import active_committee


def wait_for_turn(what: str) -> None:
    """Wait until nobody else in the active committee holds the turn at `what`, such as “votes.number”.

    The turn is held to the end of the transaction. Read only after it: what was read before may be old by then.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s::int)", [what, active_committee()])
