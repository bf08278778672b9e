"""Working an incident: corrective actions."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.committees.rules.asking import asks_about
from apps.committees.rules.viewer import Viewer
from apps.deadlines.selectors import of_subject
from apps.incidents.forms.working import ActionForm, DoneForm, DropForm
from apps.incidents.models import ACTION, KIND, Incident, IncidentAction
from apps.incidents.rules import action_verbs, working_verbs
from apps.incidents.selectors.actions import action_for, actions_of, is_late, possible_owners
from apps.incidents.selectors.reports import incident_for
from apps.incidents.services import actions
from apps.kernel import clock, times
from apps.kernel.exports import csv_answer
from apps.kernel.forms_ui import attempt
from apps.notices.selectors import receipts_of
from apps.record.selectors import timeline

GET_OR_POST = ["GET", "HEAD", "POST"]


def of_report(viewer: Viewer, incident: Incident) -> dict[str, Any]:
    """What the page of a report shows of the work on it."""
    now = clock.now()
    return {
        "actions": [(row, is_late(row, now)) for row in actions_of(incident)],
        "may_add_action": action_verbs.may_add(viewer, incident),
        "may_link": working_verbs.may_link(viewer, incident),
        "asks": asks_about(viewer, KIND, incident.ref, now) if incident.is_open else [],
    }


COLUMNS = ("number", "what", "owner", "person", "due on", "late", "state", "added (UTC)", "ended (UTC)", "words")


@require_GET
def export_actions(request: Any, slug: str, ref: str) -> HttpResponse:
    """The corrective actions of a report as CSV."""
    incident, now = incident_for(request.viewer, ref), clock.now()
    rows = (
        (
            row.number,
            row.text,
            row.owner.name,
            row.owner_seat.holder if row.owner_seat else "",
            row.due_on.isoformat(),
            "yes" if is_late(row, now) else "no",
            row.state,
            times.iso(row.added_at),
            times.iso(row.settled_at) if row.settled_at else "",
            row.words,
        )
        for row in actions_of(incident)
    )
    return csv_answer(f"{ref}-actions.csv", COLUMNS, rows)


@require_http_methods(GET_OR_POST)
def add_action(request: Any, slug: str, ref: str) -> HttpResponse:
    """A corrective action is added to the report."""
    incident, now = incident_for(request.viewer, ref), clock.now()
    action_verbs.may_add(request.viewer, incident).require()
    form = ActionForm(request.POST or None, owners=possible_owners(request.viewer, incident, now))
    if request.method == "POST":
        added = attempt(form, actions.add_action, actor=request.viewer, now=now, ref=ref)
        if added is not None:
            messages.success(request, _("The corrective action is added. Its owner has been told."))
            return redirect("incidents:action", slug, ref, added.number)
    context = {"incident": incident, "form": form}
    return render(request, "incidents/working/add_action.html", context, status=422 if form.errors else 200)


@require_GET
def action(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """One corrective action: what, who, by when, and how it ended."""
    return _action_page(request, action_for(request.viewer, ref, number))


def _action_page(request: Any, row: IncidentAction, **forms: Form) -> HttpResponse:
    viewer = request.viewer
    context = {
        "action": row,
        "late": is_late(row, clock.now()),
        "incident": row.incident,
        "now": clock.now(),
        "may": {
            "do": action_verbs.may_do(viewer, row),
            "drop": action_verbs.may_drop(viewer, row, row.incident),
        },
        "deadlines": of_subject(ACTION, row.pk),
        "receipts": receipts_of(viewer, ACTION, row.pk),
        "timeline": timeline(ACTION, row.pk),
        "done_form": DoneForm(),
        "drop_form": DropForm(),
        "failed": next(iter(forms.values()), None),
    } | forms
    return render(request, "incidents/working/action.html", context, status=422 if forms else 200)


@require_POST
def do_action(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """Its owner says that it is done."""
    row = action_for(request.viewer, ref, number)
    action_verbs.may_do(request.viewer, row).require()
    form = DoneForm(request.POST)
    if attempt(form, actions.do_action, actor=request.viewer, now=clock.now(), ref=ref, number=number) is None:
        return _action_page(request, row, done_form=form)
    messages.success(request, _("The corrective action is done."))
    return redirect("incidents:action", slug, ref, number)


@require_POST
def drop_action(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """It is not done after all."""
    row = action_for(request.viewer, ref, number)
    action_verbs.may_drop(request.viewer, row, row.incident).require()
    form = DropForm(request.POST)
    if attempt(form, actions.drop_action, actor=request.viewer, now=clock.now(), ref=ref, number=number) is None:
        return _action_page(request, row, drop_form=form)
    messages.success(request, _("The corrective action is dropped."))
    return redirect("incidents:action", slug, ref, number)
