"""How a vote stands, as a part of pages that refreshes itself while ballots are taken."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.kernel import clock, times
from apps.votes.models import Motion
from apps.votes.rules import Gauge, Outcome
from apps.votes.rules.words import percent
from apps.votes.selectors import motion_for
from apps.votes.selectors.minutes import may_have_roll
from apps.votes.selectors.shown import Standings, standings_for
from apps.votes.states import Procedure, State

STOP_POLLING = 286
DIGITS = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """A threshold as it is drawn: how far it is reached and where its mark stands, of 1."""

    label: str
    said: str
    asked: str
    reached: float
    needed: float
    met: bool


@require_safe
def live(request: Any, slug: str, ref: str) -> HttpResponse:
    """The part, polled: 204 while it shows what it should, 286 once voting is over."""
    motion = motion_for(request.viewer, ref)
    may_have_roll(motion).require()
    stopped = "stop" in request.GET
    shown = about(request, motion)
    if not stopped and request.GET.get("seen") == shown["standing_stamp"]:
        return HttpResponse(status=204)
    context = {"motion": motion, "standing_stopped": stopped, "standing_news": _news(request, shown)} | shown
    status = 200 if motion.state == State.VOTING else STOP_POLLING
    return render(request, "votes/partials/standing_live.html", context, status=status)


def about(request: Any, motion: Motion) -> dict[str, Any]:
    """What `votes/partials/standing.html` wants besides `motion`; only for motions on which voting has opened."""
    now = clock.now()
    return of(standings_for(request.viewer, motion, now), motion, now)


def of(standing: Standings, motion: Motion, now: datetime) -> dict[str, Any]:
    """The same, of standings that are read already."""
    outcome = standing.outcome
    quorate = "" if outcome is None else str(int(outcome.quorate))
    passing = times.left(motion.closes_at, now) if motion.state == State.VOTING else ""
    sums = [] if outcome is None else [outcome.yes, outcome.no, outcome.abstain, str(outcome.yes_weight)]
    stamp = _digest(motion.state, motion.closes_at, standing.voted, quorate, passing, *sums)
    return {
        "standing": standing,
        "standing_now": now,
        "standing_stamp": stamp,
        "standing_quorate": quorate,
        "standing_bars": [_bar(one) for one in standing.needs.gauges] if standing.needs else [],
        "standing_sums": _sums(outcome, motion.procedure) if outcome else [],
        "is_voting": motion.state == State.VOTING,
    }


def _bar(gauge: Gauge) -> Bar:
    said = _("%(share)s of %(whole)s") % {"share": percent(gauge.reached), "whole": gauge.of}
    return Bar(gauge.label, said, gauge.asked, float(gauge.reached), float(gauge.needed), gauge.met)


def _sums(outcome: Outcome, procedure: str) -> list[tuple[str, int, int, str]]:
    """A row for each choice: label, number, of how many, tone."""
    entitled = outcome.yes + outcome.no + outcome.abstain + outcome.absent
    if procedure == Procedure.SILENCE:
        silent = entitled - outcome.no
        return [(_("Objects"), outcome.no, entitled, "against"), (_("Does not object"), silent, entitled, "for")]
    return [
        (_("Yes"), outcome.yes, entitled, "for"),
        (_("No"), outcome.no, entitled, "against"),
        (_("Abstain"), outcome.abstain, entitled, "abstain"),
        (_("Not voted"), outcome.absent, entitled, "neutral"),
    ]


def _news(request: Any, shown: dict[str, Any]) -> str:
    """What a poll says aloud: that the quorum is reached now, or that voting has closed."""
    if not shown["is_voting"]:
        return _("Voting has closed.")
    return _("Quorum reached.") if request.GET.get("quorate") == "0" and shown["standing_quorate"] == "1" else ""


def _digest(*parts: Any) -> str:
    return hashlib.sha256(repr([str(part) for part in parts]).encode()).hexdigest()[:DIGITS]
