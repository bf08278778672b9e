"""The demo's receiver of webhooks and pages: what arrives becomes a file, which `/demo/webhooks/` shows."""

import json
import os
import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from apps.kernel import clock

NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")
MOST = 100
LARGEST = 64 * 1024
"""Bytes of a body that are taken."""

_order = threading.Lock()


@dataclass(frozen=True, slots=True)
class Received:
    """A request that arrived: at which of the two addresses, its headers, its body."""

    name: str
    kind: str
    headers: dict[str, str]
    body: str

    @property
    def at(self) -> datetime:
        """When, by the machines' clock."""
        return datetime.strptime(self.name.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)

    @property
    def pretty(self) -> str:
        """The body, indented where it is JSON."""
        try:
            pretty = json.dumps(json.loads(self.body), indent=2, ensure_ascii=False)
            # Half of a surrogate pair can be read from JSON and stand on no page.
            return pretty.encode().decode()
        except (ValueError, RecursionError):
            return self.body


def keep(kind: str, headers: Mapping[str, str], body: bytes) -> None:
    """Keep a request; the oldest make room."""
    root = _root()
    root.mkdir(parents=True, exist_ok=True)
    said = {"kind": kind, "headers": dict(headers), "body": body.decode("utf-8", "replace")}
    with _order:
        name = f"{clock.machine_now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    part = root / f".{name}.part"
    part.write_text(json.dumps(said))
    os.replace(part, root / f"{name}.json")
    for path in _kept()[MOST:]:
        path.unlink(missing_ok=True)


def newest() -> list[Received]:
    """What arrived last, first."""
    return [Received(path.stem, **json.loads(path.read_text())) for path in _kept()[:MOST]]


def _kept() -> list[Path]:
    return sorted((path for path in _root().glob("*.json") if NAME.fullmatch(path.stem)), reverse=True)


def _root() -> Path:
    return Path(settings.DEMO_MAIL_ROOT) / "webhooks"
