"""How far an order's condition of participation is, as a part that refreshes itself; and a lab joins or leaves."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.committees.rules.viewer import Viewer
from apps.kernel import clock, times
from apps.kernel.decisions import YES, Decision
from apps.pauses.models import PauseOrder
from apps.pauses.rules import verbs
from apps.pauses.rules.charter import CONDITION_DAYS
from apps.pauses.rules.refusing import refuse
from apps.pauses.selectors.finding import order_for
from apps.pauses.selectors.participation import joined_labs, reached_by
from apps.pauses.services import adopting
from apps.pauses.states import State

STOP_POLLING = 286
DIGITS = 16


def about(viewer: Viewer, order: PauseOrder, now: datetime) -> dict[str, Any]:
    """What `pauses/partials/joining.html` wants besides `order`; nothing where the order has no such condition."""
    if order.labs_needed is None:
        return {}
    joined = joined_labs(order)
    bound = list(order.bindings.select_related("organisation").order_by("organisation__name"))
    is_bound = any(row.organisation_id == viewer.organisation_id and row.released_at is None for row in bound)
    waits = waits_for_labs(order, now)
    may = verbs.may_join(viewer, order, is_bound=is_bound, waits=waits)
    reached = reached_by(order, now)
    # Bands, never the share: nobody may read a rival's own figure off the page.
    passing = times.left(order.condition_by, now) if waits else ""
    digest = repr((order.state, sorted(joined), reached.labs, reached.band, reached.enough_share, passing)).encode()
    return {
        "joining": True,
        "joining_waits": waits,
        "joining_reached": reached,
        "joining_labs": [(row.organisation.name, row.organisation_id in joined) for row in bound],
        "joining_stamp": hashlib.sha256(digest).hexdigest()[:DIGITS],
        "joining_now": now,
        "has_joined": viewer.organisation_id in joined,
        "may_join": may,
    }


def waits_for_labs(order: PauseOrder, now: datetime) -> bool:
    """Whether labs may still join it, or take that back."""
    return order.state == State.CONDITIONAL and order.condition_by is not None and now < order.condition_by


@require_safe
def live(request: Any, slug: str, ref: str) -> HttpResponse:
    """The part, polled: 204 while it shows what it should, 286 once the condition is settled."""
    order = order_for(request.viewer, ref)
    _has_condition(order).require()
    shown = about(request.viewer, order, clock.now())
    stopped = "stop" in request.GET
    if not stopped and request.GET.get("seen") == shown["joining_stamp"]:
        return HttpResponse(status=204)
    context = {"order": order, "joining_stopped": stopped} | shown
    status = 200 if shown["joining_waits"] else STOP_POLLING
    return render(request, "pauses/partials/joining.html", context, status=status)


def _has_condition(order: PauseOrder) -> Decision:
    if order.labs_needed is not None:
        return YES
    return refuse(CONDITION_DAYS, f"{order.ref} waits for no labs to join.")


def _say(request: Any, slug: str, ref: str, verb: Callable[..., PauseOrder], done: str) -> HttpResponse:
    order = verb(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, done)
    return redirect("pauses:detail", slug, order.ref)


@require_POST
def join(request: Any, slug: str, ref: str) -> HttpResponse:
    """The viewer's lab joins."""
    return _say(request, slug, ref, adopting.join, _("Your lab has joined."))


@require_POST
def leave(request: Any, slug: str, ref: str) -> HttpResponse:
    """The viewer's lab takes its joining back."""
    return _say(request, slug, ref, adopting.leave, _("Your lab has taken its joining back."))
