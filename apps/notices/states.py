"""The states of a delivery; the inbox itself has none, a notice is there or not."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


class DeliveryState(StrEnum):
    """Where one message to one seat over one channel stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    WITHHELD = "withheld"


class AttemptState(StrEnum):
    """How one attempt went; `sending` also where its worker died."""

    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Purpose(StrEnum):
    """What a delivery tells: of an act, of a day's acts, that a matter is over, or only that it arrives."""

    ACT = "act"
    DIGEST = "digest"
    OVER = "over"
    TEST = "test"


class Mode(StrEnum):
    """How somebody gets what is not urgent over a channel."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    OFF = "off"


class EndpointKind(StrEnum):
    """What is at an endpoint."""

    WEBHOOK = "webhook"
    PAGER = "pager"
    PUSH = "push"


OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.FAILED)
"""States with work to come; SENDING is one, because its worker may have died."""

UNDELIVERED = (DeliveryState.FAILED, DeliveryState.GIVEN_UP)
"""What the clerks look after."""

RESTING = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.GIVEN_UP, DeliveryState.WITHHELD)
"""What an endpoint's keeper may have sent again: whatever is not on its way this minute."""

_S = DeliveryState
TRANSITIONS = Transitions(
    Move("claim", OPEN, _S.SENDING, "a worker, for the time of its lease"),
    Move("deliver", (_S.SENDING,), _S.SENT, "the worker, once the channel has accepted the message"),
    Move("fail", (_S.SENDING,), _S.FAILED, "the worker; it is tried again later"),
    Move("release", (_S.SENDING,), _S.QUEUED, "the worker, for what it had no time left to try"),
    Move("give_up", (_S.SENDING,), _S.GIVEN_UP, "the worker, after the last attempt"),
    Move("withhold", (_S.SENDING,), _S.WITHHELD, "the worker, when the seat may no longer see the subject"),
    Move("try_again", UNDELIVERED, _S.QUEUED, "a clerk"),
    Move("send_again", RESTING, _S.QUEUED, "whoever answers for the endpoint, with the same id"),
)
