"""What can happen to pause orders and under them, who is told, which clocks run, what becomes public."""

from apps.committees.rules.charter import SECTIONS
from apps.pauses.acts import attesting, compliance, labs, lifting, members, orders, permits, signed
from apps.pauses.acts.labs import ACKNOWLEDGED, LAB, RELEASED, SERVED, TO_ACKNOWLEDGE
from apps.pauses.acts.members import LAB_BACK, LAB_GONE, NEWCOMER_BOUND, NEWCOMER_FREE, NEWCOMER_MAY_JOIN
from apps.pauses.acts.orders import (
    ADOPTED,
    CONFIRMED,
    DISCARDED,
    ENTERED,
    EXPIRED,
    EXTENDED,
    FAILED,
    IMPOSED,
    JOINED,
    LAID,
    LAPSED,
    LEFT,
    LIFTED,
    REJECTED,
    SUPERSEDED,
    TO_CONFIRM,
    TO_END,
    TO_ENTER,
    TO_JOIN,
    UNJOINED,
    WAITS,
)
from apps.pauses.rules.charter import SECTION

__all__ = [
    "ACKNOWLEDGED",
    "ADOPTED",
    "CONFIRMED",
    "DISCARDED",
    "ENTERED",
    "EXPIRED",
    "EXTENDED",
    "FAILED",
    "IMPOSED",
    "JOINED",
    "LAB",
    "LAB_BACK",
    "LAB_GONE",
    "LAID",
    "LAPSED",
    "LEFT",
    "LIFTED",
    "NEWCOMER_BOUND",
    "NEWCOMER_FREE",
    "NEWCOMER_MAY_JOIN",
    "REJECTED",
    "RELEASED",
    "SERVED",
    "SUPERSEDED",
    "TO_ACKNOWLEDGE",
    "TO_CONFIRM",
    "TO_END",
    "TO_ENTER",
    "TO_JOIN",
    "UNJOINED",
    "WAITS",
    "register",
]


def register() -> None:
    """Fill the charter, the subjects, the audiences, the clocks and the catalogue."""
    SECTIONS.register(SECTION.key, SECTION)
    for part in (orders, labs, attesting, compliance, members, signed, permits, lifting):
        part.register()
