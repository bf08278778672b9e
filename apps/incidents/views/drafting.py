"""Writing a report: a start page, one page a question area, evidence, throwing it away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.files.selectors import current_keys, evidence_of
from apps.incidents import acts
from apps.incidents.forms.reports import EvidenceForm
from apps.incidents.forms.steps import STEPS, steps_for
from apps.incidents.models import Incident
from apps.incidents.rules import verbs
from apps.incidents.selectors.reports import answers_by_question, drafts_of, incident_for
from apps.incidents.services.adding import add_evidence
from apps.incidents.services.drafting import discard_draft, start_draft
from apps.incidents.services.joining import join_draft
from apps.incidents.views.paging import keep, page_of
from apps.kernel import clock
from apps.kernel.decisions import Invalid

LABELS = {key: form.heading for key, form in STEPS.items()} | {
    "evidence": gettext_lazy("Evidence"),
    "check": gettext_lazy("Check and file"),
}


@require_http_methods(["GET", "POST"])
def start(request: Any, slug: str) -> HttpResponse:
    """What filing means, and the drafts that wait; POST begins a draft."""
    verbs.may_start(request.viewer).require()
    if request.method == "POST":
        draft = start_draft(actor=request.viewer, now=clock.now())
        return redirect("incidents:step", slug, draft.ref, next(iter(STEPS)))
    return render(request, "incidents/start.html", {"drafts": drafts_of(request.viewer)})


def draft_for(request: Any, ref: str) -> Incident:
    """The draft, for those who write it."""
    incident = incident_for(request.viewer, ref)
    verbs.may_edit_draft(request.viewer, incident).require()
    return incident


def order_of(incident: Incident) -> list[str]:
    """The pages of a draft, by what it says so far."""
    return [*steps_for(answers_by_question(incident)), "evidence", "check"]


@never_cache
@require_http_methods(["GET", "POST"])
def step(request: Any, slug: str, ref: str, step: str) -> HttpResponse:
    """One page of the draft. What is valid is kept even where something else is not."""
    if step not in STEPS:
        raise Http404(step)
    incident = draft_for(request, ref)
    page = page_of(request, step, incident)
    if request.method == "POST":
        keep(request, page, incident)
        incident = draft_for(request, ref)
        if "later" in request.POST and not page.clashes:
            messages.success(request, _("Draft %(ref)s is saved. You find it under Incidents.") % {"ref": ref})
            return redirect("incidents:listing", slug)
        if page.whole:
            return redirect(_next(request, slug, incident, step))
    return show(request, "incidents/step.html", incident, step, {"form": page.form, "page": page})


def _next(request: HttpRequest, slug: str, incident: Incident, step: str) -> str:
    order = order_of(incident)
    place = order.index(step) + 1 if step in order else list(STEPS).index(step)
    target = "check" if request.GET.get("from") == "check" else order[place]
    name = "incidents:step" if target in STEPS else f"incidents:{target}"
    return reverse(name, args=[slug, incident.ref, target] if target in STEPS else [slug, incident.ref])


def show(request: Any, template: str, incident: Incident, step: str, extra: dict[str, Any]) -> HttpResponse:
    """A page of the draft, with how far one has come."""
    order = order_of(incident)
    order = order if step in order else [*STEPS, "evidence", "check"]
    number = order.index(step) + 1
    context = {
        "incident": incident,
        "labels": [LABELS[key] for key in order],
        "number": number,
        "count": len(order),
        "heading": LABELS[step],
        "back": order[number - 2] if number > 1 else "",
        "step": step,
    }
    return render(request, template, context | extra)


@require_POST
def autosave(request: Any, slug: str, ref: str, step: str) -> HttpResponse:
    """Keep what is valid so far while somebody types; names what a colleague has changed, and never complains."""
    if step not in STEPS:
        raise Http404(step)
    incident = draft_for(request, ref)
    page = page_of(request, step, incident)
    keep(request, page, incident, autosaving=True)
    return render(request, "incidents/partials/kept.html", {"page": page, "swapped": True})


@require_http_methods(["GET", "POST"])
def evidence(request: Any, slug: str, ref: str) -> HttpResponse:
    """Files of the draft."""
    incident = draft_for(request, ref)
    form = EvidenceForm(request.POST or None, request.FILES or None, keys=current_keys(clock.now()))
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(actor=request.viewer, now=clock.now(), ref=ref, **form.cleaned_data)
        except Invalid as error:
            form.add_error("evidence", next(iter(error.errors.values())))
        else:
            return redirect("incidents:evidence", slug, ref)
    extra = {"form": form, "files": evidence_of(acts.SUBJECT, incident.pk)}
    return show(request, "incidents/evidence.html", incident, "evidence", extra)


@require_POST
def discard(request: Any, slug: str, ref: str) -> HttpResponse:
    """Throw the draft away."""
    discard_draft(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("The draft is discarded."))
    return redirect("incidents:listing", slug)


@require_POST
def join(request: Any, slug: str, ref: str, into: str) -> HttpResponse:
    """This draft is about an incident that is reported already."""
    incident = join_draft(actor=request.viewer, now=clock.now(), ref=ref, into=into)
    messages.success(request, _("What the draft says now stands among the updates of %(ref)s.") % {"ref": incident.ref})
    return redirect("incidents:detail", slug, incident.ref)
