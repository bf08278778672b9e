"""One pause: its page, and its words as they were served."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.kernel import clock
from apps.kernel.canonical import dumps, sha256
from apps.kernel.pdf import compile_pdf
from apps.pauses.models import SUBJECT, PauseOrder
from apps.pauses.rules import verbs
from apps.pauses.selectors.finding import order_for
from apps.pauses.selectors.printing import printed
from apps.pauses.services.laying import words_served
from apps.pauses.states import State
from apps.pauses.views.page import order_page
from apps.record.services import note_sighting


@require_safe
def detail(request: Any, slug: str, ref: str) -> HttpResponse:
    """The order's page; a draft's is where it is checked, and a draft's old name leads to the order."""
    order = order_for(request.viewer, ref)
    if order.state == State.DRAFT:
        return redirect("pauses:check" if verbs.may_edit(request.viewer, order) else "pauses:board", slug, ref)
    if order.ref != ref:
        return redirect("pauses:detail", slug, order.ref)
    if order.laid_at is None:
        return render(request, "pauses/discarded.html", {"order": order})
    note_sighting(SUBJECT, order.pk, viewer=request.viewer, now=clock.now())
    return order_page(request, order)


def _laid(request: Any, ref: str) -> PauseOrder:
    order = order_for(request.viewer, ref)
    verbs.has_words(order).require()
    return order


@require_safe
def served_json(request: Any, slug: str, ref: str) -> HttpResponse:
    """The words byte by byte as their digest is over."""
    order = _laid(request, ref)
    return _file(dumps(words_served(order)), "application/json", f"{_name(order)}.json")


@require_safe
def served_pdf(request: Any, slug: str, ref: str) -> HttpResponse:
    """The words as a tagged PDF, with the digest by which a lab compares them with what it was served."""
    order = _laid(request, ref)
    words = words_served(order)
    data = printed(order, words, sha256(dumps(words))) | {"committee": request.committee.name}
    return _file(compile_pdf("pauses/served.typ", data), "application/pdf", f"{_name(order)}.pdf")


def _name(order: PauseOrder) -> str:
    return f"DRILL-{order.ref}" if order.is_drill else order.ref


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
