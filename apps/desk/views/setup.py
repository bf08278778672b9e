"""Setting a committee up: the clerks' checklist, another preset, the test notice, the end of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.committees.rules.charter import PRESETS
from apps.desk import selectors
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.membership import services
from apps.membership.rules.setup import may_send_test
from apps.membership.selectors import decided_acts, is_closed, latest_charter


def _for_clerks(request: Any) -> None:
    if not request.viewer.is_clerk:
        raise Http404


@require_safe
def setup(request: Any, slug: str) -> HttpResponse:
    """What is done and what is left, each with its next step."""
    _for_clerks(request)
    now = clock.now()
    found = selectors.checklist(slug, now)
    context = {
        "checklist": found,
        "now": now,
        "preset": latest_charter().preset,
        "presets": PRESETS.items(),
        "may_choose": not decided_acts().exists(),
        "may_send": bool(may_send_test(last_at=found.sent_at, now=now)),
        "closed": is_closed(),
    }
    return render(request, "desk/setup.html", context)


@require_POST
def choose_preset(request: Any, slug: str) -> HttpResponse:
    """Give the committee another preset while nothing was decided."""
    _for_clerks(request)
    try:
        services.choose_preset(actor=request.viewer, now=clock.now(), preset=request.POST.get("preset", ""))
    except Invalid:
        raise Http404 from None
    messages.success(request, _("The charter has another preset now. Members and clerks are told."))
    return redirect("desk:setup", slug)


@require_POST
def send_test(request: Any, slug: str) -> HttpResponse:
    """Send every seat the test notice."""
    _for_clerks(request)
    services.send_test_notice(actor=request.viewer, now=clock.now())
    messages.success(request, _("The test notice is on its way to every seat."))
    return redirect("desk:setup", slug)


@require_POST
def close(request: Any, slug: str) -> HttpResponse:
    """Close the checklist, whatever is left."""
    _for_clerks(request)
    now = clock.now()
    services.close_setup(actor=request.viewer, now=now, open_steps=selectors.checklist(slug, now).left)
    messages.success(request, _("The checklist is closed. It stays in the menu."))
    return redirect("desk:dashboard", slug)
