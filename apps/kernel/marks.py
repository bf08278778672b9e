"""Small pieces of page that lists need by the hundred: plain functions, no template behind them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.kernel import times

# Order matters: most browsers name others in their user agent too.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)

TONES = ("neutral", "info", "ok", "warn", "stop")
SOON = timedelta(hours=24)


def tag(text: object, tone: str = "neutral") -> SafeString:
    """Return a status label; ``tone`` is one of TONES. The text alone must carry the meaning."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}: use one of {', '.join(TONES)}")
    return format_html('<strong class="c-tag c-tag--{}">{}</strong>', tone, text)


def tlp(label: str) -> SafeString:
    """Return a TLP 2.0 label as the standard writes and colours it."""
    colour = str(label).upper().removeprefix("TLP:")
    css_class = colour.lower().replace("+", "-")
    return format_html('<span class="c-tlp c-tlp--{}">TLP:{}</span>', css_class, colour)


def due_tone(due: datetime, now: datetime) -> str:
    """Return the tone of a running deadline: stop when past, warn in its last day, else neutral."""
    if due < now:
        return "stop"
    return "warn" if due - now <= SOON else "neutral"


def deadline(due: datetime | None, now: datetime, met_at: datetime | None = None) -> SafeString | str:
    """Return a deadline as instant with UTC and, in a label, how far away it is or whether it was met."""
    if due is None:
        return ""
    if met_at is not None:
        late = met_at > due
        chip = tag(_("Met late"), "warn") if late else tag(_("Met"), "ok")
    else:
        chip = tag(times.left(due, now), due_tone(due, now))
    return format_html('<span class="c-due">{} {}</span>', times.when(due, utc=True), chip)


def browser(user_agent: str) -> str:
    """Return ``Firefox on Windows`` for a user agent, or its first word for a program that is no browser."""
    name = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if name and system:
        return _("%(browser)s on %(system)s") % {"browser": name, "system": system}
    return name or user_agent.split("/")[0][:40] or _("Unknown program")
