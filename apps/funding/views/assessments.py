"""Contributions: those of a period, a member's own, one assessment with its letter; issuing and adjusting."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from apps.deadlines.models import Deadline
from apps.funding.acts.contributions import INSTALMENT, TO_PAY
from apps.funding.forms.contributions import AdjustForm, IssueForm
from apps.funding.models import ASSESSMENT, Assessment, Period
from apps.funding.rules.reference import printed
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.selectors.catching_up import behind, behind_of
from apps.funding.selectors.contributing import (
    asked_of,
    assessment_for,
    credit_of,
    details_in_force,
    latest_period,
    member_for,
    payments_for,
    period_for,
    rows_of,
    totals,
)
from apps.funding.selectors.letters import letter_of, worked_out
from apps.funding.selectors.shares import budget_in_force, contributions, scale_in_force
from apps.funding.services.issuing import issue_adjustment, issue_contributions
from apps.funding.states import Books, Why
from apps.funding.views.words import WHY_LABELS
from apps.kernel import clock
from apps.kernel.charts import Bar, bars
from apps.kernel.exports import CSV, Table, give
from apps.kernel.forms_ui import attempt
from apps.kernel.pdf import compile_pdf
from apps.notices.selectors import receipts_of
from apps.record.selectors import timeline
from apps.record.services import note_sighting

COLUMNS = (
    "period", "lab", "name", "share (per cent)", "assessed", "given back", "paid", "open", "overdue", "next due", "next amount",
    "credit", "currency",
)  # fmt: skip
PAYMENTS_SHOWN = 20


@require_safe
def index(request: Any, slug: str) -> HttpResponse:
    """The contributions of the running period; where no period was opened yet, a word on what will stand here."""
    if request.viewer.is_for_one_matter:
        raise Http404
    period = latest_period(request.viewer, clock.now().date())
    if period is None:
        return render(request, "funding/contributions_none.html", {"keeps": may_keep_the_books(request.viewer)})
    return redirect("funding:contributions", slug, period.name)


@require_safe
def listing(request: Any, slug: str, period: str) -> HttpResponse:
    """Who pays what for a period, what of it is paid, and what is next."""
    found, now = period_for(request.viewer, period), clock.now()
    rows = rows_of(found, now.date())
    context = {
        "period": found,
        "periods": Period.objects.visible_to(request.viewer).order_by("-first"),
        "rows": rows,
        "totals": totals(rows),
        "chart": _chart(rows),
        "issue": _may_issue(request, found),
        "mine": next((row for row in rows if row.organisation.pk == request.viewer.organisation_id), None),
        "keeps": may_keep_the_books(request.viewer),
        "behind": behind(found) if may_keep_the_books(request.viewer) and found.state == Books.OPEN else [],
    }
    return render(request, "funding/contributions.html", context)


def _chart(rows: Any) -> Any:
    """How much of what was asked for is paid, lab by lab, in per cent."""
    drawn = [
        Bar(row.organisation.name, round(float(row.paid / row.assessed * 100), 1), "stop" if row.overdue else "ok")
        for row in rows
        if row.assessed
    ]
    return bars(drawn, ident="paid", title=_("Paid of what was asked for"), unit=" %", whole=100) if drawn else ""


def _may_issue(request: Any, period: Period) -> bool:
    """Whether somebody is left to be assessed, by whoever keeps the books."""
    if not may_keep_the_books(request.viewer) or period.state == Books.CLOSED:
        return False
    if scale_in_force(period) is None or budget_in_force(period) is None:
        return False
    done = Assessment.objects.filter(period=period, why=Why.CONTRIBUTION).values_list("organisation", flat=True)
    return bool({one.organisation.pk for one in contributions(period) if one.amount > 0} - set(done))


@require_safe
def export(request: Any, slug: str, period: str, kind: str = CSV) -> HttpResponse:
    """The same as a table to take away."""
    found = period_for(request.viewer, period)
    rows = (
        (
            found.name, row.organisation.key, row.organisation.name, row.share, row.assessed, row.given_back, row.paid, row.open,
            row.overdue, row.due, row.next_amount, row.credit, found.currency,
        )
        for row in rows_of(found, clock.now().date())
    )  # fmt: skip
    title = f"What each lab pays for {found.name}"
    return give(request, Table(f"contributions-{found.name}", title, COLUMNS, rows), kind)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: Any, slug: str, period: str) -> HttpResponse:
    """What will be asked of whom is shown first; then the letters go out, for good."""
    found, now = period_for(request.viewer, period), clock.now()
    may_keep_the_books(request.viewer).require()
    form = IssueForm(request.POST or None)
    if request.method == "POST":
        form = IssueForm(request.POST)
        made = attempt(form, issue_contributions, actor=request.viewer, now=now, period=found.name)
        if made is not None:
            said = ngettext("%(number)d call letter is issued.", "%(number)d call letters are issued.", len(made))
            messages.success(request, said % {"number": len(made)})
            return redirect("funding:contributions", slug, found.name)
    done = set(Assessment.objects.filter(period=found, why=Why.CONTRIBUTION).values_list("organisation", flat=True))
    asked = [one for one in contributions(found) if one.amount > 0 and one.organisation.pk not in done]
    context = {
        "period": found,
        "form": form,
        "asked": asked,
        "whole": sum(one.amount for one in asked),
        "credit": credit_of([one.organisation.pk for one in asked]),
        "scale": scale_in_force(found),
        "budget": budget_in_force(found),
        "details": details_in_force(),
    }
    return render(request, "funding/issue.html", context, status=422 if form.errors else 200)


@require_safe
def member(request: Any, slug: str, period: str, lab: str) -> HttpResponse:
    """What one member was asked for, has paid, and pays next."""
    found, now = period_for(request.viewer, period), clock.now()
    row = member_for(request.viewer, lab)
    rows = Assessment.objects.visible_to(request.viewer).filter(organisation=row, period=found).order_by("pk")
    asked = asked_of(rows, now.date())
    parts = [(one, part) for one in asked for part in one.parts if part.left]
    following = min(parts, key=lambda each: (each[1].row.due, each[1].row.pk), default=None)
    due = _due_times([part.row.pk for _one, part in parts])
    context = {
        "period": found,
        "lab": row,
        "asked": [(one, WHY_LABELS[Why(one.row.why)]) for one in asked],
        "next": following,
        "next_due": due.get(following[1].row.pk) if following else None,
        "reference": printed(following[0].row.reference) if following else "",
        "left": sum(part.left for _one, part in parts),
        "credit": credit_of([row.pk]).get(row.pk, 0),
        "details": details_in_force(),
        "payments": payments_for(request.viewer).filter(organisation=row)[:PAYMENTS_SHOWN],
        "keeps": may_keep_the_books(request.viewer) and found.state == Books.OPEN,
        "now": now,
    }
    return render(request, "funding/member.html", context)


def _due_times(instalments: Any) -> dict[int, Any]:
    rows = Deadline.objects.open().filter(subject_kind=INSTALMENT, subject_id__in=instalments, clock=TO_PAY)
    return dict(rows.values_list("subject_id", "due_at"))


@require_safe
def assessment(request: Any, slug: str, ref: str) -> HttpResponse:
    """One assessment: its instalments, how it was worked out, its letter."""
    row, now = assessment_for(request.viewer, ref), clock.now()
    note_sighting(ASSESSMENT, row.pk, viewer=request.viewer, now=now)
    [asked] = asked_of([row], now.date())
    due = _due_times([part.row.pk for part in asked.parts])
    context = {
        "row": row,
        "why": WHY_LABELS[Why(row.why)],
        "asked": asked,
        "parts": [(part, due.get(part.row.pk)) for part in asked.parts],
        "reference": printed(row.reference),
        "worked": worked_out(row),
        "details": details_in_force(),
        "timeline": timeline(ASSESSMENT, row.pk),
        "receipts": receipts_of(request.viewer, ASSESSMENT, row.pk),
        "now": now,
    }
    return render(request, "funding/assessment.html", context)


@require_safe
def letter(request: Any, slug: str, ref: str) -> HttpResponse:
    """The call letter as PDF."""
    row = assessment_for(request.viewer, ref)
    answer = HttpResponse(compile_pdf("funding/letter.typ", letter_of(row)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{row.ref}.pdf"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def adjust(request: Any, slug: str, period: str, lab: str) -> HttpResponse:
    """Ask for more, or give something back, with the reason; `?for=days` fills in what its days of membership come to."""
    found = period_for(request.viewer, period)
    row = member_for(request.viewer, lab)
    may_keep_the_books(request.viewer).require()
    late = behind_of(found, row) if request.GET.get("for") == "days" and request.method != "POST" else None
    initial = AdjustForm.initial_of(late.by, late.because) if late else None
    form = AdjustForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and _adjusted(request, form, found, row):
        return redirect("funding:member", slug, found.name, row.key)
    context = {"period": found, "lab": row, "form": form}
    return render(request, "funding/adjust.html", context, status=422 if form.errors else 200)


def _adjusted(request: Any, form: AdjustForm, period: Period, lab: Any) -> bool:
    def verb(**_values: Any) -> Assessment:
        return issue_adjustment(actor=request.viewer, now=clock.now(), organisation=lab, period=period, **form.signed())

    made = attempt(form, verb)
    if made is not None:
        messages.success(request, _("%(ref)s is issued.") % {"ref": made.ref})
    return made is not None
