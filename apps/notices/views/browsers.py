"""Ringing a browser: agreed to, tried and ended in the inbox's settings; and what the browser itself asks for."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.notices.models import Endpoint
from apps.notices.services import browsers as services


def _back(slug: str) -> HttpResponse:
    return redirect(reverse("notices:settings", args=[slug]) + "#browsers")


@require_POST
def ring_browser(request: Any, slug: str) -> HttpResponse:
    """Take the subscription that the browser has given to the page."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    agent = request.headers.get("User-Agent", "")
    try:
        browser = services.ring_browser(actor=request.viewer, now=clock.now(), user_agent=agent, **given)
    except Invalid as invalid:
        for text in invalid.errors.values():
            messages.error(request, text)
        return _back(slug)
    services.try_browser(actor=request.viewer, at=clock.machine_now(), uid=browser.uid)
    messages.success(request, _("This browser will be rung. The first message is on its way, to show that it works."))
    return _back(slug)


@require_POST
def remove_browser(request: Any, slug: str, uid: uuid.UUID) -> HttpResponse:
    """Ring it no more."""
    try:
        browser = services.remove_browser(actor=request.viewer, now=clock.now(), uid=uid)
    except Endpoint.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("%(browser)s is rung no more.") % {"browser": browser.label})
    return _back(slug)


@require_POST
def try_browser(request: Any, slug: str, uid: uuid.UUID) -> HttpResponse:
    """Ring it once."""
    try:
        services.try_browser(actor=request.viewer, at=clock.machine_now(), uid=uid)
    except Endpoint.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("A test is on its way. It should ring within a minute."))
    return _back(slug)


@require_safe
@cache_control(no_cache=True)
def push_worker(request: HttpRequest) -> HttpResponse:
    """The script that a browser keeps and wakes for a message; at the root, so that it may open any page."""
    answer = render(request, "notices/browsers/push-worker.js", content_type="text/javascript; charset=utf-8")
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


@require_safe
@cache_control(no_cache=True)
def web_app(request: HttpRequest) -> HttpResponse:
    """What lets the portal be added to a Home Screen: an iPhone rings nothing else."""
    described = {"name": "Concord", "start_url": "/", "scope": "/", "display": "standalone"}
    return JsonResponse(described, content_type="application/manifest+json")
