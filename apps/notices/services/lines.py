"""The lines over which messages go out: threads that talk to the outside and never to the database."""

import contextlib
import queue
import threading
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from apps.notices.channels import Channel, Failed, Said, Unreachable, Withheld
from apps.notices.models import Delivery
from apps.notices.rules import Watch

MOST_UNMARKED = 150
"""So many may be out and not written down: what a worker that dies may repeat, however fast the other end is."""

MOST_BREAKS = 2
"""So often one other end may be unreachable in a run; after that what is left for it is put off untried."""


@dataclass(frozen=True, slots=True)
class PutOff:
    """Not tried: there was no time left, or (`broken`) the other end is down."""

    broken: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went: accepted, withheld, put off, or the exception that was met."""

    delivery: Delivery
    result: Said | Withheld | PutOff | Exception


class Lines:
    """Hands messages to a channel's lines and collects the outcomes; left early, it puts off what has not begun."""

    def __init__(self, channel: Channel, watch: Watch) -> None:
        self._channel, self._watch = channel, watch
        self._messages: queue.SimpleQueue[tuple[Delivery, Any, datetime] | None] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._breaks: Counter[Hashable] = Counter()
        self._stopped = threading.Event()
        self._news = threading.Condition()
        self._waiting = self._unmarked = 0
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        with self._news:
            self._stopped.set()
            self._news.notify_all()
        for _thread in self._threads:
            self._messages.put(None)
        for thread in self._threads:
            thread.join()

    def hand(self, delivery: Delivery, message: Any, last_start: datetime) -> None:
        """Give one message to whichever line is free, to be begun by `last_start`."""
        with self._news:
            self._waiting += 1
        self._messages.put((delivery, message, last_start))
        wanted = 1 + (self._waiting - 1) // self._channel.per_line
        if len(self._threads) < min(self._channel.lines, wanted):
            name = f"{self._channel.key}-{len(self._threads)}"
            self._threads.append(threading.Thread(target=self._run, name=name, daemon=True))
            self._threads[-1].start()

    def add_outcome(self, outcome: Outcome) -> None:
        """Add an outcome for which no line was needed."""
        with self._news:
            self._unmarked += 1
        self._outcomes.put(outcome)

    @property
    def waiting(self) -> int:
        """How many messages have been handed over and have no outcome yet."""
        return self._waiting

    @property
    def must_mark(self) -> bool:
        """Whether so much is out and not written down that the lines may soon have to wait."""
        return self._unmarked > MOST_UNMARKED // 2

    def wait(self, seconds: float) -> None:
        """Sleep so long, or until marking is pressing or every message has its outcome."""
        with self._news:
            self._news.wait_for(lambda: self.must_mark or not self._waiting, seconds)

    def marked(self, count: int) -> None:
        """So many outcomes are written down: as many messages more may go out."""
        with self._news:
            self._unmarked -= count
            self._news.notify_all()

    def outcomes(self) -> Iterator[Outcome]:
        """What has come in."""
        with contextlib.suppress(queue.Empty):
            while True:
                yield self._outcomes.get_nowait()

    def _run(self) -> None:
        with contextlib.ExitStack() as stack:
            line = None
            while item := self._messages.get():
                delivery, message, last_start = item
                self._wait_for_room()
                end = self._channel.end_of(delivery)
                result: Any = self._put_off(end, last_start)
                if result is None:
                    try:
                        line = line or stack.enter_context(self._channel.connect())
                        result = line.send(message) or Said()
                    except Exception as error:  # whatever a message meets must not end the line
                        self._breaks[end] += isinstance(error, Unreachable)
                        result = error if isinstance(error, Failed) else Failed(f"{type(error).__name__}: {error}")
                self._outcomes.put(Outcome(delivery, result))
                with self._news:
                    self._waiting -= 1
                    if self.must_mark or not self._waiting:
                        self._news.notify_all()

    def _wait_for_room(self) -> None:
        with self._news:
            self._news.wait_for(lambda: self._unmarked < MOST_UNMARKED or self._stopped.is_set())
            self._unmarked += 1

    def _put_off(self, end: Hashable, last_start: datetime) -> PutOff | None:
        if self._breaks[end] >= MOST_BREAKS:
            return PutOff(broken=True)
        return PutOff() if self._stopped.is_set() or self._watch() > last_start else None
