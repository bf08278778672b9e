"""Correcting an open report, and giving what the urgent line assumed, on the pages on which it was written."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from apps.incidents.forms.steps import STEPS
from apps.incidents.models import Incident
from apps.incidents.rules import verbs
from apps.incidents.selectors.reports import content_of, incident_for, recipients_of
from apps.incidents.views.answers import answer_groups, what_does_not_fit
from apps.incidents.views.paging import keep, page_of
from apps.incidents.views.sharing import before_it_changes
from apps.kernel import clock


def _open_report(request: Any, ref: str) -> Incident:
    incident = incident_for(request.viewer, ref)
    verbs.may_amend(request.viewer, incident).require()
    return incident


@require_GET
def correct(request: Any, slug: str, ref: str) -> HttpResponse:
    """All answers, each with its Change link; what was assumed is marked."""
    incident = _open_report(request, ref)
    recipients = recipients_of(incident)
    content = content_of(incident, recipients, clock.now())
    context = {
        "incident": incident,
        "groups": answer_groups(incident, content, recipients),
        "odd": what_does_not_fit(content),
    }
    return render(request, "incidents/correct.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def correct_step(request: Any, slug: str, ref: str, step: str) -> HttpResponse:
    """One page of the report; saving it is a correction, which everybody who may see the report is told."""
    if step not in STEPS:
        raise Http404(step)
    incident = _open_report(request, ref)
    page = page_of(request, step, incident)
    if request.method == "POST":
        if (shown := before_it_changes(request, page, incident)) is not None:
            return shown
        keep(request, page, incident)
        if page.whole:
            if page.asked:
                messages.success(
                    request, _("A second person is asked; until they agree, who sees the report stays as it is.")
                )
                return redirect("incidents:audience", slug, ref)
            messages.success(request, _("The report is corrected."))
            return redirect("incidents:correct", slug, ref)
    context = {"incident": incident, "form": page.form, "page": page, "step": step, "heading": STEPS[step].heading}
    return render(request, "incidents/correct_step.html", context)
