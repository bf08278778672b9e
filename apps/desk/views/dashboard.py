"""The dashboard of a committee: what waits for me comes first."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import chair_at
from apps.desk import selectors
from apps.desk.rules import part_of_day
from apps.desk.shell import shell_of
from apps.desk.views import live
from apps.incidents.rules.verbs import may_start
from apps.kernel import clock


@require_safe
def dashboard(request: Any, slug: str) -> HttpResponse:
    """What waits for me, a few figures, what has happened, who chairs."""
    now = clock.now()
    figures = selectors.figures(request.viewer, now)
    context = {
        "now": now,
        "today": timezone.localtime(now),
        "greeting": _greeting(request.user.name, timezone.localtime(now).hour),
        "waits": _waits(request, slug, now)[0],
        "figures": figures,
        "open_words": selectors.words(figures.open),
        "overdue_words": selectors.words(figures.overdue),
        "soon_words": selectors.words(figures.soon),
        "unopened": selectors.unopened_soon(request.viewer, now),
        "happenings": selectors.happenings(request.viewer, slug),
        "chair": chair_at(now),
        "may_file": may_start(request.viewer),
        "authority": selectors.authority(request.viewer),
        "own_matter": selectors.own_matter(request.viewer, slug),
        "setup": _setup(request.viewer, figures, slug, now),
    }
    return render(request, "desk/dashboard.html", context)


def _setup(viewer: Viewer, figures: selectors.Figures, slug: str, now: datetime) -> selectors.Checklist | None:
    """What is left of setting the committee up; only the clerks have it, and only until it is done or closed."""
    if figures.set_up or not viewer.is_clerk:
        return None
    found = selectors.checklist(slug, now)
    return None if found.is_done else found


@require_safe
def waiting(request: Any, slug: str) -> HttpResponse:
    """What waits for me alone, as the dashboard polls it; otherwise the way there."""
    if not live.is_poll(request):
        return redirect("desk:dashboard", slug)
    return live.polled(request, *_waits(request, slug, clock.now()))


def _waits(request: Any, slug: str, now: datetime) -> tuple[str, str]:
    waiting = selectors.waiting(request.viewer, now, slug, has_unread=bool(shell_of(request).unread))
    context = {
        "waiting": waiting,
        "resting": selectors.resting(request.viewer, now, slug),
        "overdue": [row for row in waiting if row.overdue],
        "now": now,
    }
    address = reverse("desk:waiting", args=[slug])
    return live.part(request, "desk/partials/waits.html", context, ident="waits", address=address)


def _greeting(name: str, hour: int) -> str:
    said = {
        "morning": _("Good morning, %(name)s"),
        "afternoon": _("Good afternoon, %(name)s"),
        "evening": _("Good evening, %(name)s"),
    }
    return said[part_of_day(hour)] % {"name": name}
