"""How a public page answers: in the committee's context, without knowing who asks, fit for any cache."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.http import require_safe

from apps.committees.models import Committee
from apps.committees.selectors import committee_by_slug
from apps.kernel.tenancy.context import tenant

MAX_AGE = 60
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A view of (request, committee, …): 404 for an unknown committee, cacheable, 304 when nothing has changed."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, slug: str, **parts: Any) -> HttpResponse:
        committee = committee_by_slug(slug)
        if committee is None:
            raise Http404
        with tenant(committee.pk):
            response = view(request, committee, **parts)
        response["Cache-Control"] = f"public, max-age={MAX_AGE}"
        set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response) or response

    return answer


def absolute(path: str) -> str:
    """The full address of a path, from settings and not from the request, whose host a cache may not tell apart."""
    return f"{settings.BASE_URL}{path}"


def page(request: HttpRequest, template: str, committee: Committee, context: dict[str, Any]) -> HttpResponse:
    """Render a page without context processors: they would look at the user."""
    shared = {
        "committee": committee,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "request": {"path": request.path, "build_absolute_uri": absolute(request.path)},
    }
    return HttpResponse(render_to_string(template, shared | context))


def document(committee: Committee, content: dict[str, Any]) -> JsonResponse:
    """The same as JSON."""
    head = {"committee": {"slug": committee.slug, "name": committee.name}, "licence": LICENCE_URL}
    return JsonResponse(head | content, json_dumps_params={"ensure_ascii": False})
