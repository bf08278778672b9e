"""The pages of deadlines: the list and one deadline."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.deadlines import selectors
from apps.deadlines.forms import FilterForm
from apps.deadlines.selectors import Show, Whose
from apps.kernel import clock, times


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Deadlines by whose they are and how they stand, nearest first."""
    asked = FilterForm(request.GET)
    asked.is_valid()
    whose = Whose(asked.cleaned_data.get("whose") or Whose.MINE)
    show = Show(asked.cleaned_data.get("show") or Show.OPEN)
    now = clock.now()
    page = selectors.page_of(request.viewer, now, whose, show, asked.cleaned_data.get("after"))
    context = {
        "form": FilterForm({"whose": whose.value, "show": show.value}),
        "page": page,
        "whose": whose.value,
        "show": show.value,
        "tabs": _tabs(),
        "now": now,
        "is_first": not asked.cleaned_data.get("after"),
    }
    return render(request, "deadlines/index.html", context)


def _tabs() -> list[tuple[str, str]]:
    return [
        (Whose.MINE.value, _("Mine")),
        (Whose.ORGANISATION.value, _("My organisation’s")),
        (Whose.COMMITTEE.value, _("The committee’s")),
    ]


@require_safe
def deadline(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
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
