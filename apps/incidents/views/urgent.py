"""The urgent line: four answers, one press."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.incidents.forms.urgent import UrgentForm
from apps.incidents.rules import verbs
from apps.incidents.services.urgent import file_urgently
from apps.kernel import clock
from apps.kernel.forms_ui import attempt


@require_http_methods(["GET", "POST"])
def urgent(request: Any, slug: str) -> HttpResponse:
    """What happens, how grave, aware since when, imminent danger or not; POST files the report."""
    verbs.may_start(request.viewer).require()
    now = clock.now()
    form = UrgentForm(request.POST) if request.method == "POST" else UrgentForm(initial={"aware_at": now})
    if request.method == "POST":
        incident = attempt(form, file_urgently, actor=request.viewer, now=now)
        if incident is not None:
            messages.success(request, _("Filed. Everyone whom the label lets in is being told."))
            return redirect("incidents:detail", slug, incident.ref)
    return render(request, "incidents/urgent.html", {"form": form})
