"""Keeps services running until it is told to stop, then stops them in the reverse of their starting order."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded.service import Running, Service, start

LONGEST_PAUSE = 30.0
CALM = 60.0
LOOK_EVERY = 0.3


@dataclass
class Kept:
    """A service under care: when it was started, and how long to wait before it is started again."""

    running: Running
    since: float
    pause: float = 1.0
    again_at: float | None = None


@dataclass
class Supervisor:
    """Starts, watches and stops services; tell receives one line for each event worth knowing."""

    marks: Path
    tell: Callable[[str], None]
    kept: list[Kept] = field(default_factory=list)

    def start(self, service: Service) -> Running:
        """Start a service and keep it."""
        running = start(service, self.marks)
        self.kept.append(Kept(running, since=time.monotonic()))
        return running

    def watch(self) -> None:
        """Keep looking; returns only by an exception (a signal's)."""
        while True:
            self.look(time.monotonic())
            time.sleep(LOOK_EVERY)

    def look(self, now: float) -> None:
        """Start again whatever ended, after a pause that grows each time; now is the monotonic clock's."""
        for kept in self.kept:
            self._look_after(kept, now)

    def stop(self) -> None:
        """Stop everything, the last started first."""
        while self.kept:
            self.kept.pop().running.stop()

    def _look_after(self, kept: Kept, now: float) -> None:
        service = kept.running.service
        if kept.running.alive:
            return
        if kept.again_at is None:
            if now - kept.since > CALM:
                kept.pause = 1.0
            kept.again_at = now + kept.pause
            code = kept.running.process.returncode
            self.tell(f"{service.name} ended ({code}); starting it again in {kept.pause:g} s: {service.log}")
            kept.pause = min(kept.pause * 2, LONGEST_PAUSE)
        elif now >= kept.again_at:
            kept.running.stop()
            kept.running = start(service, self.marks)
            kept.since, kept.again_at = now, None
