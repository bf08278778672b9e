"""A draft before it leaves its writers: checked as a whole, then moved, ordered at once, or ordered for a crossing."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.committees.rules.asking import asks_about
from apps.committees.selectors import charter_values
from apps.incidents.selectors.working import reports_linked_to
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.pauses.forms.parts import CrossingForm
from apps.pauses.models import SUBJECT, PauseOrder
from apps.pauses.rules import verbs
from apps.pauses.rules.charter import CONDITION_DAYS, CONFIRM_HOURS, STOP_HOURS
from apps.pauses.rules.moved import DRAFT
from apps.pauses.rules.refusing import by
from apps.pauses.selectors.writing import bound_by, names_of_bound
from apps.pauses.services.adopting import impose, trigger
from apps.pauses.services.laying import what_is_missing
from apps.pauses.views.drafting import GET_OR_POST, address, draft_for, draft_page
from apps.pauses.views.parts import conditions_of, measures_of

STEP_OF = {
    "title": "words",
    "reasons": "words",
    "labs": "labs",
    "measures": "measures",
    "starts_at": "times",
    "ends_at": "times",
    "labs_needed": "participation",
}


def _missing(request: Any, order: PauseOrder) -> list[tuple[str, str]]:
    """What is missing, each with the page on which it is given."""
    found = what_is_missing(order, clock.now())
    slug = request.committee.slug
    return [
        (f"{address(slug, order.ref, STEP_OF.get(name, 'words'))}?from=check", text) for name, text in found.items()
    ]


@require_safe
def check(request: Any, slug: str, ref: str) -> HttpResponse:
    """All that was written, with its Change links, and the ways on."""
    order = draft_for(request, ref)
    now = clock.now()
    missing = _missing(request, order)
    names = dict(names_of_bound(order))
    extra = {
        "missing": missing,
        "urls": {key: f"{address(slug, ref, key)}?from=check" for key in ("words", "labs", "measures", "times", "participation", "conditions")},
        "labs": [(names[key], because) for key, because in bound_by(order).items()],
        "measures": measures_of(order),
        "conditions": conditions_of(order),
        "reports": reports_linked_to(request.viewer, SUBJECT, order.pk, slug),
        "asks": asks_about(request.viewer, DRAFT, order.draft_ref, now),
        "may_impose": not missing and verbs.may_impose(request.viewer, order),
        "may_trigger": not missing and verbs.may_trigger(request.viewer, order),
        "condition_says": _("at most %(days)d days after its adoption %(by)s") % {"days": charter_values(now)(CONDITION_DAYS), "by": by(CONDITION_DAYS)},
    }  # fmt: skip
    return draft_page(request, "pauses/check.html", order, "check", **extra)


@require_http_methods(GET_OR_POST)
def at_once(request: Any, slug: str, ref: str) -> HttpResponse:
    """What an emergency order of the chair's office does, and by when it lapses; POST makes it."""
    order = draft_for(request, ref)
    now = clock.now()
    verbs.may_impose(request.viewer, order).require()
    missing: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = impose(actor=request.viewer, now=now, ref=ref)
        except Invalid as error:
            missing = error.errors
        else:
            messages.success(request, _("%(ref)s is in force. Its labs are served.") % {"ref": made.ref})
            return redirect("pauses:detail", slug, made.ref)
    extra = _at_stake(order, now, CONFIRM_HOURS) | {"missing": [(address(slug, ref, STEP_OF.get(name, "words")), text) for name, text in missing.items()]}  # fmt: skip
    return draft_page(request, "pauses/at_once.html", order, "check", 422 if missing else 200, **extra)


def _at_stake(order: PauseOrder, now: Any, key: str) -> dict[str, Any]:
    hours = charter_values(now)(key)
    return {
        "bound": [name for _key, name in names_of_bound(order)],
        "measures": measures_of(order),
        "confirm_by": now + timedelta(hours=hours),
        "article": by(key),
        "now": now,
    }


@require_http_methods(GET_OR_POST)
def crossing(request: Any, slug: str, ref: str) -> HttpResponse:
    """A clerk gives the facts of a crossing; POST orders the pause, which stands unless the committee stops it."""
    order = draft_for(request, ref)
    now = clock.now()
    verbs.may_trigger(request.viewer, order).require()
    form = CrossingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = trigger(actor=request.viewer, now=now, ref=ref, crossing=form.crossing())
        except Invalid as error:
            for name, text in error.errors.items():
                form.add_error(name if name in form.fields else None, text)
        else:
            messages.success(request, _("%(ref)s is in force. Its labs are served.") % {"ref": made.ref})
            return redirect("pauses:detail", slug, made.ref)
    extra = _at_stake(order, now, STOP_HOURS) | {"form": form}
    return draft_page(request, "pauses/crossing.html", order, "check", 422 if form.errors else 200, **extra)
