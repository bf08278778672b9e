"""The clerks' pages of applications: what waits for the committee, and recording what it decides."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.committees.models import Application
from apps.committees.rules.asking import asks_about
from apps.committees.rules.viewer import Viewer
from apps.committees.states import ROLE_LABELS, ApplicationState, OrganisationKind
from apps.files.selectors import files_of
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.membership.forms.applications import AdmissionForm, RefusalForm, key_for
from apps.membership.rules import applications as rules
from apps.membership.rules.who import may_keep_papers
from apps.membership.selectors import applications as selectors
from apps.membership.services import applications as services
from apps.membership.views.checks import or_404


@require_safe
def applications(request: Any, slug: str) -> HttpResponse:
    """What waits for a decision, and what was decided."""
    _reads(request.viewer)
    waiting, settled = selectors.applications(request.viewer)
    now = clock.now()
    context = {
        "waiting": waiting,
        "settled": [(row, rules.STATE_WORDS[ApplicationState(row.state)]) for row in settled],
        "address": request.build_absolute_uri(reverse("people:apply", args=[slug])),
        "is_open": selectors.takes_applications(now),
        "now": now,
    }
    return render(request, "membership/applications.html", context)


@require_safe
def application(request: Any, slug: str, ref: str) -> HttpResponse:
    """One application with its papers."""
    row = _application(request, ref)
    return _show(request, row, _admission(row), _refusal())


@require_POST
def admit(request: Any, slug: str, ref: str) -> HttpResponse:
    """Record that the committee admits the applicant."""
    or_404(may_keep_papers(request.viewer))
    row = _application(request, ref)
    form = AdmissionForm(request.POST, auto_id="admit_%s")
    admitted = attempt(form, services.admit_applicant, actor=request.viewer, now=clock.now(), application=row)
    if admitted is None:
        return _show(request, row, form, _refusal())
    messages.success(request, _("%(name)s is admitted; its contact is invited.") % {"name": admitted.name})
    return redirect("membership:organisation", slug, admitted.key)


@require_POST
def refuse(request: Any, slug: str, ref: str) -> HttpResponse:
    """Record that the committee refuses the applicant."""
    or_404(may_keep_papers(request.viewer))
    row = _application(request, ref)
    form = RefusalForm(request.POST, auto_id="refuse_%s")
    refused = attempt(form, services.refuse_applicant, actor=request.viewer, now=clock.now(), application=row)
    if refused is None:
        return _show(request, row, _admission(row), form)
    messages.success(request, _("The refusal is recorded; the applicant is told."))
    return redirect("membership:applications", slug)


def _reads(viewer: Viewer) -> None:
    if not (viewer.is_clerk or viewer.is_operator):
        raise Http404


def _application(request: Any, ref: str) -> Application:
    row = selectors.application_for(request.viewer, ref)
    if row is None:
        raise Http404
    return row


def _admission(row: Application) -> AdmissionForm:
    return AdmissionForm(initial={"key": key_for(row.name)}, auto_id="admit_%s")


def _refusal() -> RefusalForm:
    return RefusalForm(auto_id="refuse_%s")


def _show(request: Any, row: Application, admission: forms.Form, refusal: forms.Form) -> HttpResponse:
    state = ApplicationState(row.state)
    form = admission if admission.errors else refusal
    context = {
        "application": row,
        "words": rules.STATE_WORDS[state],
        "papers": files_of("application", row.pk),
        "admission": admission,
        "refusal": refusal,
        "form": form,
        "first_seat": ROLE_LABELS[rules.FIRST_SEAT[OrganisationKind(row.kind)]],
        "asks": asks_about(request.viewer, "application", row.ref, clock.now()) if rules.may_settle(state) else [],
        "may_settle": bool(may_keep_papers(request.viewer) and rules.may_settle(state)),
    }
    return render(request, "membership/application.html", context, status=422 if form.errors else 200)
