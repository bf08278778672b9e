"""The queue of what waits to be looked at; acknowledging and giving away from it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.incidents.forms.judging import AssignForm
from apps.incidents.models import Incident
from apps.incidents.rules import verbs, working_verbs
from apps.incidents.selectors.reports import incident_for
from apps.incidents.selectors.triage import Waiting, candidates_for, count_waiting, triage_page
from apps.incidents.services import handling, working
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.kernel.keyset import address_of

ASSIGNING = "id_{}_%s"
"""Many forms of one page have fields of one name: each form's ids begin with its report's reference."""


def assign_form(incident: Incident, candidates: Any, data: Any = None) -> AssignForm:
    """Who takes the report on; the page may hold one such form for each report."""
    had = str(incident.assignee.uid) if incident.assignee else ""
    given = {"had": had, "to": had}
    return AssignForm(data, initial=given, candidates=candidates, auto_id=ASSIGNING.format(incident.ref))


@require_GET
def triage(request: Any, slug: str) -> HttpResponse:
    """What nobody has acknowledged or nobody has: danger first, then the gravest, then the oldest."""
    working_verbs.may_triage(request.viewer).require()
    return _page(request)


def _page(request: Any, status: int = 200, failed: AssignForm | None = None) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    page = triage_page(viewer, now, request.GET.get("page", ""))
    context = {
        "rows": [_row(viewer, waiting, failed) for waiting in page.rows],
        "count": count_waiting(viewer, now),
        "earlier": address_of(request.GET, page.previous),
        "later": address_of(request.GET, page.next),
        "failed": failed,
        "now": now,
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    return render(request, "incidents/triage/listing.html", context, status=status)


def _row(viewer: Any, waiting: Waiting, failed: AssignForm | None) -> dict[str, Any]:
    incident = waiting.incident
    form = assign_form(incident, waiting.candidates)
    if failed is not None and failed.auto_id == form.auto_id:
        form = failed
    return {
        "waiting": waiting,
        "incident": incident,
        "form": form,
        "may_acknowledge": verbs.may_acknowledge(viewer, incident),
        "may_assign": working_verbs.may_assign(viewer, incident) and waiting.candidates,
    }


def _back(request: Any, slug: str) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('incidents:triage', args=[slug])}{query}")


@require_POST
def acknowledge(request: Any, slug: str, ref: str) -> HttpResponse:
    """The committee takes note of one of them; back to the queue."""
    handling.acknowledge(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("%(ref)s is acknowledged. The reporting organisation has been told.") % {"ref": ref})
    return _back(request, slug)


@require_POST
def assign(request: Any, slug: str, ref: str) -> HttpResponse:
    """One of them is given to somebody; back to the queue, or with an error on it."""
    incident, now = incident_for(request.viewer, ref), clock.now()
    working_verbs.may_assign(request.viewer, incident).require()
    form = assign_form(incident, candidates_for([incident], now)[incident.pk], request.POST)
    if attempt(form, working.assign, actor=request.viewer, now=now, ref=ref) is None:
        return _page(request, 422, form)
    messages.success(request, _("%(ref)s is given away; whoever has it now is being told.") % {"ref": ref})
    return _back(request, slug)
