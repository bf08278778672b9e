"""How webhooks and pagers are posted to."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from apps.kernel import clock
from apps.notices.channels import Said
from apps.notices.channels.exchange import exchange
from apps.notices.channels.places import Place
from apps.notices.rules import one_line

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Posting:
    """A body for a place. `headers` are made at the instant of sending, by the machines' clock: they carry it."""

    place: Place
    body: bytes
    headers: Callable[[datetime], Mapping[str, str]]


class Post:
    """Posts one after the other; each is a connection of its own."""

    def send(self, message: Posting) -> Said:
        """Post it; returns once the other end has accepted it (2xx)."""
        place, headers = (
            message.place,
            {"Content-Type": "application/json"} | dict(message.headers(clock.machine_now())),
        )
        return exchange(place.url, message.body, headers, in_words=lambda answer: first_line(place, answer.body))


def first_line(place: Place, body: bytes) -> str:
    """The first line of an answer, without the place's secrets."""
    lines = body[:4096].decode(errors="replace").strip().splitlines()
    return one_line(place.blanked(lines[0]), LONGEST) if lines else ""


@contextmanager
def post() -> Iterator[Post]:
    """A line."""
    yield Post()
