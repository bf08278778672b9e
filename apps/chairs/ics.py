"""Terms of the chair as calendar programs read them (RFC 5545)."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from icalendar import Event

from apps.chairs.selectors import board
from apps.chairs.selectors.wheel import terms_shown
from apps.committees.models import Committee
from apps.committees.rules.viewer import Viewer
from apps.deadlines.rules.feeds import FEEDS, FeedKind
from apps.kernel.ical import calendar, one_line

KIND = "chair"


def terms(committee: Committee, name: str, _viewer: Viewer, now: datetime) -> bytes:
    """The terms of the chair, those to come as tentative: the same for everyone. Empty while it does not rotate."""
    made, found = calendar(name), board(now)
    link = f"{settings.BASE_URL}{reverse('chairs:index', args=[committee.slug])}"
    host = urlsplit(settings.BASE_URL).hostname
    for line in terms_shown(found) if found else []:
        event = Event()
        event.add("uid", f"chair-{committee.slug}-{line.key}-{line.starts_at:%Y%m%d%H%M%S}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", line.starts_at)
        event.add("dtend", line.ends_at)
        event.add("summary", _("%(organisation)s chairs") % {"organisation": one_line(line.organisation)})
        event.add("url", link)
        event.add("status", "TENTATIVE" if line.state == "planned" else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return made.to_ical()


def register() -> None:
    """Let the terms have a secret address."""
    FEEDS.register(KIND, FeedKind(_lazy("The terms of the chair"), terms, 10))
