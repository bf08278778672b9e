"""The page of the committee's own work on a report: who has it, how grave it is, findings, root cause, links."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.committees.rules.viewer import Viewer
from apps.incidents.forms.judging import (
    CauseForm,
    FindingForm,
    NamedLinkForm,
    PauseLinkForm,
    ReportLinkForm,
    SeverityForm,
    UnlinkForm,
)
from apps.incidents.models import Incident
from apps.incidents.rules import working_verbs as verbs
from apps.incidents.selectors import working as selectors
from apps.incidents.selectors.reports import incident_for
from apps.incidents.selectors.triage import candidates_for
from apps.incidents.services import linking
from apps.incidents.services import working as services
from apps.incidents.states import State, Target
from apps.incidents.views.triage import assign_form
from apps.kernel import clock
from apps.kernel.forms_ui import attempt

NAMED = "named"
"""Runs and metrics, which the portal does not have: they are named in words."""
REMOVING = "id_unlink_{}_%s"


def _ids(name: str) -> str:
    """Several forms of one page have fields of one name: each form's ids begin with its own word."""
    return f"id_{name}_%s"


@require_GET
def work(request: Any, slug: str, ref: str) -> HttpResponse:
    """What the committee has made of the report, and what the viewer may add."""
    incident = incident_for(request.viewer, ref)
    if incident.state == State.DRAFT:
        return redirect("incidents:check", slug, ref)
    return _page(request, incident)


def _page(request: Any, incident: Incident, **forms: Form) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    may = _may(viewer, incident)
    causes = selectors.causes_of(incident)
    findings = selectors.findings_of(incident)
    links = selectors.links_of(viewer, incident, request.committee.slug)
    context = {
        "incident": incident,
        "now": now,
        "may": may,
        "reviews": selectors.reviews_of(incident),
        "findings": findings,
        "causes": causes,
        "links": [(one, _unlink(viewer, incident, one, forms.get("unlink_form"))) for one in links],
        "severity_form": SeverityForm(auto_id=_ids("severity")),
        "finding_form": FindingForm(
            standing=[one for one in findings if not one.superseded_by.all()], auto_id=_ids("finding")
        ),
        "cause_form": _cause_form(causes),
        "report_form": ReportLinkForm(auto_id=_ids("report")),
        "named_form": NamedLinkForm(auto_id=_ids("named")),
        "failed": next(iter(forms.values()), None),
    } | forms
    if may["assign"] and "assign_form" not in forms:
        context["assign_form"] = assign_form(incident, candidates_for([incident], now)[incident.pk])
    if may["link"] and "pause_form" not in forms:
        context["pause_form"] = PauseLinkForm(pauses=selectors.pauses_to_link(viewer), auto_id=_ids("pause"))
    return render(request, "incidents/work/page.html", context, status=422 if forms else 200)


def _may(viewer: Viewer, incident: Incident) -> dict[str, Any]:
    return {
        "assign": verbs.may_assign(viewer, incident),
        "take_back": verbs.may_take_back(viewer, incident),
        "review": verbs.may_review_severity(viewer, incident),
        "find": verbs.may_find(viewer, incident),
        "link": verbs.may_link(viewer, incident),
    }


def _cause_form(causes: list[selectors.Version], data: Any = None) -> CauseForm:
    newest = causes[0].row if causes else None
    initial = {"text": newest.text, "seen": newest.number} if newest else {"seen": 0}
    return CauseForm(data, initial=initial, auto_id=_ids("cause"))


def _unlink(viewer: Viewer, incident: Incident, one: selectors.Linked, failed: Form | None) -> Form | None:
    """The form by which the viewer takes the link away, where they may."""
    if not verbs.may_unlink(viewer, incident, made_by=one.row.organisation_id):
        return None
    auto_id = REMOVING.format(one.row.uid)
    return failed if failed is not None and failed.auto_id == auto_id else UnlinkForm(auto_id=auto_id)


