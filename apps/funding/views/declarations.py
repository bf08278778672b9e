"""What labs declare: who has declared for a period, and one lab's figures for the lab itself and the custodian."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_values
from apps.deadlines.selectors import of_subject
from apps.funding.forms.declaring import DismissForm
from apps.funding.models import DECLARATION, Declarant, Declaration, Period
from apps.funding.rules.charter import BANDS, EXACT
from apps.funding.rules.commitments import HOW
from apps.funding.rules.figures import may_appeal, may_decide, may_declare, may_estimate
from apps.funding.rules.opening import one_of_two
from apps.funding.selectors.declared import (
    LabLine,
    appeal_until,
    declarant_for,
    document_of,
    history_of,
    keeps,
    lines_of,
    open_still,
    period_for,
    periods,
    today_in,
)
from apps.funding.selectors.openings import openings
from apps.funding.states import APPEALS, Appeal, Figure
from apps.funding.views.figures import amount, shown_all
from apps.kernel import clock
from apps.kernel.decisions import Decision
from apps.kernel.exports import CSV, Table, give
from apps.record.selectors import timeline

COLUMNS = ("Lab", "Name", "Period", "Declared", "Since", "Declare by", "Commitment")
APPEAL_TONES = {
    Appeal.OPEN: "info",
    Appeal.UPHELD: "ok",
    Appeal.DISMISSED: "neutral",
    Appeal.OVERTAKEN: "neutral",
}


@require_safe
def declarations(request: Any, slug: str, period: str = "") -> HttpResponse:
    """Who has declared for a period, the latest where none is named; figures for the custodian alone."""
    found = list(periods(request.viewer))
    if period:
        here: Period | None = period_for(request.viewer, period)
    else:
        here = found[0] if found else None
    lines = lines_of(request.viewer, here) if here else []
    context = {
        "period": here,
        "periods": found,
        "lines": [(line, _amount(line)) for line in lines],
        "own": next((one for one in lines if one.declarant.organisation_id == request.viewer.organisation_id), None),
        "keeps": keeps(request.viewer),
        "opens": one_of_two(request.viewer),
        "missing": [line for line in lines if line.declared_at is None and line.declaration is None],
        "exact": charter_values(clock.now())(EXACT),
    }
    return render(request, "funding/declarations.html", context)


@require_safe
def declarations_file(request: Any, slug: str, period: str, kind: str = CSV) -> HttpResponse:
    """Who has declared, and since when, as a table; no figure is in it, whoever reads it."""
    here = period_for(request.viewer, period)
    rows = [
        [line.key, line.declarant.organisation.name, here.name, _how(line), line.declared_at, line.declarant.declare_by, line.commitment]
        for line in lines_of(request.viewer, here)
    ]  # fmt: skip
    title = f"Who has declared for {here.name}; the figures are sealed"
    return give(request, Table(f"declarations-{here.name}", title, COLUMNS, rows), kind)


def _how(line: LabLine) -> str:
    if line.declared_at:
        return "declared"
    return "estimated" if line.declaration else "not yet"


def _amount(line: LabLine) -> Any:
    return amount(int(line.declaration.counts)) if line.declaration else None


@require_safe
def declaration(request: Any, slug: str, period: str, lab: str) -> HttpResponse:
    """One lab's figures for a period, for the lab and the custodian."""
    return declaration_page(request, declarant_for(request.viewer, period, lab))


def declaration_page(request: Any, declarant: Declarant, **forms: Any) -> HttpResponse:
    """The page; `forms` came back with errors."""
    viewer, now = request.viewer, clock.now()
    rows = history_of(declarant)
    current = rows[0] if rows else None
    context = {
        "declarant": declarant,
        "lab": declarant.organisation,
        "period": declarant.period,
        "current": current,
        "versions": shown_all(rows, bands_at(now)),
        "appeals": [(one, APPEAL_TONES[Appeal(one.state)]) for row in rows for one in row.appeals.all()],
        "may": rights(viewer, declarant, rows, now),
        "is_own": viewer.organisation_id == declarant.organisation_id,
        "keeps": keeps(viewer),
        "is_estimate": current is not None and current.figure == Figure.ESTIMATED,
        "openings": openings(viewer).filter(declaration__in=rows).order_by("-pk"),
        "deadlines": of_subject(DECLARATION, declarant.pk),
        "timeline": timeline(DECLARATION, declarant.pk),
        "dismiss_form": forms.get("dismiss_form") or DismissForm(),
        "failed": next(iter(forms.values()), None),
        "now": now,
    }
    return render(request, "funding/declaration.html", context, status=422 if forms else 200)


def bands_at(now: Any) -> int | None:
    """How many bands a decade has by the charter; None where exact figures count."""
    charter = charter_values(now)
    return None if charter(EXACT) else charter(BANDS)


def rights(viewer: Viewer, declarant: Declarant, rows: list[Declaration], now: Any) -> dict[str, Decision]:
    """What the viewer may do with a lab's place in a period, by verb."""
    lab, still = declarant.organisation_id, open_still(declarant)
    current = rows[0] if rows else None
    appeal = next(iter(current.appeals.all()), None) if current else None
    until = appeal_until(declarant)
    move = APPEALS.may("dismiss", appeal.state) if appeal else Decision(False, "There is no appeal.")
    return {
        "declare": may_declare(viewer, lab, still),
        "estimate": may_estimate(
            viewer,
            today=today_in(declarant.committee, now),
            declare_by=declarant.declare_by,
            has_figure=current is not None,
            is_member=declarant.let_go_at is None,
            open_still=still,
        ),
        "appeal": may_appeal(
            viewer,
            lab,
            figure=current.figure if current else "",
            in_time=until is not None and now <= until,
            has_appeal=appeal is not None,
        ),
        "decide": may_decide(viewer, move) if still else still,
    }


@require_safe
def document(request: Any, slug: str, period: str, lab: str, version: int) -> JsonResponse:
    """A declaration as the document that its commitment binds to, with the salt: for the lab and the custodian."""
    declarant = declarant_for(request.viewer, period, lab)
    row = next((one for one in history_of(declarant) if one.version == version), None)
    if row is None:
        raise Http404(version)
    content = {"document": document_of(row), "salt": row.salt, "commitment": row.commitment, "how": HOW}
    answer = JsonResponse(content, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="declaration-{period}-{lab}-{version}.json"'
    return answer
