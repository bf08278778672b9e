"""The page of one deadline."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.deadlines import selectors
from apps.kernel import clock, times


@require_safe
def deadline(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """One deadline: what is owed, by whom, under which rule, and its ladder."""
    now = clock.now()
    shown = selectors.deadline_for(request.viewer, uid, now)
    zone = ZoneInfo(shown.deadline.zone)
    context = {
        "shown": shown,
        "deadline": shown.deadline,
        "subject_address": shown.address(slug),
        "lines": selectors.ladder(shown),
        "due_there": times.when(shown.deadline.due_at, zone=zone, utc=True) if zone.key != times.zone_name() else "",
        "now": now,
    }
    return render(request, "deadlines/deadline.html", context)
