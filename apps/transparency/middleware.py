"""Public pages are the same for everyone: who asks is forgotten before anything else can read it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PREFIX = "/public/"


class PublicPagesMiddleware:
    """Drops cookies and credentials of requests under /public/, and whatever would make the answer personal.

    Stands before the session's middleware, which marks every answer `Vary: Cookie` once somebody has looked at the
    user; here there is none to look at, so the mark would only keep caches from sharing the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        for name in ("HTTP_COOKIE", "HTTP_AUTHORIZATION"):
            request.META.pop(name, None)
        response = self.get_response(request)
        response.cookies.clear()
        varies = [name.strip() for name in response.get("Vary", "").split(",")]
        kept = [name for name in varies if name and name.lower() != "cookie"]
        if kept:
            response["Vary"] = ", ".join(kept)
        else:
            response.headers.pop("Vary", None)
        return response
