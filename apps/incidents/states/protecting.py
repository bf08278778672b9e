"""Where a request for a protected reporter's name stands."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


class Release(StrEnum):
    """A request for a protected reporter's name: from asking to the answer."""

    ASKED = "asked"
    RELEASED = "released"
    REFUSED = "refused"


RELEASES = Transitions(
    Move("release", (Release.ASKED,), Release.RELEASED, "a second neutral person of another organisation"),
    Move("refuse", (Release.ASKED,), Release.REFUSED, "the custodian, or whoever could agree"),
)
