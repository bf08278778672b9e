"""What whoever presides does with a motion: opens voting, closes it early, certifies the result, reviews it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.kernel import clock
from apps.kernel.decisions import first_refusal
from apps.votes.forms.motion import ReviewForm
from apps.votes.models import Motion
from apps.votes.rules import verbs
from apps.votes.rules.charter import DISCUSSION_HOURS, HIDDEN
from apps.votes.rules.kinds import KINDS
from apps.votes.selectors.finding import motion_for
from apps.votes.selectors.ruling import charter
from apps.votes.selectors.standing import rule_of
from apps.votes.services import certifying, closing, opening
from apps.votes.states import TRANSITIONS
from apps.votes.views.motion import act
from apps.votes.views.prospects import prospects

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def open_voting(request: Any, slug: str, ref: str) -> HttpResponse:
    """Who would vote, by which rule, until when, and what is still in the way; POST freezes it and opens voting."""
    motion = motion_for(request.viewer, ref)
    first_refusal(TRANSITIONS.may("open", motion.state), verbs.presides(request.viewer, motion)).require()
    now = clock.now()
    if request.method == "POST":
        opening.open_voting(actor=request.viewer, now=now, ref=motion.ref)
        messages.success(request, _("Voting is open. Members are told."))
        return redirect("votes:detail", slug, motion.ref)
    _version, values = charter(now)
    context = prospects(motion, request.viewer, now)
    in_the_way = [
        opening.may_open(request.viewer, motion, now, values).reason,
        opening.can_be_voted_on(context["places"], context["rule"]).reason,
        KINDS[motion.kind].impossible(motion.payload, now),
    ]
    context |= {
        "motion": motion,
        "in_the_way": [reason for reason in in_the_way if reason],
        "opens_from": verbs.opens_from(motion, values(DISCUSSION_HOURS)),
        "now": now,
        "closes_at": now + timedelta(hours=context["hours"]),
        "hidden": values(HIDDEN),
    }
    return render(request, "votes/open.html", context)


@require_POST
def close(request: Any, slug: str, ref: str) -> HttpResponse:
    """Voting closes before its hour, where nothing can change any more."""
    return act(request, slug, ref, closing.close_early, _("Voting is closed."))


@require_http_methods(GET_OR_POST)
def certify(request: Any, slug: str, ref: str) -> HttpResponse:
    """The arithmetic, and what follows; POST certifies the result."""
    motion = motion_for(request.viewer, ref)
    verbs.may_certify(request.viewer, motion).require()
    if request.method == "POST":
        done = certifying.certify(actor=request.viewer, now=clock.now(), ref=motion.ref)
        messages.success(request, _("The result is certified. %(said)s") % {"said": done.effect_note})
        return redirect("votes:detail", slug, motion.ref)
    return render(request, "votes/certify.html", _certifying(request, motion))


def _certifying(request: Any, motion: Motion) -> dict[str, Any]:
    now = clock.now()
    kind = KINDS[motion.kind]
    return {
        "motion": motion,
        "outcome": motion.outcome,
        "rule_words": rule_of(motion).in_words(),
        "impossible": kind.impossible(motion.payload, now) if motion.carried and kind.effect else "",
        "preview": kind.preview(motion.payload, request.viewer, now),
    }


@require_POST
def review(request: Any, slug: str, ref: str) -> HttpResponse:
    """What came of the review of an emergency decision."""
    verbs.may_review(request.viewer, motion_for(request.viewer, ref)).require()
    form = ReviewForm(request.POST, auto_id="id_review_%s")
    return act(request, slug, ref, certifying.review, _("The review is on the record."), review_form=form)
