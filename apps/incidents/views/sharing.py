"""Who sees a report: the page of it, what a correction would change, and the second person's answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.committees.rules.viewer import Viewer
from apps.deadlines.selectors import of_subject
from apps.incidents.forms.sharing import AgreeForm, RefusalForm, WhyForm
from apps.incidents.models import WIDENING, Incident, IncidentWidening
from apps.incidents.rules import verbs as report_verbs
from apps.incidents.rules import widening_verbs as verbs
from apps.incidents.rules.merging import flat, merge, whole
from apps.incidents.rules.public_text import may_write
from apps.incidents.selectors import widening as selectors
from apps.incidents.selectors.audience import Changed, audience_of, shown_change
from apps.incidents.selectors.public import has_hidden, has_versions
from apps.incidents.selectors.reports import answers_by_question, incident_for
from apps.incidents.services import widening as services
from apps.incidents.states import WideningState
from apps.incidents.views.paging import Page
from apps.kernel import clock
from apps.kernel.decisions import Decision, Invalid
from apps.kernel.forms_ui import attempt
from apps.record.selectors import timeline

TONES = {
    WideningState.PENDING: "warn",
    WideningState.AGREED: "ok",
    WideningState.REFUSED: "neutral",
    WideningState.WITHDRAWN: "neutral",
}


@require_GET
def audience(request: Any, slug: str, ref: str) -> HttpResponse:
    """Who sees the report now, by organisation and reason; what was asked of it, and what waits."""
    return _page(request, incident_for(request.viewer, ref))


def ways(viewer: Viewer, incident: Incident) -> dict[str, Any]:
    """Where the report's page leads to: who sees it, whether a request waits, what the public is told."""
    return {
        "audience": verbs.may_see_audience(viewer, incident),
        "waits": IncidentWidening.objects.visible_to(viewer).filter(incident=incident).pending().exists(),
        "public": has_versions(viewer, incident.ref)
        or may_write(viewer, incident, has_hidden=has_hidden(viewer, incident)),
    }


def _page(request: Any, incident: Incident, **forms: Form) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    verbs.may_see_audience(viewer, incident).require()
    rows = selectors.widenings_of(viewer, incident)
    pending = next((row for row in rows if row.state == WideningState.PENDING), None)
    context: dict[str, Any] = {
        "incident": incident,
        "now": now,
        "audience": audience_of(incident, now),
        "is_own": viewer.organisation_id == incident.organisation_id,
        "may_change": report_verbs.may_amend(viewer, incident),
        "pending": pending,
        "earlier": [(row, TONES[WideningState(row.state)]) for row in rows if row is not pending],
        "failed": next(iter(forms.values()), None),
    }
    if pending is not None:
        context |= _waiting(request, incident, pending)
    return render(request, "incidents/sharing/page.html", context | forms, status=422 if forms else 200)


def _waiting(request: Any, incident: Incident, pending: IncidentWidening) -> dict[str, Any]:
    """What is shown of a request that waits: the difference as it is now, and who may answer."""
    viewer, now = request.viewer, clock.now()
    label, named = selectors.asked_for(pending, incident)
    changed = shown_change(incident, now, label=label, named=named)
    same = selectors.is_same_person(viewer, pending)
    may: dict[str, Decision] = {
        "agree": verbs.may_agree(viewer, incident, pending, is_same_person=same),
        "refuse": verbs.may_refuse(viewer, incident, pending, is_same_person=same),
        "take_back": verbs.may_take_back(viewer, pending),
    }
    return {
        "changed": changed,
        "may": may,
        "seconds": selectors.seconds_of(pending, now),
        "agree_form": AgreeForm(initial={"seen": selectors.mark_of(changed.change)}, auto_id="id_agree_%s"),
        "refuse_form": RefusalForm(auto_id="id_refuse_%s"),
        "deadlines": of_subject(WIDENING, pending.pk),
        "timeline": timeline(WIDENING, pending.pk),
    }


