"""The API's description, for machines, and as pages for people; no token is needed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView

from apps.desk.reference import reference


class Schema(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or (`?format=json`) JSON."""


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """What holds everywhere, and every operation by name."""
    return render(request, "desk/docs.html", {"parts": reference().parts.values()})


@require_safe
def part(request: HttpRequest, tag: str) -> HttpResponse:
    """The operations of one tag with their objects."""
    found = reference().parts.get(tag)
    if found is None:
        raise Http404(tag)
    return render(request, "desk/docs_part.html", {"part": found})
