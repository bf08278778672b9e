"""The calendar: a month of deadlines."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.views.decorators.http import require_safe

from apps.deadlines import selectors
from apps.deadlines.selectors import Whose
from apps.deadlines.views.tabs import tabs
from apps.kernel import clock


@require_safe
def month(request: Any, slug: str) -> HttpResponse:
    """A month by the days of the reader's zone; an odd month counts as this one."""
    now = clock.now()
    zone = timezone.get_current_timezone()
    whose = _whose(request.GET.get("whose", ""))
    first = _first_of(request.GET.get("month", "")) or now.astimezone(zone).date().replace(day=1)
    shown = selectors.month_of(request.viewer, now, first, whose, zone)
    context = {
        "month": shown,
        "name": f"{MONTHS[first.month]} {first.year}",
        "previous_name": f"{MONTHS[shown.previous.month]} {shown.previous.year}",
        "next_name": f"{MONTHS[shown.next.month]} {shown.next.year}",
        "weekdays": list(WEEKDAYS.values()),
        "whose": whose.value,
        "tabs": tabs(request.GET, whose),
        "now": now,
    }
    return render(request, "deadlines/calendar.html", context)


def _whose(value: str) -> Whose:
    return Whose(value) if value in {each.value for each in Whose} else Whose.MINE


def _first_of(value: str) -> date | None:
    """The first day of a month written as 2026-11; None for anything else."""
    year, _dash, number = value.partition("-")
    try:
        first = date(int(year), int(number), 1)
    except (ValueError, OverflowError):
        return None
    return first if 1900 <= first.year < 9000 else None