def _answer(request: Any, ref: str, uid: UUID, verb: Callable[..., Any], done: str, **forms: Form) -> HttpResponse:
    """Run a verb with the form's values; what is wrong comes back on the page, which shows what holds now."""
    name, form = next(iter(forms.items()))
    given = {"actor": request.viewer, "now": clock.now(), "ref": ref, "uid": uid}
    if attempt(form, verb, **given) is None:
        again: dict[str, Form] = {"refuse_form": form} if name == "refuse_form" else {"failed": form}
        return _page(request, incident_for(request.viewer, ref), **again)
    messages.success(request, done)
    return redirect("incidents:audience", request.committee.slug, ref)


@require_POST
def agree(request: Any, slug: str, ref: str, uid: UUID) -> HttpResponse:
    """The second person agrees to what the page showed."""
    _stands(request, ref, uid, "agree")
    form = AgreeForm(request.POST, auto_id="id_agree_%s")
    done = _("Agreed. More people see the report now, and are being told.")
    return _answer(request, ref, uid, services.agree_to_widen, done, agree_form=form)


@require_POST
def refuse(request: Any, slug: str, ref: str, uid: UUID) -> HttpResponse:
    """The second person refuses, with the reason."""
    _stands(request, ref, uid, "refuse")
    form = RefusalForm(request.POST, auto_id="id_refuse_%s")
    done = _("Refused. Who sees the report stays as it is.")
    return _answer(request, ref, uid, services.refuse_to_widen, done, refuse_form=form)


@require_POST
def take_back(request: Any, slug: str, ref: str, uid: UUID) -> HttpResponse:
    """Who asked takes it back."""
    services.take_back(actor=request.viewer, now=clock.now(), ref=ref, uid=uid)
    messages.success(request, _("The request is taken back."))
    return redirect("incidents:audience", slug, ref)


def _stands(request: Any, ref: str, uid: UUID, step: str) -> None:
    """Http404 without a request to be seen, Refused for whoever may not answer it: before its form is looked at."""
    incident, row = incident_for(request.viewer, ref), selectors.widening_for(request.viewer, ref, uid)
    rule = verbs.may_agree if step == "agree" else verbs.may_refuse
    rule(request.viewer, incident, row, is_same_person=selectors.is_same_person(request.viewer, row)).require()


def before_it_changes(request: Any, page: Page, incident: Incident) -> HttpResponse | None:
    """The page that shows what a correction changes about who sees a filed report; None where it may go on.

    It goes on where nothing changes, where something is wrong with what was typed, and once the reader has confirmed
    exactly this change.
    """
    changed = _change_typed(page, incident)
    if changed is None or not changed.change.any:
        return None
    why = WhyForm(request.POST)
    mark = selectors.mark_of(changed.change)
    if request.POST.get("seen") == mark and why.is_valid():
        page.reason = why.cleaned_data["reason"]
        return None
    viewer, now = request.viewer, clock.now()
    context = {
        "incident": incident,
        "changed": changed,
        "seen": mark,
        "was_other": bool(request.POST.get("seen")) and request.POST.get("seen") != mark,
        "typed": [(name, value) for name in page.form.fields for value in request.POST.getlist(name)],
        "page": page,
        "why_form": why,
        "waits": selectors.pending_on(incident),
        "has_second": selectors.has_second(incident.organisation_id, viewer, now),
        "now": now,
    }
    return render(request, "incidents/sharing/change.html", context, status=422 if why.errors else 200)


def _change_typed(page: Page, incident: Incident) -> Changed | None:
    """What would change, by the answers that this writer has changed and no colleague meanwhile."""
    if not page.form.is_valid():
        return None
    merged = merge(answers_by_question(incident), flat(page.form.changes()), page.base)
    if merged.clashes:
        return None
    try:
        wanted = services.wanted_in(incident, whole(merged.taken, incident.facts))
    except Invalid:
        return None
    now = clock.now()
    if wanted is None or services.audience_errors(incident, wanted, now=now):
        return None
    return shown_change(incident, now, label=wanted.label, named=wanted.named)
