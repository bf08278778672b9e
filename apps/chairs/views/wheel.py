"""The wheel: who has presided, presides and will; the draw as it was published."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.chairs import charts, ics
from apps.chairs.models import Cycle
from apps.chairs.rules import charter as articles
from apps.chairs.rules.order import Order
from apps.chairs.rules.who import may_declare_away, may_keep, may_speak_for
from apps.chairs.selectors import board, wheel
from apps.committees.selectors import charter_value, presiding
from apps.kernel import clock
from apps.record.selectors import timeline


@require_safe
def index(request: Any, slug: str) -> HttpResponse:
    """Past, present and coming terms, shares of days, the trio, who presides where, the hand-over."""
    now, viewer = clock.now(), request.viewer
    found = board(now)
    keeps = bool(may_keep(viewer)) and not viewer.is_operator
    if found is None:
        order = Order(charter_value(articles.ORDER, now))
        context = {"keeps": keeps, "presides": presiding(now), "order": order, "now": now}
        return render(request, "chairs/none.html", context)
    lines = wheel.terms_shown(found)
    away = wheel.absence_now(found)
    running, cycle = found.running, found.cycle
    of_chair = running.organisation_id if running else 0
    mine = cycle is not None and any(place.organisation_id == viewer.organisation_id for place in found.coming(cycle))
    version = found.version
    context = {
        "board": found,
        "running": running,
        "lines": lines,
        "drawing": charts.wheel(lines, now),
        "shares": wheel.days_held(found),
        "trio": wheel.trio(found),
        "presides": presiding(now),
        "acting": wheel.acting_over(viewer, slug),
        "handover": wheel.checklist(viewer, found),
        "swaps": [
            (
                swap,
                swap.other.organisation_id == viewer.organisation_id,
                swap.place.organisation_id == viewer.organisation_id,
            )
            for swap in wheel.swaps_open(found)
        ],
        "away": away,
        "exclusions": wheel.exclusions(found),
        "waiting": wheel.waiting_draw(),
        "drawn": list(Cycle.objects.exclude(seed="").order_by("-number")),
        "version": version,
        "timeline": timeline("rotation", found.rotation.pk)[:30],
        "keeps": keeps,
        "may_ask": mine and bool(may_speak_for(viewer, viewer.organisation_id)),
        "speaks": bool(may_speak_for(viewer, viewer.organisation_id)),
        "may_be_away": not viewer.is_operator and bool(running) and bool(may_declare_away(viewer, of_chair)),
        "now": now,
    }
    return render(request, "chairs/index.html", context)


@require_safe
def draw(request: Any, slug: str, number: int) -> HttpResponse:
    """A draw as a file: what `manage.py rerun_draw` reads."""
    cycle = Cycle.objects.filter(number=number).exclude(seed="").first()
    if cycle is None:
        raise Http404
    response = JsonResponse(wheel.draw_of(cycle), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = f'attachment; filename="draw-{slug}-{number}.json"'
    return response


@require_safe
def calendar(request: Any, slug: str) -> HttpResponse:
    """The terms as a file to import."""
    content = ics.terms(request.committee, "", request.viewer, clock.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="chair-{slug}.ics"'
    return response
