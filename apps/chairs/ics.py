"""Terms of the chair as calendar programs read them (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from apps.chairs.selectors.wheel import Line
from apps.committees.models import Committee

PRODID = "-//Concord//Chair//EN"


def terms(committee: Committee, lines: Iterable[Line], now: datetime) -> bytes:
    """The terms, those to come as tentative."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("%(committee)s: the chair") % {"committee": committee.name})
    link = f"{settings.BASE_URL}{reverse('chairs:index', args=[committee.slug])}"
    host = urlsplit(settings.BASE_URL).hostname
    for line in lines:
        event = Event()
        event.add("uid", f"chair-{committee.slug}-{line.key}-{line.starts_at:%Y%m%d%H%M%S}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", line.starts_at)
        event.add("dtend", line.ends_at)
        event.add("summary", _("%(organisation)s chairs") % {"organisation": line.organisation})
        event.add("url", link)
        event.add("status", "TENTATIVE" if line.state == "planned" else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()
