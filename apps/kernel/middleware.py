"""What no part of the portal can make sense of is answered before any of them tries."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import has_vary_header

NUL = "\x00"


class SoundRequestMiddleware:
    """Refuses a NUL in the path and a body in what is no character set; forgets a session key with a NUL.

    PostgreSQL's text holds no NUL: a query for one is an error and not an empty answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path:
            raise Http404
        if NUL in request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        if request.encoding:
            _require_characters(request.encoding)
        return self.get_response(request)


class UnkeptMiddleware:
    """Lets no cache keep what depends on who asks, neither a proxy's nor a browser's after signing out.

    Stands outside whatever says that an answer depends on the cookie. An answer that speaks of caches itself goes as
    it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if has_vary_header(response, "Cookie") or "Authorization" in request.headers:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _require_characters(encoding: str) -> None:
    """Python also knows “encodings” that are none of text, such as hex."""
    try:
        "a".encode(encoding)
    except (LookupError, UnicodeError) as error:
        raise SuspiciousOperation(f"a body in {encoding}") from error
