"""The way to a browser's push service: encrypted for the browser alone (RFC 8291), signed by the portal (RFC 8292)."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from py_vapid import Vapid02

from apps.kernel import clock, egress, p256
from apps.notices.channels import Said
from apps.notices.channels.exchange import exchange
from apps.notices.channels.push.subscription import Subscription
from apps.notices.rules import one_line

TTL = timedelta(days=1)
"""How long a push service keeps a message for a browser that is switched off; the inbox has it in any case."""

SIGNED_FOR = timedelta(hours=12)
NOBODY = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Push:
    """One message for one browser."""

    to: Subscription
    content: bytes
    topic: str
    pressing: bool


class PushLine:
    """Sends each message to its own push service; signs once for each of them."""

    def __init__(self) -> None:
        self._signatures: dict[str, str] = {}

    def send(self, message: Push) -> Said:
        """Hand over one message; returns once the push service has taken it for the browser."""
        to, content = message.to, encrypted(message)
        return exchange(
            to.url, content, self._headers(message), in_words=lambda answer: _in_words(answer, to), gone=NOBODY
        )

    def _headers(self, message: Push) -> dict[str, str]:
        return {
            "Authorization": self._signature(message.to.origin),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(TTL.total_seconds())),
            "Urgency": "high" if message.pressing else "normal",
            "Topic": message.topic,
        }

    def _signature(self, origin: str) -> str:
        if origin not in self._signatures:
            # The machines' time: a push service knows nothing of the demo's clock.
            until = int((clock.machine_now() + SIGNED_FOR).timestamp())
            claims = {"aud": origin, "exp": until, "sub": settings.VAPID_CONTACT}
            self._signatures[origin] = Vapid02(p256.read(settings.VAPID_PRIVATE_KEY)).sign(claims)["Authorization"]
        return self._signatures[origin]


def public_key() -> str:
    """The portal's public key as browsers ask for it, "" where it has none and rings nobody."""
    given = settings.VAPID_PRIVATE_KEY
    return p256.encode(p256.public(p256.read(given))) if given else ""


def encrypted(message: Push) -> bytes:
    """The message, which only its browser can read; made anew, with a new key, at each attempt."""
    return http_ece.encrypt(
        message.content,
        private_key=ec.generate_private_key(p256.CURVE),
        dh=message.to.key,
        auth_secret=message.to.secret,
        version="aes128gcm",
    )


def _in_words(answer: egress.Answer, to: Subscription) -> str:
    """The answer on one line without the browser's address, which some push services repeat; a refusal with its code."""
    words = answer.body.decode(errors="replace")
    for part in (to.url, to.url.rpartition("/")[2]):
        words = words.replace(part, "…") if part else words
    said = one_line(words, 200)
    return said if answer.is_success else f"{answer.status} {said}".strip()


@contextlib.contextmanager
def push_services() -> Iterator[PushLine]:
    """A line to whichever push services a batch needs."""
    yield PushLine()
