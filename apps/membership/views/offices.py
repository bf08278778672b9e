"""The offices: chair, treasurer, custodian."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.models import Office
from apps.committees.states import OfficeKind
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.membership import services
from apps.membership.forms.offices import EndOfficeForm, OfficeForm
from apps.membership.rules.who import may_keep_papers
from apps.membership.selectors.offices import offices as all_offices
from apps.membership.selectors.offices import seats_for_office
from apps.membership.views.checks import or_404


@require_safe
def offices(request: Any, slug: str) -> HttpResponse:
    """Who holds which office, until when, and who did before."""
    return _show(request)


def _form(kind: str, data: Any = None) -> EndOfficeForm:
    return EndOfficeForm(data, auto_id=f"id_{kind}_%s")


def _show(request: Any, wrong: EndOfficeForm | None = None, kind: str = "") -> HttpResponse:
    lines = all_offices(clock.now())
    context = {
        "offices": [(line, wrong if line.kind == kind else _form(line.kind)) for line in lines],
        "form": wrong,
        "keeps": bool(may_keep_papers(request.viewer)),
    }
    return render(request, "membership/offices.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: Any, slug: str) -> HttpResponse:
    """A clerk records whom the committee has appointed."""
    or_404(may_keep_papers(request.viewer))
    now = clock.now()
    form = OfficeForm(request.POST or None, initial={"kind": request.GET.get("kind")}, seats=seats_for_office(now))
    if request.method == "POST":
        filled = attempt(form, services.fill_office, actor=request.viewer, now=now)
        if filled is not None:
            messages.success(request, _("%(name)s holds the office now.") % {"name": filled.seat.holder})
            return redirect("membership:offices", slug)
    return render(request, "membership/fill_office.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def end(request: Any, slug: str, kind: str) -> HttpResponse:
    """A clerk records that the committee has ended a term."""
    or_404(may_keep_papers(request.viewer))
    now = clock.now()
    row = get_object_or_404(Office.objects.at(now).exclude(kind=OfficeKind.CHAIR), kind=kind)
    form = _form(kind, request.POST)
    ended = attempt(form, services.end_office, actor=request.viewer, now=now, office=row)
    if ended is None:
        return _show(request, form, kind)
    messages.success(request, _("The term has ended. The office is vacant."))
    return redirect("membership:offices", slug)
