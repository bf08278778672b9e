"""The dashboard of a committee: what waits for me comes first."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.committees.selectors import chair_at
from apps.desk import selectors
from apps.desk.rules import part_of_day
from apps.desk.shell import shell_of
from apps.incidents.rules.verbs import may_start
from apps.kernel import clock


@require_safe
def dashboard(request: Any, slug: str) -> HttpResponse:
    """What waits for me, a few figures, what has happened, who chairs."""
    now = clock.now()
    shell = shell_of(request)
    waiting = selectors.waiting(request.viewer, now, slug, has_unread=bool(shell.unread))
    context = {
        "now": now,
        "today": timezone.localtime(now),
        "greeting": _greeting(request.user.name, timezone.localtime(now).hour),
        "waiting": waiting,
        "overdue": [row for row in waiting if row.overdue],
        "figures": selectors.figures(request.viewer, now),
        "happenings": selectors.happenings(request.viewer, slug),
        "chair": chair_at(now),
        "may_file": may_start(request.viewer),
    }
    return render(request, "desk/dashboard.html", context)


def _greeting(name: str, hour: int) -> str:
    said = {
        "morning": _("Good morning, %(name)s"),
        "afternoon": _("Good afternoon, %(name)s"),
        "evening": _("Good evening, %(name)s"),
    }
    return said[part_of_day(hour)] % {"name": name}
