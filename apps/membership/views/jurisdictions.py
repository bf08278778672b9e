"""Which governments recognise the framework: everybody reads, clerks keep."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.models import Jurisdiction
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.membership.forms.memberships import JurisdictionForm
from apps.membership.rules.who import may_keep_papers
from apps.membership.selectors import memberships
from apps.membership.services import jurisdictions as services
from apps.membership.views.checks import or_404


@require_safe
def jurisdictions(request: Any, slug: str) -> HttpResponse:
    """Who recognises it now, and who did."""
    running, ended = memberships.jurisdictions(clock.now())
    context = {"running": running, "ended": ended, "keeps": bool(may_keep_papers(request.viewer))}
    return render(request, "membership/jurisdictions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def recognise(request: Any, slug: str) -> HttpResponse:
    """Add a government."""
    or_404(may_keep_papers(request.viewer))
    form = JurisdictionForm(request.POST or None)
    if request.method == "POST" and attempt(form, services.recognise, actor=request.viewer, now=clock.now()):
        messages.success(request, _("It is recorded. Everyone is told."))
        return redirect("membership:jurisdictions", slug)
    return render(request, "membership/recognise.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def end(request: Any, slug: str, code: str) -> HttpResponse:
    """Record that a government no longer recognises it."""
    or_404(may_keep_papers(request.viewer))
    row = get_object_or_404(Jurisdiction, code=code, ends_at=None)
    services.end_recognition(actor=request.viewer, now=clock.now(), jurisdiction=row)
    messages.success(request, _("It is recorded. Everyone is told."))
    return redirect("membership:jurisdictions", slug)
