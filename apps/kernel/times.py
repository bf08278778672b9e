"""How instants are written for people: in their zone, with its name, and how far away they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def zone_name(zone: tzinfo | None = None) -> str:
    """Return the IANA name of ``zone``, or of the zone that is active for this request."""
    zone = zone or timezone.get_current_timezone()
    return getattr(zone, "key", None) or str(zone)


def iso(instant: datetime) -> str:
    """Return the instant as RFC 3339 in UTC, to the second, for ``datetime`` attributes."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def written(instant: datetime, *, zone: tzinfo | None = None, named: bool = True) -> str:
    """Return ``21 Nov 2026, 17:02 Europe/Helsinki`` in ``zone``, or in the zone active for this request."""
    local = instant.astimezone(zone or timezone.get_current_timezone())
    text = f"{_day(local)}, {local:%H:%M}"
    return f"{text} {zone_name(local.tzinfo)}" if named else text


def when(
    instant: datetime | None, *, utc: bool = False, zone: tzinfo | None = None, named: bool = True
) -> SafeString | str:
    """Return a ``<time>`` element; ``utc`` adds UTC in brackets, for legal deadlines. Nothing for None."""
    if instant is None:
        return ""
    zone = zone or timezone.get_current_timezone()
    text = written(instant, zone=zone, named=named)
    if utc and zone_name(zone) != "UTC":
        text = f"{text} ({_utc_beside(instant, instant.astimezone(zone))})"
    return format_html('<time datetime="{}">{}</time>', iso(instant), text)


def _day(local: datetime) -> str:
    # One way of writing dates in every language: no reader may mistake the day for the month.
    return f"{local.day} {MONTHS_3[local.month].title()} {local.year}"


def _utc_beside(instant: datetime, local: datetime) -> str:
    utc = instant.astimezone(UTC)
    return f"{utc:%H:%M} UTC" if utc.date() == local.date() else f"{_day(utc)}, {utc:%H:%M} UTC"


def span(length: timedelta) -> str:
    """Return a length of time in its two largest units: ``3 days 4 h``, ``3 h 20 min``, ``5 min``."""
    seconds = int(abs(length.total_seconds()))
    days, hours, minutes = seconds // _DAY, seconds % _DAY // _HOUR, seconds % _HOUR // _MINUTE
    if days:
        whole = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
        return f"{whole} {_('%(n)d h') % {'n': hours}}" if hours and days < 7 else whole
    if hours:
        whole = _("%(n)d h") % {"n": hours}
        return f"{whole} {_('%(n)d min') % {'n': minutes}}" if minutes else whole
    return _("%(n)d min") % {"n": minutes} if minutes else _("less than a minute")


def left(due: datetime | None, now: datetime) -> str:
    """Return ``in 3 h 20 min`` or ``2 h overdue``; nothing for None."""
    if due is None:
        return ""
    text = _("in %(span)s") if due >= now else _("%(span)s overdue")
    return text % {"span": span(due - now)}


def ago(instant: datetime | None, now: datetime) -> str:
    """Return ``3 h 20 min ago``, or ``just now`` within the last minute; nothing for None."""
    if instant is None:
        return ""
    if now - instant < timedelta(minutes=1):
        return _("just now")
    return _("%(span)s ago") % {"span": span(now - instant)}
