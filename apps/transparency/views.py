"""The public pages of a committee and their twins for machines."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from apps.committees.models import Committee
from apps.transparency import selectors
from apps.transparency.answers import absolute, document, page, public
from apps.transparency.feed import atom
from apps.transparency.rules import DOORS


def _chosen(request: HttpRequest) -> tuple[str, list[selectors.Kind]]:
    kinds = selectors.kinds()
    kind = request.GET.get("kind", "")
    if kind and kind not in {known.key for known in kinds}:
        raise Http404
    return kind, kinds


def _older(address: str, found: selectors.Page, kind: str) -> str | None:
    if found.older is None:
        return None
    return f"{address}?{urlencode(({'kind': kind} if kind else {}) | {'before': str(found.older)})}"


@public
def index(request: HttpRequest, committee: Committee) -> HttpResponse:
    """Everything published, newest first; `?kind=` narrows it, `?before=` goes on."""
    kind, kinds = _chosen(request)
    before = request.GET.get("before", "")
    found = selectors.published(kind, before)
    address = reverse("public:index", args=[committee.slug])
    rows = [(record, selectors.kind_label(record.kind)) for record in found.records]
    context = {
        "rows": rows,
        "kind": kind,
        "kinds": kinds,
        "updated_at": found.records[0].published_at if found.records and not before else None,
        "newest": (f"{address}?{urlencode({'kind': kind})}" if kind else address) if before else "",
        "older": _older(address, found, kind),
        "doors": [(door, door.address(committee.slug)) for _key, door in DOORS if door.is_open()],
    }
    return page(request, "public/index.html", committee, context)


@public
def record(request: HttpRequest, committee: Committee, ref: str) -> HttpResponse:
    """The last published form of a reference, with the earlier ones below it."""
    newest, *earlier = selectors.versions(ref)
    context = {"record": newest, "kind": selectors.kind_label(newest.kind), "earlier": earlier}
    return page(request, "public/record.html", committee, context)


@public
def index_json(request: HttpRequest, committee: Committee) -> HttpResponse:
    """The list for machines."""
    kind, _kinds = _chosen(request)
    found = selectors.published(kind, request.GET.get("before", ""))
    older = _older(reverse("public:index-json", args=[committee.slug]), found, kind)
    records: list[dict[str, Any]] = [
        published.as_json() | {"url": absolute(reverse("public:record", args=[committee.slug, published.ref]))}
        for published in found.records
    ]
    return document(committee, {"next": absolute(older) if older else None, "records": records})


@public
def record_json(request: HttpRequest, committee: Committee, ref: str) -> HttpResponse:
    """A reference's last published form for machines, and all earlier ones."""
    newest, *earlier = selectors.versions(ref)
    return document(committee, newest.as_json() | {"earlier": [former.as_json() for former in earlier]})


@public
def feed(request: HttpRequest, committee: Committee) -> HttpResponse:
    """The newest records as an Atom feed."""
    content = atom(committee, selectors.published().records)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
