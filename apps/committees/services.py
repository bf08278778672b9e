"""One at a time: whoever changes who sits in a committee or presides waits for whoever does so already."""

from collections.abc import Callable
from datetime import datetime

from apps.committees.models import Administrator, Office, Seat
from apps.kernel.decisions import Decision
from apps.kernel.tenancy.turns import wait_for_turn


def take_turn() -> None:
    """Wait until nobody else changes the active committee's seats or chair; held to the end of the transaction.

    It comes before every lock on a row: who ends a seat ends offices too, and the chair's hand-over begins them.
    """
    wait_for_turn("committees.turn")


def relieve(running: Office | Administrator | None, *, by: Seat, now: datetime, may: Callable[..., Decision]) -> None:
    """End whatever term runs, so that the seat's can begin; `may` is asked with same_seat, running_since and now.

    Raises Refused as `may` says.
    """
    may(
        same_seat=running is not None and running.seat_id == by.pk,
        running_since=running.starts_at if running else None,
        now=now,
    ).require()
    if running is not None:
        running.ends_at = now
        running.save(update_fields=["ends_at"])
