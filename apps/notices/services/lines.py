"""The lines over which a batch goes out: threads that talk to the outside and never to the database."""

import contextlib
import queue
import threading
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.notices.channels import Channel, Failed, Said, Unreachable, Withheld
from apps.notices.models import Delivery
from apps.notices.rules import Watch

MOST_BREAKS = 2
"""So often one other end may be unreachable in a batch; after that what is left for it is put off untried."""


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
    """Hands messages to a channel's lines and collects the outcomes; leave by `finish`, or what waits is put off."""

    def __init__(self, channel: Channel, last_start: datetime, watch: Watch, wanted: int) -> None:
        self._channel, self._last_start, self._watch = channel, last_start, watch
        self._messages: queue.SimpleQueue[tuple[Delivery, Any] | None] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._breaks: Counter[Hashable] = Counter()
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, name=f"{channel.key}-{n}", daemon=True)
            for n in range(min(channel.lines, wanted))
        ]
        for thread in self._threads:
            thread.start()

    def hand(self, delivery: Delivery, message: Any) -> None:
        """Give one message to whichever line is free."""
        self._messages.put((delivery, message))

    def finish(self) -> None:
        """No more messages come."""
        for _thread in self._threads:
            self._messages.put(None)

    def stop(self) -> None:
        """Put off what has not begun, and wait for what has."""
        self._stopped.set()
        self.finish()
        for thread in self._threads:
            thread.join()

    @property
    def are_busy(self) -> bool:
        """Whether outcomes may still come."""
        return any(thread.is_alive() for thread in self._threads) or not self._outcomes.empty()

    def outcomes(self, wait: float = 0) -> Iterator[Outcome]:
        """What has come in; waits so many seconds for the first."""
        with contextlib.suppress(queue.Empty):
            yield self._outcomes.get(timeout=wait) if wait else self._outcomes.get_nowait()
            while True:
                yield self._outcomes.get_nowait()

    def _run(self) -> None:
        with contextlib.ExitStack() as stack:
            line = None
            while item := self._messages.get():
                delivery, message = item
                end = self._channel.end_of(delivery)
                result: Any = self._put_off(end)
                if result is None:
                    try:
                        line = line or stack.enter_context(self._channel.connect())
                        result = line.send(message) or Said()
                    except Exception as error:  # whatever a message meets must not end the line
                        self._breaks[end] += isinstance(error, Unreachable)
                        result = error if isinstance(error, Failed) else Failed(f"{type(error).__name__}: {error}")
                self._outcomes.put(Outcome(delivery, result))

    def _put_off(self, end: Hashable) -> PutOff | None:
        if self._breaks[end] >= MOST_BREAKS:
            return PutOff(broken=True)
        return PutOff() if self._stopped.is_set() or self._watch() > self._last_start else None
