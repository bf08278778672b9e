"""One report: what it says, its clocks, its timeline, and what the viewer may do."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from apps.committees.rules.viewer import Viewer
from apps.committees.states import OrganisationKind, Role
from apps.deadlines.selectors import of_subject
from apps.files.selectors import current_keys, evidence_of
from apps.incidents import acts
from apps.incidents.forms.reports import EvidenceForm, OutcomeForm, UpdateForm, WithdrawForm
from apps.incidents.forms.steps import STEPS, step_of, words_of_harms
from apps.incidents.models import Incident
from apps.incidents.rules import verbs
from apps.incidents.rules.asking import open_facts
from apps.incidents.rules.facts import FACTS, PLACES
from apps.incidents.selectors.duties import tally_of
from apps.incidents.selectors.reports import content_of, incident_for, recipients_of, updates_of
from apps.incidents.services import adding, handling
from apps.incidents.states import State
from apps.incidents.views.evidence import downloads_shown
from apps.incidents.views.protected import protected_shown
from apps.incidents.views.sharing import ways
from apps.incidents.views.threads import alongside
from apps.incidents.views.working import of_report
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.kernel.tlp import MEANINGS, TLP
from apps.membership.rules.seats import role_fits
from apps.membership.rules.who import manages
from apps.notices.selectors import receipts_of
from apps.record.selectors import seen_by, timeline
from apps.record.services import note_sighting

NARRATIVES = (
    ("evidence_of_involvement", gettext_lazy("What shows the model's involvement")),
    ("root_cause", gettext_lazy("Root cause")),
    ("response_done", gettext_lazy("Response so far")),
    ("response_planned", gettext_lazy("Response planned")),
    ("recommendation", gettext_lazy("Recommendation")),
    ("patterns", gettext_lazy("Patterns seen before")),
)
INSTANTS = (
    ("involved_at", gettext_lazy("First reason to think that a model played a part")),
    ("determined_at", gettext_lazy("Determined that it must be reported")),
    ("resolved_at", gettext_lazy("Resolved")),
)
RULES = {
    "correct": verbs.may_amend,
    "acknowledge": verbs.may_acknowledge,
    "assess": verbs.may_assess,
    "close": verbs.may_close,
    "withdraw": verbs.may_withdraw,
    "update": verbs.may_update,
    "evidence": verbs.may_add_evidence,
    "publish": verbs.may_publish,
}


@require_GET
def detail(request: Any, slug: str, ref: str) -> HttpResponse:
    """The report's page; opening a filed report is noted for those who reported it."""
    incident = incident_for(request.viewer, ref)
    if incident.state == State.DRAFT:
        return redirect("incidents:check", slug, ref)
    note_sighting(acts.SUBJECT, incident.pk, viewer=request.viewer, now=clock.now())
    return _page(request, incident)


def _page(request: Any, incident: Incident, **forms: Form) -> HttpResponse:
    viewer = request.viewer
    mine = viewer.organisation_id == incident.organisation_id
    now, recipients = clock.now(), recipients_of(incident)
    context = {
        "incident": incident,
        "now": now,
        "may": {verb: rule(viewer, incident) for verb, rule in RULES.items()},
        "may_invite_counsel": _may_invite_counsel(viewer, incident),
        "recipients": recipients,
        "sharing": ways(viewer, incident),
        "meaning": MEANINGS[TLP(incident.tlp)] if incident.tlp else "",
        "facts": [(asked.question, incident.facts[name]) for name, asked in FACTS.items() if name in incident.facts],
        "unknown": len(open_facts(content_of(incident, recipients, now))),
        "assumed": [_asked(name) for name in incident.assumed] if verbs.may_amend(viewer, incident) else [],
        "harms": words_of_harms(incident.harms),
        "instants": [(label, at) for name, label in INSTANTS if (at := getattr(incident, name))],
        "jurisdictions": [PLACES.get(code, code) for code in incident.jurisdictions],
        "narratives": [(label, getattr(incident, name)) for name, label in NARRATIVES if getattr(incident, name)],
        "updates": updates_of(incident),
        "files": evidence_of(acts.SUBJECT, incident.pk),
        "deadlines": of_subject(acts.SUBJECT, incident.pk),
        "duties": tally_of(viewer, incident.ref),
        "alongside": alongside(viewer, incident),
        "receipts": receipts_of(viewer, acts.SUBJECT, incident.pk),
        "timeline": timeline(acts.SUBJECT, incident.pk),
        "seen_by": seen_by(acts.SUBJECT, incident.pk) if mine or viewer.is_clerk else None,
        "update_form": UpdateForm(),
        "evidence_form": EvidenceForm(keys=current_keys(now) if verbs.may_add_evidence(viewer, incident) else ()),
        "outcome_form": OutcomeForm(),
        "withdraw_form": WithdrawForm(),
    }
    context |= (
        downloads_shown(viewer, incident) | protected_shown(viewer, incident) | {"working": of_report(viewer, incident)}
    )
    context |= forms
    status = 422 if forms else 200
    return render(request, "incidents/detail.html", context, status=status)


