"""The demo's post office: every outgoing message becomes a file, which `/demo/mail/` shows."""

import os
import re
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from apps.kernel import clock

NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")
MOST = 200

_order = threading.Lock()


class DemoMailBackend(BaseEmailBackend):
    """Writes each message to DEMO_MAIL_ROOT as one .eml file; a reader never meets half a message."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; how many."""
        root = settings.DEMO_MAIL_ROOT
        root.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _keep(root, message.message().as_bytes())
        return len(email_messages)


def _keep(root: Path, content: bytes) -> None:
    with _order:
        # The machines' clock, so that the newest stays on top however the demo's clock is moved.
        name = f"{clock.machine_now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    part = root / f".{name}.part"
    part.write_bytes(content)
    os.replace(part, root / f"{name}.eml")


@dataclass(frozen=True, slots=True)
class Mail:
    """A kept message, read."""

    name: str
    parsed: Parsed

    @property
    def subject(self) -> str:
        """Its subject."""
        return str(self.parsed["Subject"] or "")

    @property
    def sender(self) -> str:
        """From whom."""
        return str(self.parsed["From"] or "")

    @property
    def to(self) -> str:
        """To whom."""
        return str(self.parsed["To"] or "")

    @property
    def kept_at(self) -> datetime:
        """When it was sent, by the machines' clock."""
        return datetime.strptime(self.name.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """All headers, in order."""
        return [(name, str(value)) for name, value in self.parsed.items()]

    @property
    def text(self) -> str:
        """The plain part."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part, "" where there is none."""
        return self._part("html")

    @property
    def attachments(self) -> list[tuple[str, str, int]]:
        """Name, type and size in bytes of each attachment."""
        return [
            (part.get_filename() or "", part.get_content_type(), len(_decoded(part)))
            for part in self.parsed.iter_attachments()
        ]

    def _part(self, kind: str) -> str:
        part = self.parsed.get_body(preferencelist=(kind,))
        return part.get_content() if part is not None else ""


def _decoded(part: Any) -> bytes:
    return part.get_payload(decode=True) or b""


def _read(path: Path) -> Mail:
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Mail(path.stem, parsed)  # type: ignore[arg-type]


def newest(most: int = MOST) -> list[Mail]:
    """The newest kept messages."""
    names = sorted((path for path in _root().glob("*.eml") if NAME.fullmatch(path.stem)), reverse=True)
    return [_read(path) for path in names[:most]]


def mail_named(name: str) -> Mail | None:
    """One kept message, or None."""
    path = _root() / f"{name}.eml"
    return _read(path) if NAME.fullmatch(name) and path.is_file() else None


def _root() -> Path:
    return Path(settings.DEMO_MAIL_ROOT)
