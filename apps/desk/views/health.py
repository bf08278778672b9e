"""For whoever watches the portal: is the process up, and can it do its work. Nothing here reads the session."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.desk.health import DISPENSABLE, checks


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Each thing the portal needs, by name: true or false; 503 when one is missing that it cannot do without."""
    found = checks()
    ready = all(met for name, met in found.items() if name not in DISPENSABLE)
    return JsonResponse({"ready": ready, "checks": found}, status=200 if ready else 503)
