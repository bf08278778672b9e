"""Writing a report: a start page, one page a question area, evidence, check your answers, done."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.deadlines.selectors import of_subject
from apps.files.selectors import files_of
from apps.incidents import acts
from apps.incidents.forms.reports import STEPS, EvidenceForm, StepForm
from apps.incidents.models import Incident
from apps.incidents.rules import verbs
from apps.incidents.rules.facts import FACTS, PLACES
from apps.incidents.rules.report import INSTANTS, filing_errors
from apps.incidents.selectors.reports import content_of, drafts_of, incident_for, nameable_organisations, recipients_of
from apps.incidents.services.adding import add_evidence
from apps.incidents.services.drafting import discard_draft, save_draft, start_draft
from apps.incidents.services.filing import file_draft
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.kernel.tlp import MEANINGS, TLP
from apps.record.selectors import may_see

ORDER = [*STEPS, "evidence", "check"]
LABELS = [*(form.heading for form in STEPS.values()), gettext_lazy("Evidence"), gettext_lazy("Check and file")]


@require_http_methods(["GET", "POST"])
def start(request: Any, slug: str) -> HttpResponse:
    """What filing means, and the drafts that wait; POST begins a draft."""
    verbs.may_start(request.viewer).require()
    if request.method == "POST":
        draft = start_draft(actor=request.viewer, now=clock.now())
        return redirect("incidents:step", slug, draft.ref, ORDER[0])
    return render(request, "incidents/start.html", {"drafts": drafts_of(request.viewer)})


def _draft(request: Any, ref: str) -> Incident:
    incident = incident_for(request.viewer, ref)
    verbs.may_edit_draft(request.viewer, incident).require()
    return incident


def _form(request: Any, step: str, incident: Incident) -> StepForm:
    kind = STEPS[step]
    options: dict[str, Any] = {"initial": kind.initial_of(incident)}
    if step == "who":
        options["organisations"] = nameable_organisations(request.viewer)
        options["initial"]["recipients"] = [one.key for one in recipients_of(incident)]
    return kind(request.POST, **options) if request.method == "POST" else kind(**options)


@require_http_methods(["GET", "POST"])
def step(request: Any, slug: str, ref: str, step: str) -> HttpResponse:
    """One page of the draft. What is valid is kept even where something else is not."""
    if step not in STEPS:
        raise Http404(step)
    incident = _draft(request, ref)
    form = _form(request, step, incident)
    if request.method == "POST":
        valid = form.is_valid()
        whole = not _keep(request, ref, form) and valid
        if "later" in request.POST:
            messages.success(request, _("Draft %(ref)s is saved. You find it under Incidents.") % {"ref": ref})
            return redirect("incidents:listing", slug)
        if whole:
            return redirect(_next(request, slug, ref, step))
    return _page(request, "incidents/step.html", incident, step, {"form": form})


def _next(request: HttpRequest, slug: str, ref: str, step: str) -> str:
    target = "check" if request.GET.get("from") == "check" else ORDER[ORDER.index(step) + 1]
    name = "incidents:step" if target in STEPS else f"incidents:{target}"
    return reverse(name, args=[slug, ref, target] if target in STEPS else [slug, ref])


def _keep(request: Any, ref: str, form: StepForm) -> bool:
    """Store what is valid, leaving out what a rule complains about; whether it complained."""
    changes, wrong = form.changes(), {}
    while True:
        try:
            save_draft(actor=request.viewer, now=clock.now(), ref=ref, changes=changes)
            break
        except Invalid as error:
            wrong |= error.errors
            # The complaint may be about what is stored already: then what does not fit to it must go.
            out = (set(changes) & set(error.errors)) or (set(changes) & set(INSTANTS)) or set(changes)
            if not out:
                raise
            changes = {name: value for name, value in changes.items() if name not in out}
    for field, text in wrong.items():
        form.add_error(field if field in form.fields else None, text)
    return bool(wrong)


def _page(request: Any, template: str, incident: Incident, step: str, extra: dict[str, Any]) -> HttpResponse:
    number = ORDER.index(step) + 1
    context = {
        "incident": incident,
        "labels": LABELS,
        "number": number,
        "count": len(ORDER),
        "heading": LABELS[number - 1],
        "back": ORDER[number - 2] if number > 1 else "",
        "step": step,
    }
    return render(request, template, context | extra)


@require_POST
def autosave(request: Any, slug: str, ref: str, step: str) -> HttpResponse:
    """Keep what is valid so far while somebody types; says so, and never complains."""
    if step not in STEPS:
        raise Http404(step)
    form = _form(request, step, _draft(request, ref))
    form.is_valid()
    _keep(request, ref, form)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def evidence(request: Any, slug: str, ref: str) -> HttpResponse:
    """Files of the draft."""
    incident = _draft(request, ref)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(actor=request.viewer, now=clock.now(), ref=ref, evidence=form.cleaned_data["evidence"])
        except Invalid as error:
            form.add_error("evidence", next(iter(error.errors.values())))
        else:
            return redirect("incidents:evidence", slug, ref)
    extra = {"form": form, "files": files_of(acts.SUBJECT, incident.pk)}
    return _page(request, "incidents/evidence.html", incident, "evidence", extra)


@require_http_methods(["GET", "POST"])
def check(request: Any, slug: str, ref: str) -> HttpResponse:
    """All answers with their Change links; POST files the report."""
    incident = _draft(request, ref)
    now = clock.now()
    if request.method == "POST":
        try:
            file_draft(actor=request.viewer, now=now, ref=ref)
            return redirect("incidents:filed", slug, ref)
        except Invalid:
            pass
    recipients = recipients_of(incident)
    missing = filing_errors(content_of(incident, recipients, now), now)
    extra = {
        "missing": [(_step_of(field), field, text) for field, text in missing.items()],
        "tried": request.method == "POST",
        "recipients": recipients,
        "facts": [(asked.question, incident.facts.get(name)) for name, asked in FACTS.items()],
        "jurisdictions": [PLACES.get(code, code) for code in incident.jurisdictions],
        "meaning": MEANINGS[TLP(incident.tlp)] if incident.tlp else "",
        "files": files_of(acts.SUBJECT, incident.pk),
    }
    return _page(request, "incidents/check.html", incident, "check", extra)


def _step_of(field: str) -> str:
    return next((key for key, form in STEPS.items() if field in form.base_fields), "when")


@require_GET
def filed(request: Any, slug: str, ref: str) -> HttpResponse:
    """The reference number, who has been told, what happens next and by when."""
    incident = incident_for(request.viewer, ref)
    if incident.filed_at is None or incident.organisation_id != request.viewer.organisation_id:
        raise Http404(ref)
    now = clock.now()
    seats = may_see(acts.SUBJECT, incident.pk, now).exclude(pk=request.viewer.seat_id)
    context = {
        "incident": incident,
        "told": seats.select_related("organisation", "person").order_by("organisation__name", "role"),
        "deadlines": of_subject(acts.SUBJECT, incident.pk),
        "now": now,
    }
    return render(request, "incidents/filed.html", context)


@require_POST
def discard(request: Any, slug: str, ref: str) -> HttpResponse:
    """Throw the draft away."""
    discard_draft(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("The draft is discarded."))
    return redirect("incidents:listing", slug)
