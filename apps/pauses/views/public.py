"""The public's board of pauses, and its twin for machines."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from apps.committees.models import Committee
from apps.kernel import clock
from apps.kernel.canonical import instant
from apps.pauses.charts import Lane, Mark, Span, letters, timeline
from apps.pauses.selectors.public import PublicBoard, PublicPause, public_board
from apps.transparency.answers import absolute, document, page, public


def _hour(now: datetime) -> datetime:
    # The drawing has a line for now: by the hour, so that a cache may answer “not changed”.
    return now.replace(minute=0, second=0, microsecond=0)


@public
def board(request: HttpRequest, committee: Committee) -> HttpResponse:
    """What stands now, what waits, what was, and drills apart; no account is needed."""
    now = clock.now()
    found = public_board(now)
    lanes = [_lane(row) for row in (*found.standing, *found.waiting, *found.ended) if row.in_force_at]
    lanes = sorted((lane for lane in lanes if lane.whole), key=lambda lane: lane.whole.starts_at)
    drawn = timeline(lanes, _hour(now), ident="public")
    context = {"board": found, "drawing": drawn, "letters": letters(lanes), "lanes": lanes}
    return page(request, "pauses/public.html", committee, context)


def _lane(row: PublicPause) -> Lane:
    label = f"{row.ref} {row.title}"
    begins, ends = row.in_force_at, row.until
    whole = Span(label, begins, ends) if begins and ends and begins < ends else None
    marks = (Mark("e", row.ended_at),) if row.ended_at else ()
    return Lane(label, whole, (), marks, "neutral" if row.ended_at else "stop" if not row.waits_for else "")


@public
def board_json(request: HttpRequest, committee: Committee) -> HttpResponse:
    """The same for machines."""
    found = public_board(clock.now())
    return document(committee, {"pauses": [_row(committee, found, row) for row in found.everything]})


def _row(committee: Committee, found: PublicBoard, row: PublicPause) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "title": row.title,
        "drill": row.is_drill,
        "stands": row in found.standing,
        "state": row.state,
        "waits_for": row.waits_for,
        "in_force_from": instant(row.in_force_at),
        "ends": instant(row.ends_at),
        "ended": instant(row.ended_at),
        "why_it_ended": row.because,
        "labs": list(row.labs),
        "measures": list(row.measures),
        "conditions_met": row.conditions,
        "url": absolute(reverse("public:record", args=[committee.slug, row.ref])),
    }
