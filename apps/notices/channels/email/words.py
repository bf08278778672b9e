"""Words and headers that every letter has."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from apps.kernel.times import written

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def unsubscribing(url: str) -> dict[str, str]:
    """The headers by which a mail program offers to unsubscribe with one press (RFC 8058); none without an address."""
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def due_in_words(due_at: datetime | None, zone: ZoneInfo) -> str:
    """The due time in the reader's zone, and in UTC."""
    if due_at is None:
        return ""
    local = written(due_at, zone=zone)
    return local if zone.key == "UTC" else f"{local} ({written(due_at, zone=UTC)})"


def absolute(name: str, *args: Any) -> str:
    """A page's whole address."""
    return settings.BASE_URL + reverse(name, args=args)
