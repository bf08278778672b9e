"""Error answers: a page in the portal's own look, or a problem document for the API."""

from typing import Any

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from apps.kernel.api.problems import problem_response


def _answer(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem_response(status, detail)
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400, or 413 for a body over the limit."""
    if isinstance(exception, RequestDataTooBig) and request.path.startswith("/api/"):
        return problem_response(413, _("The body is too large. Send long texts as evidence files."))
    if isinstance(exception, DisallowedHost):
        # A page would name its own address, which is what cannot be trusted here.
        return HttpResponse(_("This portal is not at that address.") + "\n", status=400, content_type="text/plain")
    return _answer(request, 400, _("The request could not be understood."))


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403, with the reason where there is one."""
    if request.path.startswith("/api/"):
        return problem_response(403, str(exception) if exception else "")
    return render(request, "403.html", {"reason": str(exception) if exception else ""}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: hidden and absent look the same."""
    return _answer(request, 404, _("There is nothing here, or it is not for you."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without context processors or database, because either may be what failed."""
    if request.path.startswith("/api/"):
        return problem_response(500, _("Nothing was stored. Try again; the request id is in the headers."))
    return HttpResponse(get_template("500.html").render(), status=500)
