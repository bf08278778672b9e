"""Writing an order, one question area a page: words, labs, measures, times, participation, lifting; then the check."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from apps.committees.selectors import charter_values
from apps.incidents.models import Incident
from apps.incidents.selectors.reports import incident_for
from apps.kernel import clock
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.forms_ui import attempt
from apps.pauses.forms.drafting import LabsForm, ParticipationForm, StartForm, StepForm, TimesForm, WordsForm
from apps.pauses.models import PauseOrder
from apps.pauses.rules import verbs
from apps.pauses.rules.charter import LONGEST_DAYS
from apps.pauses.rules.refusing import by
from apps.pauses.selectors.board import drafts_of
from apps.pauses.selectors.finding import order_for
from apps.pauses.selectors.writing import bound_by, labs_to_bind, replaceable
from apps.pauses.services import drafting

GET_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Area:
    """A page of a draft: its heading, and for those with one form the form and what it asks for besides."""

    heading: Any
    form: type[StepForm] | None = None
    more: Callable[[Any, PauseOrder], Mapping[str, Any]] = lambda _request, _order: {}
    route: str = "pauses:step"
    template: str = "pauses/step.html"


def _labs(_request: Any, order: PauseOrder) -> dict[str, Any]:
    return {"labs": labs_to_bind(clock.now()), "bound": bound_by(order)}


def _times(request: Any, order: PauseOrder) -> dict[str, Any]:
    days = charter_values(clock.now())(LONGEST_DAYS)
    said = _("Within %(days)d days of its beginning %(by)s; a vote may renew it before that.")
    return {"longest": said % {"days": days, "by": by(LONGEST_DAYS)}, "standing": replaceable(request.viewer, order)}


AREAS: dict[str, Area] = {
    "words": Area(gettext_lazy("What and why"), WordsForm),
    "labs": Area(gettext_lazy("Labs"), LabsForm, _labs, template="pauses/draft_labs.html"),
    "measures": Area(gettext_lazy("Measures"), route="pauses:draft_measures"),
    "times": Area(gettext_lazy("Beginning and end"), TimesForm, _times),
    "participation": Area(gettext_lazy("Participation"), ParticipationForm),
    "conditions": Area(gettext_lazy("Lifting"), route="pauses:draft_conditions"),
    "check": Area(gettext_lazy("Check"), route="pauses:check"),
}
ORDER = list(AREAS)


def address(slug: str, ref: str, key: str) -> str:
    """Where a page of the draft is."""
    area = AREAS[key]
    return reverse(area.route, args=[slug, ref, key] if area.form else [slug, ref])


def following(request: Any, slug: str, ref: str, key: str) -> str:
    """Where the page leads: on, or back to the check that one came from."""
    return address(slug, ref, "check" if request.GET.get("from") == "check" else ORDER[ORDER.index(key) + 1])


def draft_for(request: Any, ref: str) -> PauseOrder:
    """The draft, for those who may write it; raises Http404 or Refused."""
    order = order_for(request.viewer, ref)
    verbs.may_edit(request.viewer, order).require()
    return order


def draft_page(
    request: Any, template: str, order: PauseOrder, key: str, status: int = 200, **extra: Any
) -> HttpResponse:
    """A page of a draft with its place among the others."""
    number = ORDER.index(key) + 1
    slug = request.committee.slug
    context = {
        "order": order,
        "step": key,
        "number": number,
        "labels": [area.heading for area in AREAS.values()],
        "heading": AREAS[key].heading,
        "back": address(slug, order.ref, ORDER[number - 2]) if number > 1 else "",
        "onward": following(request, slug, order.ref, key) if key != "check" else "",
        "from_check": request.GET.get("from") == "check",
    }
    return render(request, template, context | extra, status=status)


@require_http_methods(GET_OR_POST)
def new(request: Any, slug: str) -> HttpResponse:
    """What an order is for; POST begins a draft."""
    verbs.may_draft(request.viewer).require()
    named = request.GET.get("basis", "")
    basis = incident_for(request.viewer, named) if named else None
    form = StartForm(request.POST or None, initial=_title_of(basis))
    if request.method == "POST":
        given = {"actor": request.viewer, "now": clock.now(), "basis": basis.ref if basis else ""}
        order = attempt(form, drafting.start_draft, **given)
        if order is not None:
            return redirect("pauses:step", slug, order.ref, "labs")
    context = {
        "form": form,
        "drafts": drafts_of(request.viewer),
        "labels": [area.heading for area in AREAS.values()],
        "report": basis,
    }
    return render(request, "pauses/new.html", context, status=422 if form.errors else 200)


def _title_of(report: Incident | None) -> dict[str, str]:
    """A title that says whom the order binds, and nothing of the report on which it rests."""
    if report is None:
        return {}
    return {"title": _("Pause of training at %(lab)s") % {"lab": report.organisation.name}}


def _form(request: Any, key: str, order: PauseOrder) -> StepForm:
    area = AREAS.get(key)
    if area is None or area.form is None:
        raise Http404(key)
    data = request.POST if request.method == "POST" else None
    return area.form(data, order=order, **area.more(request, order))


@require_http_methods(GET_OR_POST)
def step(request: Any, slug: str, ref: str, step: str) -> HttpResponse:
    """One page of the draft. What is valid is kept even where something else is not; nobody overwrites unseen."""
    order = draft_for(request, ref)
    form = _form(request, step, order)
    template = AREAS[step].template
    if request.method != "POST":
        return draft_page(request, template, order, step, form=form)
    valid = form.is_valid()
    try:
        order = _keep(request, form)
    except Refused as refusal:
        _stand_on(form, order.version)
        shown = {"form": form, "refused": refusal.reason, "differences": form.differences()}
        return draft_page(request, template, order, step, 409, **shown)
    if not (valid and form.is_valid()):
        # Not 422: that would take back what is valid and was just kept.
        return draft_page(request, template, order, step, form=form)
    if "later" in request.POST:
        messages.success(request, _("Draft %(ref)s is saved. You find it under Pauses.") % {"ref": ref})
        return redirect("pauses:board", slug)
    return redirect(following(request, slug, ref, step))


def _keep(request: Any, form: StepForm) -> PauseOrder:
    """Store what is valid, when it differs from what is stored; raises Refused where a colleague was faster."""
    order, seen = form.order, form.cleaned_data.get("seen")
    given = {"actor": request.viewer, "now": clock.now(), "ref": order.ref}
    changes = form.changes()
    try:
        if isinstance(form, LabsForm):
            if form.chosen() != form.bound:
                order = drafting.bind(**given, labs=form.chosen(), seen=seen)
                seen = order.version
            changes = {name: value for name, value in changes.items() if name == "binds_newcomers"}
        stored = form.stored()
        if any(stored.get(name) != value for name, value in changes.items()):
            order = drafting.change_draft(**given, changes=changes, seen=seen)
    except Invalid as error:
        _complain(form, error)
        return order
    _stand_on(form, order.version)
    return order


def _complain(form: StepForm, error: Invalid) -> None:
    for name, text in error.errors.items():
        field = name if name in form.fields else f"because_{name}"
        form.add_error(field if field in form.fields else None, text)


def _stand_on(form: StepForm, version: int) -> None:
    """The page that comes back shows what is stored now, so that is what its button stands for."""
    form.data = form.data.copy()  # type: ignore[assignment]
    form.data["seen"] = str(version)


@require_POST
def autosave(request: Any, slug: str, ref: str, step: str) -> HttpResponse:
    """Keep what is valid so far while somebody types; answers with the version that the page then stands upon."""
    form = _form(request, step, draft_for(request, ref))
    form.is_valid()
    kept = _keep(request, form)
    return render(request, "votes/partials/seen.html", {"version": kept.version})


@require_POST
def throw_away(request: Any, slug: str, ref: str) -> HttpResponse:
    """Throw the draft away."""
    drafting.discard(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("The draft is discarded."))
    return redirect("pauses:board", slug)
