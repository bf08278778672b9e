"""Moves the demo's clock, so that a deadline can be seen to pass."""

import os
import re
from argparse import ArgumentParser
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.kernel import clock

SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")


def length(text: str) -> timedelta:
    """A length such as 6h, 30m, 2d or 1d12h. Raises CommandError."""
    match = SPAN.fullmatch(text)
    if not text or match is None:
        raise CommandError(f"{text!r} is no length of time: write 6h, 30m, 2d or 1d12h")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def instant(text: str) -> datetime:
    """An instant such as 2026-12-01T10:00Z. Raises CommandError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is no instant: write 2026-12-01T10:00Z") from error
    if found.tzinfo is None:
        raise CommandError(f"{text!r} has no zone: write 2026-12-01T10:00Z or 2026-12-01T12:00+02:00")
    return found


class Command(BaseCommand):
    """`demo_clock --by 6h`, `--to 2026-12-01T10:00Z`, `--reset`; without any of them it shows the time."""

    help = "Move the demo's clock forward, or back to the real time; refused outside the demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--to", metavar="INSTANT", help="such as 2026-12-01T10:00Z")
        ways.add_argument("--by", metavar="LENGTH", help="such as 6h, 30m, 2d or 1d12h")
        ways.add_argument("--reset", action="store_true", help="back to the real time")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.DEMO_CLOCK_FILE
        if path is None:
            raise CommandError("Only the demo's clock can be moved, and this is not the demo.")
        if options["reset"]:
            Path(path).unlink(missing_ok=True)
        elif ahead := self._ahead(options):
            _write(Path(path), ahead)
        self.stdout.write(f"The portal's clock shows {clock.now():%Y-%m-%d %H:%M} UTC.")

    @staticmethod
    def _ahead(options: dict[str, Any]) -> timedelta | None:
        before = clock.offset()
        if options["by"]:
            return before + length(options["by"])
        if not options["to"]:
            return None
        ahead = instant(options["to"]) - clock.machine_now()
        if ahead < before:
            raise CommandError("The clock only moves forward, because what has happened stays; --reset ends the play.")
        return ahead


def _write(path: Path, ahead: timedelta) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(f"{ahead.total_seconds():.0f}\n")
    os.replace(part, path)
