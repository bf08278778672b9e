"""A hearing as calendar programs read it (RFC 5545)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Event

from apps.disputes.models import Case, Hearing
from apps.kernel.ical import calendar, one_line


def hearing(case: Case, found: Hearing, slug: str, *, where: bool) -> bytes:
    """One hearing; one that was called off is cancelled in the calendars that hold it, for its name stays the same.

    `where` is whether the reader takes part, and so learns where it is.
    """
    made = calendar(case.ref)
    event = Event()
    event.add("uid", f"hearing-{case.ref}-{found.called_at:%Y%m%d%H%M%S}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", found.called_off_at or found.called_at)
    event.add("dtstart", found.starts_at)
    event.add("dtend", found.ends_at)
    event.add("summary", _("Hearing in %(ref)s") % {"ref": case.ref})
    if where:
        event.add("location", one_line(found.where))
    event.add("url", f"{settings.BASE_URL}{reverse('disputes:case', args=[slug, case.ref])}")
    event.add("sequence", 1 if found.called_off_at else 0)
    event.add("status", "CANCELLED" if found.called_off_at else "CONFIRMED")
    made.add_component(event)
    return made.to_ical()