def _asked(name: str) -> Any:
    """What the form calls a field."""
    return STEPS[step_of(name)].base_fields[name].label


def _may_invite_counsel(viewer: Viewer, incident: Incident) -> bool:
    fits = role_fits(OrganisationKind(incident.organisation.kind), Role.COUNSEL)
    return bool(incident.is_open and fits and manages(viewer, incident.organisation_id))


def _act(
    request: Any, slug: str, ref: str, rule: str, done: str, verb: Callable[..., Any], **forms: Form
) -> HttpResponse:
    """Run a verb, with a form's values where it has one; a form with an error comes back with what was typed."""
    incident = incident_for(request.viewer, ref)
    RULES[rule](request.viewer, incident).require()
    form = next(iter(forms.values()), None)
    if form is not None and not form.is_valid():
        return _page(request, incident, **forms)
    try:
        verb(actor=request.viewer, now=clock.now(), ref=ref, **(form.cleaned_data if form else {}))
    except Invalid as error:
        if form is None:
            raise
        for name, text in error.errors.items():
            field = "evidence" if name == "file" else name
            form.add_error(field if field in form.fields else None, text)
        return _page(request, incident, **forms)
    messages.success(request, done)
    return redirect("incidents:detail", slug, ref)


@require_POST
def acknowledge(request: Any, slug: str, ref: str) -> HttpResponse:
    """The committee has taken note."""
    done = _("Acknowledged. The reporting organisation has been told.")
    return _act(request, slug, ref, "acknowledge", done, handling.acknowledge)


@require_POST
def assess(request: Any, slug: str, ref: str) -> HttpResponse:
    """The report goes under assessment."""
    return _act(request, slug, ref, "assess", _("The report is under assessment."), handling.assess)


@require_POST
def close(request: Any, slug: str, ref: str) -> HttpResponse:
    """The report is closed with its outcome."""
    form = OutcomeForm(request.POST)
    return _act(request, slug, ref, "close", _("The report is closed."), handling.close, outcome_form=form)


@require_POST
def withdraw(request: Any, slug: str, ref: str) -> HttpResponse:
    """The reporting organisation takes the report back."""
    form = WithdrawForm(request.POST)
    return _act(request, slug, ref, "withdraw", _("The report is withdrawn."), handling.withdraw, withdraw_form=form)


@require_POST
def publish(request: Any, slug: str, ref: str) -> HttpResponse:
    """The report enters the public record."""
    return _act(request, slug, ref, "publish", _("The report is in the public record."), handling.publish)


@require_POST
def update(request: Any, slug: str, ref: str) -> HttpResponse:
    """Something new is added."""
    form = UpdateForm(request.POST)
    return _act(request, slug, ref, "update", _("The update is added."), adding.add_update, update_form=form)


@require_POST
def evidence(request: Any, slug: str, ref: str) -> HttpResponse:
    """Files are added; all of them or none."""
    form = EvidenceForm(request.POST, request.FILES, keys=current_keys(clock.now()))
    return _act(request, slug, ref, "evidence", _("The evidence is added."), adding.add_evidence, evidence_form=form)
