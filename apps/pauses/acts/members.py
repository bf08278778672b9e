"""What members that come and go do to pause orders: who is told."""

from apps.pauses.acts.orders import UNJOINED
from apps.pauses.acts.public import public_when_adopted
from apps.pauses.acts.told import EVERYBODY
from apps.record.rules import ActKind, declare

LAB_GONE = "pause.lab_gone"
LAB_BACK = "pause.lab_back"
NEWCOMER_BOUND = "pause.newcomer_bound"
NEWCOMER_MAY_JOIN = "pause.newcomer_may_join"
NEWCOMER_FREE = "pause.newcomer_free"


def register() -> None:
    """Fill the catalogue."""
    declare(
        *(
            ActKind(key, label, told=EVERYBODY, publishes=public_when_adopted, icon=icon)
            for key, label, icon in (
                (LAB_GONE, "noted that a lab that it names is no member any more", "user-minus"),
                (LAB_BACK, "binds a lab again that is a member again", "user-plus"),
                (NEWCOMER_BOUND, "binds a lab that became a member", "user-plus"),
            )
        ),
        ActKind(
            NEWCOMER_MAY_JOIN,
            "is open to a lab that became a member",
            told=(UNJOINED, *EVERYBODY),
            asks="Your lab may join.",
            icon="user-plus",
        ),
        ActKind(NEWCOMER_FREE, "does not bind a lab that became a member", told=EVERYBODY, icon="user-question"),
    )
