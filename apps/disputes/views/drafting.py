"""Writing a complaint: one page, then the check before it is filed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.selectors import charter_at
from apps.disputes.acts.times import pace_of
from apps.disputes.forms.writing import ComplaintForm, DraftForm
from apps.disputes.models import Case
from apps.disputes.rules import verbs
from apps.disputes.rules.clocks import CLOCKS, Clock, Event, due
from apps.disputes.rules.complaints import filing_errors
from apps.disputes.rules.numbers import paragraphs
from apps.disputes.rules.passages import read
from apps.disputes.selectors.board import drafts_of
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.services import complaining
from apps.disputes.states import Seal, Track
from apps.kernel import clock
from apps.kernel.decisions import Invalid, Refused

GET_OR_POST = ["GET", "HEAD", "POST"]
FIRST = (Clock.REPLY, Clock.BEGIN, Clock.CONSULT)
"""The clocks that service of a complaint starts."""


@require_http_methods(GET_OR_POST)
def new(request: Any, slug: str) -> HttpResponse:
    """What a complaint is for; POST begins one."""
    verbs.may_draft(request.viewer).require()
    if request.method == "POST":
        case = complaining.start_complaint(actor=request.viewer, now=clock.now())
        return redirect("disputes:edit", slug, case.ref)
    return render(request, "disputes/new.html", {"drafts": drafts_of(request.viewer)})


def draft_for(request: Any, ref: str) -> Case:
    """The draft, for those who may write it; raises Http404 or Refused."""
    case = case_for(request.viewer, ref)
    verbs.may_edit(request.viewer, known(case)).require()
    return case


def _form(request: Any, case: Case) -> ComplaintForm:
    complaint = complaining.plain(case, complaining.complaint_of(case))
    members = complaining.respondents(request.viewer, clock.now())
    data = request.POST if request.method == "POST" else None
    return ComplaintForm(data, case=case, complaint=complaint, members=members)


@require_http_methods(GET_OR_POST)
def edit(request: Any, slug: str, ref: str) -> HttpResponse:
    """The draft's page. What is typed is kept as it is typed; nobody overwrites a colleague unseen."""
    case = draft_for(request, ref)
    form = _form(request, case)
    refused = ""
    if request.method == "POST":
        try:
            _keep(request, case, form)
        except Refused as refusal:
            stand_on(form, case.version)
            refused = refusal.reason
        if not refused and form.is_valid():
            if "later" in request.POST:
                messages.success(request, _("Draft %(ref)s is saved. You find it under Disputes.") % {"ref": ref})
                return redirect("disputes:board", slug)
            return redirect("disputes:check", slug, ref)
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "disputes/edit.html", {"case": case, "form": form, "refused": refused}, status=status)


def _keep(request: Any, case: Case, form: ComplaintForm) -> None:
    """Store what is valid; raises Refused where a colleague was faster."""
    if not form.is_valid():
        return
    given = {"actor": request.viewer, "now": clock.now(), "ref": case.ref, "seen": form.cleaned_data["seen"]}
    try:
        stand_on(form, complaining.change_complaint(**given, changes=form.changes()).version)
    except Invalid as invalid:
        complain(form, invalid)


def complain(form: DraftForm, invalid: Invalid) -> None:
    """Put what the verb found wrong to its fields."""
    for name, text in invalid.errors.items():
        form.add_error(name if name in form.fields else None, text)


def stand_on(form: DraftForm, version: int) -> None:
    """The page that comes back shows what is stored now, so that is what its button stands for."""
    form.data = form.data.copy()  # type: ignore[assignment]
    form.data["seen"] = str(version)


@require_POST
def autosave(request: Any, slug: str, ref: str) -> HttpResponse:
    """Keep what is valid so far while somebody types; answers with the version that the page then stands upon."""
    case = draft_for(request, ref)
    form = _form(request, case)
    _keep(request, case, form)
    return render(request, "votes/partials/seen.html", {"version": form.data.get("seen", case.version)})


@require_safe
def check(request: Any, slug: str, ref: str) -> HttpResponse:
    """What is filed, on whom it is served, who reads it and what follows when."""
    case = draft_for(request, ref)
    return check_page(request, case)


def check_page(request: Any, case: Case, status: int = 200) -> HttpResponse:
    """The page."""
    now = clock.now()
    complaint = complaining.plain(case, complaining.complaint_of(case))
    names = {one.pk: one.name for one in complaining.respondents(request.viewer, now)}
    errors = filing_errors(complaint)
    text, sealed = ("", []) if "text" in errors else read(complaint.text)
    case.charter = charter_at(now).number
    pace = pace_of(case)
    context = {
        "case": case,
        "complaint": complaint,
        "respondent": names.get(complaint.respondent or 0, ""),
        "errors": errors,
        "paragraphs": paragraphs(text),
        "sealed": [(text[one.start : one.end], one.seal == Seal.PASSAGE_COUNSEL) for one in sealed],
        "urgent": case.track == Track.URGENT,
        "may": verbs.may_complain(request.viewer, known(case)),
        "dues": [(CLOCKS[one].name, due(one, {Event.COMPLAINT_SERVED: now}, pace)) for one in FIRST],
    }
    return render(request, "disputes/check.html", context, status=status)


@require_POST
def file(request: Any, slug: str, ref: str) -> HttpResponse:
    """File it: it is served at once."""
    case = draft_for(request, ref)
    verbs.may_complain(request.viewer, known(case)).require()
    try:
        complaining.file_complaint(actor=request.viewer, now=clock.now(), ref=ref)
    except Invalid:
        return check_page(request, case, 422)
    messages.success(request, _("The complaint is filed and served. Its clocks run."))
    return redirect("disputes:case", slug, ref)


@require_POST
def discard(request: Any, slug: str, ref: str) -> HttpResponse:
    """Throw the draft away."""
    complaining.discard_complaint(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("The draft is discarded."))
    return redirect("disputes:board", slug)
