"""One paper: read, opened, written, filed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.disputes.forms.joining import RefuseForm
from apps.disputes.forms.writing import PaperForm
from apps.disputes.models import PAPER, Case, Paper
from apps.disputes.rules import papers as rules
from apps.disputes.rules import verbs
from apps.disputes.rules.filings import lateness
from apps.disputes.rules.sight import Sight
from apps.disputes.selectors.board import is_narrowed
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.papers import docket_of, paper_for, parties_of, reading, services_of
from apps.disputes.selectors.requests import may_restore, may_strike, strikable
from apps.disputes.selectors.rulings import claims_of
from apps.disputes.services import asking, filing, serving
from apps.disputes.states import DocumentKind, DocumentState
from apps.disputes.views.case import case_page
from apps.disputes.views.drafting import GET_OR_POST, complain, stand_on
from apps.kernel import clock
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.forms_ui import attempt
from apps.record.services import note_sighting


@require_safe
def paper(request: Any, slug: str, ref: str, name: str) -> HttpResponse:
    """The paper as the viewer may read it; a draft's page is where it is written."""
    return _paper(request, slug, ref, name)


def _paper(request: Any, slug: str, ref: str, name: str, **forms: Any) -> HttpResponse:
    """The page; `forms` came back with errors."""
    viewer, case = request.viewer, case_for(request.viewer, ref)
    found = paper_for(viewer, case, name)
    if found.state == DocumentState.DRAFT:
        return (
            redirect("disputes:edit", slug, ref)
            if case.filed_at is None
            else redirect("disputes:edit_paper", slug, ref, name)
        )
    if found.state == DocumentState.DISCARDED:
        raise Http404(name)
    of = known(case)
    read = reading(viewer, found, of, narrowed=is_narrowed(viewer))
    party = next((one for one in parties_of(case) if one.organisation_id == viewer.organisation_id), None)
    opens = None
    if read.unopened is not None and party is not None:
        opens = rules.may_open(
            viewer, of, served_on=party.organisation_id, agent=party.agent_id, state=read.unopened.state
        )
    else:
        note_sighting(PAPER, found.pk, viewer=viewer, now=clock.now())
    context = {
        "case": case,
        "paper": found,
        "name": name,
        "read": read,
        "opens": opens,
        "late": lateness(found.filed_at, found.due_at) if found.filed_at else None,
        "services": services_of(found),
        "now": clock.now(),
        "may_strike": bool(may_strike(viewer, case, of, found, clock.now())),
        "may_restore": bool(may_restore(viewer, case, of, found, clock.now())),
        "reasons_form": RefuseForm(auto_id="id_order_%s"),
    } | forms
    return render(request, "disputes/paper.html", context, status=422 if forms else 200)


@require_POST
def open_paper(request: Any, slug: str, ref: str, name: str) -> HttpResponse:
    """The agent of record opens it: that is the receipt."""
    serving.open_paper(actor=request.viewer, now=clock.now(), ref=ref, name=name)
    messages.success(request, _("Opened. The other side can see when."))
    return redirect("disputes:paper", slug, ref, name)


@require_POST
def new_paper(request: Any, slug: str, ref: str) -> HttpResponse:
    """Begin a paper of the kind that was chosen."""
    try:
        kind = DocumentKind(request.POST.get("kind", ""))
    except ValueError:
        raise Http404 from None
    begun = filing.start_paper(actor=request.viewer, now=clock.now(), ref=ref, kind=kind)
    return redirect("disputes:edit_paper", slug, ref, str(begun.uid))


def _draft(request: Any, ref: str, name: str) -> tuple[Case, Paper]:
    case = case_for(request.viewer, ref)
    found = paper_for(request.viewer, case, name)
    if found.state != DocumentState.DRAFT or case.filed_at is None:
        raise Http404(name)
    rules.may_write(request.viewer, known(case), DocumentKind(found.kind)).require()
    return case, found


