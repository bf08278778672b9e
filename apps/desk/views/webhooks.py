"""The demo's receiver of webhooks and pages, readable by everybody; outside the demo it does not exist."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from apps.desk import demo_webhooks

KINDS = ("in", "pager")
SHOWN = ("Webhook-Id", "Webhook-Timestamp", "Webhook-Signature", "Content-Type", "User-Agent")


def _require_demo() -> None:
    if not settings.DEMO:
        raise Http404


@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    """What has arrived, the newest first."""
    _require_demo()
    return render(request, "desk/webhooks.html", {"received": demo_webhooks.newest()})


@csrf_exempt
@require_POST
def receive(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a webhook (`in`) or a page (`pager`), as an organisation's own machine would."""
    _require_demo()
    if kind not in KINDS:
        raise Http404
    if len(request.body) > demo_webhooks.LARGEST:
        return HttpResponse(status=413)
    headers = {name: request.headers[name][:500] for name in SHOWN if name in request.headers}
    demo_webhooks.keep(kind, headers, request.body)
    return HttpResponse(status=204)
