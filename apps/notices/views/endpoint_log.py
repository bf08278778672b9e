"""What was sent to a webhook or pager, and sending it once more."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.kernel import clock
from apps.kernel.keyset import address_of
from apps.notices.forms.endpoints import ReplayForm
from apps.notices.models import Delivery
from apps.notices.rules import ROTATION
from apps.notices.selectors.endpoints import endpoint_for, log_of
from apps.notices.services import resending
from apps.notices.states import EndpointKind
from apps.notices.views.endpoints import found_or_404, require_keeper


@require_safe
def endpoint(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """One webhook or pager with its log; the log alone where the page asks for it again."""
    require_keeper(request)
    shown = endpoint_for(request.viewer, uid)
    if shown is None:
        raise Http404
    undelivered = request.GET.get("undelivered") == "1"
    log = log_of(shown, request.viewer, slug, undelivered=undelivered, cursor=request.GET.get("page", ""))
    now = clock.now()
    context = {
        "endpoint": shown,
        "is_webhook": shown.kind == EndpointKind.WEBHOOK,
        "old_signs_until": shown.rotated_at + ROTATION
        if shown.kind == EndpointKind.WEBHOOK and shown.rotated_at and now < shown.rotated_at + ROTATION
        else None,
        "log": log,
        "undelivered": undelivered,
        "newer": address_of(request.GET, log.newer),
        "older": address_of(request.GET, log.older),
        "replay_form": ReplayForm(),
        "now": now,
    }
    if request.headers.get("HX-Request"):
        return render(request, "notices/endpoints/partials/log.html", context)
    return render(request, "notices/endpoints/endpoint.html", context)


@require_POST
def send_test(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Send a message that means nothing."""
    require_keeper(request)
    found_or_404(resending.send_test, actor=request.viewer, at=clock.machine_now(), uid=uid)
    messages.success(request, _("A test is on its way. Its outcome will stand in the log."))
    return redirect("notices:endpoint", slug, uid)


@require_POST
def send_again(request: Any, slug: str, uid: UUID, delivery: UUID) -> HttpResponse:
    """Send one message once more."""
    require_keeper(request)
    at = clock.machine_now()
    try:
        found_or_404(resending.send_again, actor=request.viewer, at=at, uid=uid, delivery=delivery)
    except Delivery.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("It is being sent again, with the same id."))
    return redirect("notices:endpoint", slug, uid)


@require_POST
def replay(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Send everything since then once more."""
    require_keeper(request)
    form = ReplayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose from when on messages are to be sent again."))
        return redirect("notices:endpoint", slug, uid)
    now, at = clock.now(), clock.machine_now()
    count = found_or_404(resending.replay, actor=request.viewer, now=now, at=at, uid=uid, since=now - form.span)
    said = ngettext("%(count)d message is being sent again.", "%(count)d messages are being sent again.", count)
    messages.success(request, said % {"count": count})
    return redirect("notices:endpoint", slug, uid)