@require_http_methods(GET_OR_POST)
def edit_paper(request: Any, slug: str, ref: str, name: str) -> HttpResponse:
    """The draft's page; “File it” saves what is typed and files it."""
    case, found = _draft(request, ref, name)
    form = _form(request, case, found)
    refused = ""
    if request.method == "POST":
        try:
            _keep(request, case, found, form)
        except Refused as refusal:
            stand_on(form, found.version)
            refused = refusal.reason
        if not refused and form.is_valid() and (done := _save_or_file(request, case, found, form)):
            messages.success(request, done)
            # With its report a panel's work is done, and its seats in the case have ended.
            still = Case.objects.read_by(request.viewer).filter(ref=ref).exists()
            return redirect("disputes:case", slug, ref) if still else redirect("disputes:board", slug)
    files = verbs.may_file(request.viewer, known(case), DocumentKind(found.kind))
    context = {"case": case, "paper": found, "form": form, "refused": refused, "files": files}
    return render(request, "disputes/edit_paper.html", context, status=409 if refused else 422 if form.errors else 200)


def _form(request: Any, case: Case, found: Paper) -> PaperForm:
    claims = claims_of(case) if found.kind == DocumentKind.REPORT else ()
    papers: list[tuple[str, str]] = []
    if found.kind == DocumentKind.REQUEST:
        docket = docket_of(request.viewer, case, known(case))
        papers = [
            (one.name, f"{one.paper.ref} {one.paper.get_kind_display()}, {one.paper.filed_by}")
            for one in strikable(docket)
        ]
    return PaperForm(request.POST if request.method == "POST" else None, paper=found, claims=claims, strikable=papers)


def _keep(request: Any, case: Case, paper: Paper, form: PaperForm) -> None:
    """Store what is valid; raises Refused where a colleague was faster."""
    if not form.is_valid():
        return
    given = {"actor": request.viewer, "now": clock.now(), "ref": case.ref, "name": str(paper.uid)}
    try:
        stand_on(form, filing.change_paper(**given, changes=form.changes(), seen=form.cleaned_data["seen"]).version)
    except Invalid as invalid:
        complain(form, invalid)


def _save_or_file(request: Any, case: Case, paper: Paper, form: PaperForm) -> str:
    """What was done, in a sentence; nothing where the paper cannot be filed as it is."""
    if "file" not in request.POST:
        return _("The draft is saved.")
    try:
        filed = filing.file_paper(actor=request.viewer, now=clock.now(), ref=case.ref, name=str(paper.uid))
    except Invalid as invalid:
        complain(form, invalid)
        # What is answered with errors is not kept, the draft is what it was.
        stand_on(form, paper.version)
        return ""
    return _("Filed and served as %(ref)s.") % {"ref": filed.ref}


@require_POST
def save_paper(request: Any, slug: str, ref: str, name: str) -> HttpResponse:
    """Keep what is valid so far while somebody types; answers with the version that the page then stands upon."""
    case, found = _draft(request, ref, name)
    form = _form(request, case, found)
    _keep(request, case, found, form)
    return render(request, "votes/partials/seen.html", {"version": form.data.get("seen", found.version)})


@require_POST
def discard_paper(request: Any, slug: str, ref: str, name: str) -> HttpResponse:
    """Throw the draft away."""
    filing.discard_paper(actor=request.viewer, now=clock.now(), ref=ref, name=name)
    messages.success(request, _("The draft is discarded."))
    return redirect("disputes:case", slug, ref)


@require_POST
def strike_paper(request: Any, slug: str, ref: str, name: str) -> HttpResponse:
    """Strike it by order, with reasons."""
    case = case_for(request.viewer, ref)
    found = paper_for(request.viewer, case, name)
    may_strike(request.viewer, case, known(case), found, clock.now()).require()
    form = RefuseForm(request.POST, auto_id="id_order_%s")
    if attempt(form, asking.strike_paper, actor=request.viewer, now=clock.now(), ref=ref, name=name) is None:
        return _paper(request, slug, ref, name, reasons_form=form)
    messages.success(request, _("It is struck by your order, and stays in the docket."))
    return redirect("disputes:case", slug, ref)


@require_POST
def restore_paper(request: Any, slug: str, ref: str, name: str) -> HttpResponse:
    """Restore it by order, with reasons."""
    form = RefuseForm(request.POST, auto_id="id_restore_%s")
    case = case_for(request.viewer, ref)
    found = paper_for(request.viewer, case, name, least=Sight.MARKER)
    may_restore(request.viewer, case, known(case), found, clock.now()).require()
    if attempt(form, asking.restore_paper, actor=request.viewer, now=clock.now(), ref=ref, name=name) is None:
        return case_page(request, case, restore_form=form)
    messages.success(request, _("It is restored by your order."))
    return redirect("disputes:paper", slug, ref, name)
