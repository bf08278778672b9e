"""Reading a report over before it is filed, with what would follow; and the page that confirms the filing."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.deadlines.selectors import of_subject
from apps.files.selectors import evidence_of
from apps.incidents import acts
from apps.incidents.forms.steps import step_of
from apps.incidents.rules.report import filing_errors
from apps.incidents.selectors.reports import content_of, incident_for, recipients_of, same_incident
from apps.incidents.selectors.working import ids_linked_to
from apps.incidents.services.filing import file_draft
from apps.incidents.services.foreseeing import foresee, sharing_once_filed
from apps.incidents.states import OPEN, DutyState
from apps.incidents.views.answers import answer_groups, what_does_not_fit
from apps.incidents.views.drafting import draft_for, show
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.record.selectors import may_see


@require_http_methods(["GET", "POST"])
def check(request: Any, slug: str, ref: str) -> HttpResponse:
    """All answers with their Change links, the duties and the readers they would lead to; POST files the report."""
    incident = draft_for(request, ref)
    now = clock.now()
    if request.method == "POST":
        try:
            file_draft(actor=request.viewer, now=now, ref=ref)
            return redirect("incidents:filed", slug, ref)
        except Invalid:
            pass
    recipients = recipients_of(incident)
    content = content_of(incident, recipients, now)
    duties = foresee(incident)
    linked = ids_linked_to(incident)
    extra = {
        "missing": [(step_of(field), text) for field, text in filing_errors(content, now).items()],
        "tried": request.method == "POST",
        "odd": what_does_not_fit(content),
        "same": [(one, one.state in OPEN) for one in same_incident(request.viewer, incident) if one.pk not in linked],
        "groups": answer_groups(incident, content, recipients),
        "owed": [one for one in duties if one.state != DutyState.NOT_OWED],
        "not_owed": [one for one in duties if one.state == DutyState.NOT_OWED],
        "audience": sharing_once_filed(incident, duties, now=now),
        "now": now,
        "files": evidence_of(acts.SUBJECT, incident.pk),
    }
    return show(request, "incidents/check.html", incident, "check", extra)


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
