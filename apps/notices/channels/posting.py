"""How webhooks and pagers are posted to, and what their answers mean."""

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from apps.kernel import clock, egress
from apps.notices.channels import Gone, Said, Undeliverable, Unreachable
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
        headers = {"Content-Type": "application/json"} | dict(message.headers(clock.machine_now()))
        try:
            answer = egress.post(message.place.url, message.body, headers, tls=_trusted())
        except egress.NotAllowed as error:
            raise Undeliverable(error.reason) from error
        except egress.Unreachable as error:
            raise Unreachable(error.reason) from error
        said = first_line(message.place, answer.body)
        if answer.is_success:
            return Said(said, answer.status)
        if answer.status == 410:
            raise Gone(said, answer.status)
        raise Undeliverable(said, answer.status)


def first_line(place: Place, body: bytes) -> str:
    """The first line of an answer, without the place's secrets."""
    lines = body[:4096].decode(errors="replace").strip().splitlines()
    return one_line(place.blanked(lines[0]), LONGEST) if lines else ""


@cache
def _trusted() -> ssl.SSLContext:
    """The system's authorities, read once: that takes longer than many an exchange."""
    return ssl.create_default_context()


@contextmanager
def post() -> Iterator[Post]:
    """A line."""
    yield Post()
