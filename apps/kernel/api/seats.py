"""Who asks: the seat that the tenant middleware found, and what its token may do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _no_view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class SeatAuthentication(BaseAuthentication):
    """The seat that the tenant middleware found, by bearer token or by the browser's session (then with CSRF)."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        django_request = request._request
        via = getattr(django_request, "seat_via", None)
        if via is None:
            return None
        if via == "session":
            self._enforce_csrf(django_request)
        return django_request.user, getattr(django_request, "viewer", None)

    @staticmethod
    def _enforce_csrf(request: HttpRequest) -> None:
        check = _CsrfCheck(_no_view)
        check.process_request(request)
        if reason := check.process_view(request, _no_view, (), {}):
            raise exceptions.PermissionDenied(f"CSRF: {reason}")

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="concord"'


class HasSeat(BasePermission):
    """Somebody with a seat asks; a token also needs the scope for what the method does."""

    def has_permission(self, request: Request, view: Any) -> bool:
        django_request = request._request
        if getattr(django_request, "seat_via", None) is None:
            return False
        scopes = getattr(django_request, "token_scopes", None)
        if scopes is None:
            return True
        return getattr(view, "scope", None) in scopes if view_writes(request) else "read" in scopes


def view_writes(request: Request) -> bool:
    """Whether the method changes something."""
    return request.method not in {"GET", "HEAD", "OPTIONS"}
