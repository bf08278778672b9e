"""The API's description, for machines and for people; no token is needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView

from apps.desk.reference import reference


class Schema(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or (`?format=json`) JSON."""


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same as a page."""
    return render(request, "desk/docs.html", {"reference": reference()})
