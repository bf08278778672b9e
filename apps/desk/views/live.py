"""Parts of pages that refresh themselves: sent again only when they would look different."""

import hashlib
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

STOPPED = "off"


def is_poll(request: Any) -> bool:
    """Whether only the part is asked for, by a page that says what it shows."""
    return "seen" in request.GET


def part(request: Any, template: str, context: dict[str, Any], *, ident: str, address: str) -> tuple[str, str]:
    """The part as HTML, and the stamp of what it shows.

    It asks `address` again from time to time, unless the page was opened with `?live=off`.
    """
    body = render_to_string(template, context, request)
    stamp = hashlib.sha256(body.encode()).hexdigest()[:16]
    query = request.GET.copy()
    query["seen"] = stamp
    still = request.GET.copy()
    still.pop("seen", None)
    stopped = still.pop("live", [""])[-1] == STOPPED
    wrapped = {
        "ident": ident,
        "body": body,
        "stopped": stopped,
        "poll": f"{address}?{query.urlencode()}",
        "again": f"?{still.urlencode()}",
        "stop": f"?{still.urlencode()}{'&' if still else ''}live={STOPPED}",
    }
    return render_to_string("desk/partials/live.html", wrapped, request), stamp


def polled(request: Any, html: str, stamp: str) -> HttpResponse:
    """The answer to a poll: 204 while the part shows what it should."""
    return HttpResponse(status=204) if request.GET["seen"] == stamp else HttpResponse(html)