def _act(request: Any, incident: Incident, verb: Callable[..., Any], done: str, **more: Any) -> HttpResponse:
    """Run a verb with the form's values; what is wrong comes back on the page, with what was typed."""
    [(name, form)] = [(name, value) for name, value in more.items() if isinstance(value, Form)]
    given = {key: value for key, value in more.items() if key != name}
    if attempt(form, verb, actor=request.viewer, now=clock.now(), ref=incident.ref, **given) is None:
        return _page(request, incident, **{name: form})
    messages.success(request, done)
    return redirect("incidents:work", request.committee.slug, incident.ref)


@require_POST
def assign(request: Any, slug: str, ref: str) -> HttpResponse:
    """The report is given to somebody, or handed on."""
    incident, now = incident_for(request.viewer, ref), clock.now()
    verbs.may_assign(request.viewer, incident).require()
    form = assign_form(incident, candidates_for([incident], now)[incident.pk], request.POST)
    return _act(request, incident, services.assign, _("Whoever has it now is being told."), assign_form=form)


@require_POST
def take_back(request: Any, slug: str, ref: str) -> HttpResponse:
    """Nobody has it any more."""
    services.take_back(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("Nobody has the report now; it waits in the queue."))
    return redirect("incidents:work", slug, ref)


@require_POST
def review(request: Any, slug: str, ref: str) -> HttpResponse:
    """The committee says how grave it holds the report to be."""
    incident = incident_for(request.viewer, ref)
    verbs.may_review_severity(request.viewer, incident).require()
    form = SeverityForm(request.POST, auto_id=_ids("severity"))
    done = _("The committee’s view is recorded. The reporting organisation is being told.")
    return _act(request, incident, services.review_severity, done, severity_form=form)


@require_POST
def find(request: Any, slug: str, ref: str) -> HttpResponse:
    """A finding is written down."""
    incident = incident_for(request.viewer, ref)
    verbs.may_find(request.viewer, incident).require()
    form = FindingForm(request.POST, standing=selectors.standing_findings(incident), auto_id=_ids("finding"))
    return _act(request, incident, services.add_finding, _("The finding is recorded."), finding_form=form)


@require_POST
def note_cause(request: Any, slug: str, ref: str) -> HttpResponse:
    """The next version of the note on the root cause."""
    incident = incident_for(request.viewer, ref)
    verbs.may_find(request.viewer, incident).require()
    form = _cause_form([], request.POST)
    return _act(request, incident, services.note_cause, _("The note is recorded."), cause_form=form)


@require_POST
def link(request: Any, slug: str, ref: str, kind: str) -> HttpResponse:
    """The report is linked to another, to a pause, or to a run or metric."""
    incident = incident_for(request.viewer, ref)
    verbs.may_link(request.viewer, incident).require()
    done = _("They are linked. Only who may see both sees the link.")
    if kind == Target.INCIDENT:
        form: Form = ReportLinkForm(request.POST, auto_id=_ids("report"))
        return _act(request, incident, linking.link, done, report_form=form, kind=kind)
    if kind == Target.PAUSE:
        pauses = selectors.pauses_to_link(request.viewer)
        form = PauseLinkForm(request.POST, pauses=pauses, auto_id=_ids("pause"))
        return _act(request, incident, linking.link, done, pause_form=form, kind=kind)
    if kind != NAMED:
        raise Http404(kind)
    form = NamedLinkForm(request.POST, auto_id=_ids("named"))
    return _act(request, incident, linking.link, _("It is linked."), named_form=form)


@require_POST
def unlink(request: Any, slug: str, ref: str, uid: UUID) -> HttpResponse:
    """A link is taken away."""
    row = selectors.link_for(request.viewer, ref, uid)
    incident = incident_for(request.viewer, ref)
    verbs.may_unlink(request.viewer, incident, made_by=row.organisation_id).require()
    form = UnlinkForm(request.POST, auto_id=REMOVING.format(uid))
    return _act(request, incident, linking.unlink, _("The link is taken away."), unlink_form=form, uid=uid)
