"""Arrears and the vote: every lab's, one lab's course, and proofs of payment."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_values
from apps.deadlines.selectors import of_subject
from apps.files.selectors import files_of
from apps.funding.acts.rights import PROOF
from apps.funding.forms.rights import ProofForm, RejectForm
from apps.funding.models import ARREARS, ProofOfPayment
from apps.funding.rules.charter import ARREARS_NOTICE_DAYS, ARREARS_PERIODS, PROOF_DAYS
from apps.funding.rules.rights import may_reject_proof, may_show_proof
from apps.funding.selectors.rights import Right, case_for, owed_by, proof_for, proofs_for, right_of, rights
from apps.funding.services.proving import reject_proof, show_proof
from apps.funding.states import Arrear, Proof
from apps.kernel import clock
from apps.kernel.exports import CSV, Table, give
from apps.kernel.forms_ui import attempt
from apps.kernel.times import iso
from apps.record.selectors import timeline

COLUMNS = ("lab", "name", "currency", "open", "overdue", "measure", "measured by", "least payment", "since", "state", "told", "loses its vote", "lost", "waived until")  # fmt: skip

LABELS = {
    Arrear.NOTICED: (gettext_lazy("Told"), "warn"),
    Arrear.LOST: (gettext_lazy("No vote"), "stop"),
    Arrear.RESTORED: (gettext_lazy("Vote given back"), "ok"),
    Arrear.AVERTED: (gettext_lazy("Vote kept"), "ok"),
}
PROOF_LABELS = {
    Proof.OPEN: (gettext_lazy("Looked at"), "info"),
    Proof.MATCHED: (gettext_lazy("Money seen"), "ok"),
    Proof.REJECTED: (gettext_lazy("No proof"), "stop"),
    Proof.LAPSED: (gettext_lazy("Lapsed"), "warn"),
}


def _readable(viewer: Viewer) -> None:
    if viewer.is_for_one_matter:
        raise Http404("a seat for one matter reads no arrears")


def _marked(right: Right) -> dict[str, Any]:
    if right.state:
        label, tone = LABELS[Arrear(right.state)]
    elif right.waiver and right.arrears.loses_vote:
        label, tone = _("Waived"), "info"
    elif right.arrears.overdue:
        label, tone = _("Overdue"), "warn"
    else:
        label, tone = _("Nothing overdue"), "ok"
    return {"right": right, "label": label, "tone": tone, "lab": right.organisation}


@require_safe
def listing(request: Any, slug: str) -> HttpResponse:
    """How every lab stands with its arrears and its vote."""
    _readable(request.viewer)
    now = clock.now()
    values = charter_values(now)
    rows = [_marked(one) for one in rights(now)]
    own = next((one for one in rows if one["lab"].pk == request.viewer.organisation_id), None)
    context = {
        "rows": rows,
        "own": own,
        "may_prove": _may_prove(request.viewer, own["right"]) if own else None,
        "proofs": [_marked_proof(one) for one in proofs_for(request.viewer)],
        "periods": values(ARREARS_PERIODS),
        "notice_days": values(ARREARS_NOTICE_DAYS),
        "proof_days": values(PROOF_DAYS),
        "now": now,
    }
    return render(request, "funding/arrears.html", context)


def _may_prove(viewer: Viewer, right: Right) -> Any:
    return may_show_proof(viewer, right.state, has_open=right.proof is not None, shown=right.proofs)


def _marked_proof(row: ProofOfPayment) -> dict[str, Any]:
    label, tone = PROOF_LABELS[Proof(row.state)]
    return {"row": row, "label": label, "tone": tone}


@require_safe
def export(request: Any, slug: str, kind: str = CSV) -> HttpResponse:
    """The same as a table to take away."""
    _readable(request.viewer)
    rows = (_cells(one) for one in rights(clock.now()))
    return give(request, Table("arrears", "Arrears and the vote, lab by lab", COLUMNS, rows), kind)


def _cents(amount: Decimal) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


def _cells(one: Right) -> tuple[Any, ...]:
    case, judged = one.case, one.arrears
    return (
        one.organisation.key,
        one.organisation.name,
        one.currency,
        _cents(one.open),
        _cents(judged.overdue),
        _cents(judged.measure),
        " ".join(name for name, _amount in one.measured_by),
        _cents(judged.least_payment),
        one.since,
        one.state or "",
        iso(case.noticed_at) if case else "",
        iso(case.loses_at) if case else "",
        iso(case.lost_at) if case and case.lost_at else "",
        iso(one.waiver.ends_at) if one.waiver else "",
    )


@require_safe
def case(request: Any, slug: str, ref: str) -> HttpResponse:
    """One lab's arrears: what they come to, what gives the vote back, and their course."""
    row = case_for(request.viewer, ref)
    now, lab = clock.now(), row.organisation
    right = right_of(lab.pk, now)
    is_current = right is not None and right.case is not None and right.case.pk == row.pk
    label, tone = LABELS[Arrear(row.state)]
    is_own = lab.pk == request.viewer.organisation_id
    context = {
        "case": row,
        "lab": lab,
        "label": label,
        "tone": tone,
        "right": right if is_current else None,
        "owed": owed_by(lab.pk) if is_current else [],
        "is_own": is_own,
        "may_prove": _may_prove(request.viewer, right) if is_own and is_current and right else None,
        "proofs": [_marked_proof(one) for one in proofs_for(request.viewer, lab.pk)],
        "deadlines": of_subject(ARREARS, row.pk),
        "timeline": timeline(ARREARS, row.pk),
        "now": now,
    }
    return render(request, "funding/arrears_case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: Any, slug: str) -> HttpResponse:
    """The viewer's lab shows that it has paid."""
    _readable(request.viewer)
    now = clock.now()
    right = right_of(request.viewer.organisation_id, now)
    if right is None:
        raise Http404("no lab")
    _may_prove(request.viewer, right).require()
    data = request.POST if request.method == "POST" else None
    form = ProofForm(data, request.FILES or None, initial={"amount": right.arrears.least_payment})
    if data is not None and _shown(request, form):
        messages.success(
            request, _("Your proof is on the record. The treasurer is told, and your lab keeps its vote meanwhile.")
        )
        return redirect("funding:arrears", slug)
    context = {"form": form, "right": right, "proof_days": charter_values(now)(PROOF_DAYS)}
    return render(request, "funding/prove.html", context, status=422 if form.errors else 200)


def _shown(request: Any, form: ProofForm) -> bool:
    def show(*, file: Any, **given: Any) -> ProofOfPayment:
        return show_proof(actor=request.viewer, now=clock.now(), upload=file, **given)

    return attempt(form, show) is not None


@require_safe
def proof(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """One proof of payment, with its file."""
    return _proof_page(request, proof_for(request.viewer, uid))


def _proof_page(request: Any, row: ProofOfPayment, form: RejectForm | None = None) -> HttpResponse:
    context = _marked_proof(row) | {
        "files": files_of(PROOF, row.pk),
        "slug": request.committee.slug,
        "right": right_of(row.organisation_id, clock.now()),
        "may_reject": may_reject_proof(request.viewer) and row.state == Proof.OPEN,
        "form": form or RejectForm(),
        "failed": form,
        "deadlines": of_subject(PROOF, row.pk),
        "timeline": timeline(PROOF, row.pk),
        "now": clock.now(),
    }
    return render(request, "funding/proof.html", context, status=422 if form else 200)


@require_POST
def reject(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """The treasurer finds that it proves no payment."""
    row = proof_for(request.viewer, uid)
    may_reject_proof(request.viewer).require()
    form = RejectForm(request.POST)
    if attempt(form, reject_proof, actor=request.viewer, now=clock.now(), uid=uid) is None:
        return _proof_page(request, row, form)
    messages.success(request, _("It is on the record. The lab is told."))
    return redirect("funding:proof", slug, uid)
