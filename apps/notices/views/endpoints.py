"""An organisation's webhooks and pagers, for those who answer for it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.selectors import confirmation_address, confirmed_recently
from apps.kernel import clock
from apps.notices.forms.endpoints import PagerForm, WebhookForm
from apps.notices.models import Endpoint
from apps.notices.rules import MOST_ENDPOINTS, may_keep_endpoints
from apps.notices.selectors.endpoints import endpoint_for, endpoints
from apps.notices.services import endpoints as services
from apps.notices.states import EndpointKind


def require_keeper(request: Any) -> None:
    """Whoever answers for no organisation gets the 404 of a page that does not exist."""
    if not may_keep_endpoints(request.viewer):
        raise Http404


def found_or_404(verb: Callable[..., Any], **arguments: Any) -> Any:
    """Do it; an endpoint of another organisation is not there."""
    try:
        return verb(**arguments)
    except Endpoint.DoesNotExist as error:
        raise Http404 from error


@require_safe
def index(request: Any, slug: str) -> HttpResponse:
    """The webhooks and pagers of the viewer's organisation."""
    require_keeper(request)
    rows = list(endpoints(request.viewer))
    context = {
        "webhooks": [row for row in rows if row.kind == EndpointKind.WEBHOOK],
        "pagers": [row for row in rows if row.kind == EndpointKind.PAGER],
        "may_add": len(rows) < MOST_ENDPOINTS,
        "now": clock.now(),
    }
    return render(request, "notices/endpoints/index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_webhook(request: Any, slug: str) -> HttpResponse:
    """Add a webhook, after proving who one is; its secret is shown in this one answer only."""
    form = WebhookForm(request.POST or None)
    return _add(request, slug, form, services.add_webhook, "webhook")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_pager(request: Any, slug: str) -> HttpResponse:
    """Add a pager, after proving who one is; its token is shown in this one answer only."""
    form = PagerForm(request.POST or None)
    return _add(request, slug, form, services.add_pager, "pager")


def _add(request: Any, slug: str, form: Any, verb: Callable[..., services.NewSecret], kind: str) -> HttpResponse:
    require_keeper(request)
    if not confirmed_recently(request):
        return redirect(confirmation_address(request, reverse(f"notices:add_{kind}", args=[slug])))
    if request.method == "POST" and form.is_valid():
        made = verb(actor=request.viewer, now=clock.now(), **form.cleaned_data)
        return render(request, "notices/endpoints/secret.html", {"made": made, "is_new": True})
    return render(request, f"notices/endpoints/add_{kind}.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rotate(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Give an endpoint a new secret, after proving who one is; it is shown in this one answer only."""
    require_keeper(request)
    endpoint = endpoint_for(request.viewer, uid)
    if endpoint is None:
        raise Http404
    if not confirmed_recently(request):
        return redirect(confirmation_address(request, reverse("notices:rotate_endpoint", args=[slug, uid])))
    if request.method == "POST":
        made = found_or_404(services.rotate, actor=request.viewer, now=clock.now(), uid=uid)
        return render(request, "notices/endpoints/secret.html", {"made": made, "is_new": False})
    return render(request, "notices/endpoints/rotate.html", {"endpoint": endpoint})


@require_POST
def pause(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Send nothing there for now."""
    require_keeper(request)
    endpoint = found_or_404(services.pause, actor=request.viewer, now=clock.now(), uid=uid)
    messages.success(request, _("%(label)s is paused.") % {"label": endpoint.label})
    return redirect("notices:endpoint", slug, uid)


@require_POST
def resume(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Send there again."""
    require_keeper(request)
    endpoint = found_or_404(services.resume, actor=request.viewer, now=clock.now(), uid=uid)
    messages.success(request, _("%(label)s gets messages again from now on.") % {"label": endpoint.label})
    return redirect("notices:endpoint", slug, uid)


@require_POST
def remove(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """End it for good."""
    require_keeper(request)
    endpoint = found_or_404(services.remove, actor=request.viewer, now=clock.now(), uid=uid)
    messages.success(
        request, _("%(label)s is removed, and its address and secrets are deleted.") % {"label": endpoint.label}
    )
    return redirect("notices:endpoints", slug)
