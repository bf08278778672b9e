"""What the parties agree on with each other: one page of proposals, which nobody else but a clerk reads."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.deadlines.states import OPEN as RUNNING
from apps.disputes.acts.clocks import CLOCK_OF
from apps.disputes.forms.panels import ProposalForm
from apps.disputes.models import Case
from apps.disputes.rules import proposals as rules
from apps.disputes.rules.clocks import CLOCKS
from apps.disputes.selectors.agreeing import proposals_in, reads_proposals
from apps.disputes.selectors.board import deadlines_in
from apps.disputes.selectors.cases import Known, case_for, known
from apps.disputes.selectors.panels import bench_of
from apps.disputes.services import agreeing
from apps.disputes.states import PROPOSAL_LABELS, ProposalKind
from apps.kernel import clock
from apps.kernel.decisions import Invalid


def _case(request: Any, ref: str) -> tuple[Case, Known]:
    case = case_for(request.viewer, ref)
    of = known(case)
    if not reads_proposals(request.viewer, of):
        raise Http404(ref)
    return case, of


@require_safe
def agreeing_page(request: Any, slug: str, ref: str) -> HttpResponse:
    """The page."""
    case, of = _case(request, ref)
    return _page(request, case, of)


def _page(request: Any, case: Case, of: Known, failed: ProposalForm | None = None) -> HttpResponse:
    kinds = [kind for kind in ProposalKind if rules.may_propose(request.viewer, of, kind)]
    forms = [failed if failed and failed.kind == kind else _form(request, case, of, kind) for kind in kinds]
    context = {
        "case": case,
        "proposals": proposals_in(request.viewer, case, of),
        "forms": [(form.kind.value, PROPOSAL_LABELS[form.kind], form) for form in forms if _can_be_filled(form)],
        "failed": failed,
    }
    return render(request, "disputes/agreeing.html", context, status=422 if failed else 200)


def _can_be_filled(form: ProposalForm) -> bool:
    """A choice of nothing is no form."""
    return all(getattr(field, "choices", True) for field in form.fields.values())


def _form(request: Any, case: Case, of: Known, kind: ProposalKind, data: Any = None) -> ProposalForm:
    given: dict[str, Any] = {}
    if kind in {ProposalKind.PANEL, ProposalKind.WAIVER, ProposalKind.SIZE}:
        bench = bench_of(request.viewer, case, of, clock.now())
        if bench is not None:
            by_consent = [one.panellist.key for one in bench.barred if one.by_consent]
            given["names"] = [
                *((seat, False) for seat in bench.eligible),
                *((bench.seats[key], True) for key in by_consent),
            ]
            given["size"] = bench.panel.size
    if kind == ProposalKind.MORE_TIME:
        given["deadlines"] = [one for one in deadlines_in(case) if one.state in RUNNING and _is_theirs(one.clock)]
    return ProposalForm(data, kind=kind, auto_id=f"id_{kind.value}_%s", **given)


def _is_theirs(clock_key: str) -> bool:
    found = CLOCK_OF.get(clock_key)
    return found is not None and not CLOCKS[found].fixed


@require_POST
def propose(request: Any, slug: str, ref: str) -> HttpResponse:
    """Propose something of the kind that was chosen."""
    case, of = _case(request, ref)
    try:
        kind = ProposalKind(request.POST.get("kind", ""))
    except ValueError:
        raise Http404 from None
    rules.may_propose(request.viewer, of, kind).require()
    form = _form(request, case, of, kind, request.POST)
    if form.is_valid():
        try:
            given = {"actor": request.viewer, "now": clock.now(), "ref": ref, "kind": kind}
            agreeing.propose(**given, terms=form.terms(), text=form.cleaned_data["text"])
        except Invalid as invalid:
            for name, text in invalid.errors.items():
                form.add_error(name if name in form.fields else None, text)
    if form.errors:
        return _page(request, case, of, form)
    messages.success(request, _("It is proposed. It takes effect when every party has agreed."))
    return redirect("disputes:agreeing", slug, ref)


@require_POST
def agree(request: Any, slug: str, ref: str, proposal: UUID) -> HttpResponse:
    """Agree to a proposal."""
    try:
        found = agreeing.agree(actor=request.viewer, now=clock.now(), ref=ref, proposal=proposal)
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.errors.values()))
        return redirect("disputes:agreeing", slug, ref)
    done = found.ended_at is not None
    messages.success(request, _("All have agreed: it holds now.") if done else _("You have agreed."))
    return redirect("disputes:agreeing", slug, ref)


@require_POST
def refuse(request: Any, slug: str, ref: str, proposal: UUID) -> HttpResponse:
    """Refuse a proposal."""
    agreeing.refuse(actor=request.viewer, now=clock.now(), ref=ref, proposal=proposal)
    messages.success(request, _("You have refused it."))
    return redirect("disputes:agreeing", slug, ref)


@require_POST
def withdraw(request: Any, slug: str, ref: str, proposal: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    agreeing.withdraw_proposal(actor=request.viewer, now=clock.now(), ref=ref, proposal=proposal)
    messages.success(request, _("It is withdrawn."))
    return redirect("disputes:agreeing", slug, ref)
