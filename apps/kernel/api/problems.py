"""Problem documents (RFC 9457): every error of the API has the same form."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response

from apps.kernel.decisions import Invalid, Refused

PROBLEM = "application/problem+json"
TITLES = {
    400: "The request has errors",
    401: "Sign-in needed",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Not possible now",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Unsupported media type",
    422: "Cannot be processed",
    429: "Too many requests",
    500: "Something went wrong",
    503: "Not available now",
}


def problem_document(
    code: int, detail: str = "", errors: list[dict[str, str]] | None = None, title: str = ""
) -> dict[str, Any]:
    """A problem document as RFC 9457 has it."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": title or TITLES.get(code, "Problem"),
        "status": code,
        "detail": detail,
    }
    if errors is not None:
        document["errors"] = errors
    return document


def problem_response(code: int, detail: str = "", **headers: str) -> JsonResponse:
    """A problem document outside DRF (middleware, error handlers)."""
    response = JsonResponse(problem_document(code, detail), status=code, content_type=PROBLEM)
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def _flatten(detail: Any, pointer: str = "") -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [
            row
            for key, value in detail.items()
            for row in _flatten(value, pointer if key == "non_field_errors" else f"{pointer}/{key}")
        ]
    if isinstance(detail, list):
        rows = []
        for index, item in enumerate(detail):
            nested = isinstance(item, dict | list)
            rows += _flatten(item, f"{pointer}/{index}" if nested else pointer)
        return rows
    return [{"pointer": pointer or "/", "detail": str(detail)}]


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every error is a problem document; an unknown one goes on to the 500 page."""
    headers: dict[str, str] = {}
    errors = None
    code: int
    if isinstance(exc, Invalid):
        code, detail = status.HTTP_400_BAD_REQUEST, _("Some fields need your attention.")
        errors = [{"pointer": f"/{field}", "detail": text} for field, text in exc.errors.items()]
    elif isinstance(exc, exceptions.ValidationError):
        code, detail = exc.status_code, _("Some fields need your attention.")
        errors = _flatten(exc.detail)
    elif isinstance(exc, Refused):
        code, detail = status.HTTP_409_CONFLICT, exc.reason
    elif isinstance(exc, Http404):
        code, detail = status.HTTP_404_NOT_FOUND, _("There is nothing here, or it is not for you.")
    elif isinstance(exc, PermissionDenied):
        code, detail = status.HTTP_403_FORBIDDEN, str(exc) or _("Your seat may not do this.")
    elif isinstance(exc, exceptions.APIException):
        code, detail = exc.status_code, str(exc.detail)
        if header := getattr(exc, "auth_header", None):
            headers["WWW-Authenticate"] = header
        if wait := getattr(exc, "wait", None):
            headers["Retry-After"] = str(int(wait))
    else:
        return None
    return Response(problem_document(code, detail, errors), status=code, headers=headers, content_type=PROBLEM)
