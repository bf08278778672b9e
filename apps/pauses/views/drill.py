"""What came of a drill: its page, and the same as a table and for print."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.kernel.exports import csv_answer
from apps.kernel.pdf import compile_pdf
from apps.kernel.times import written
from apps.pauses.models import PauseOrder
from apps.pauses.rules.took import in_words, minutes
from apps.pauses.selectors.drill import DrillReport, LabReport, report_of
from apps.pauses.selectors.finding import order_for
from apps.pauses.states import ENDED
from apps.pauses.views.marks import state_tag

COLUMNS = ("drill", "who", "step", "at", "minutes", "told", "delivered", "seen", "middle minutes", "slowest minutes")


def _drill(request: Any, ref: str) -> PauseOrder:
    order = order_for(request.viewer, ref)
    if not order.is_drill or order.adopted_at is None:
        raise Http404(ref)
    return order


@require_safe
def drill(request: Any, slug: str, ref: str) -> HttpResponse:
    """Who was reached in what time, so far where the drill runs."""
    order = _drill(request, ref)
    report = report_of(order)
    context = {
        "order": order,
        "report": report,
        "state_tag": state_tag(order.state),
        "is_over": order.state in ENDED,
        "findings": _findings(report),
        "labs": [(lab, [(step, in_words(step.took)) for step in lab.steps]) for lab in report.labs],
        "groups": [(one, in_words(one.middle), in_words(one.slowest)) for one in report.groups],
    }
    return render(request, "pauses/drill.html", context)


def _findings(report: DrillReport) -> list[str]:
    """What a reader wants to know first."""
    labs = len(report.labs)
    said = labs - len(report.silent)
    found = [_("%(said)d of %(labs)d labs said that the order had reached them.") % {"said": said, "labs": labs}]
    if slowest := report.slowest:
        words = {"lab": slowest.name, "took": in_words(slowest.acknowledged.took)}
        found.append(_("The slowest was %(lab)s, after %(took)s.") % words)
    if report.silent:
        found.append(_("Not said so: %(labs)s.") % {"labs": ", ".join(lab.name for lab in report.silent)})
    if report.never:
        found.append(_("Nothing reached %(labs)s.") % {"labs": ", ".join(lab.name for lab in report.never)})
    return found if labs else [_("Nobody has been served.")]


@require_safe
def drill_csv(request: Any, slug: str, ref: str) -> HttpResponse:
    """The report as a table: a line for each step of each lab, and one for each kind of seat."""
    order = _drill(request, ref)
    report = report_of(order)
    rows = [*(row for lab in report.labs for row in _lab_rows(order, lab)), *_group_rows(order, report)]
    return csv_answer(f"DRILL-{order.ref}.csv", COLUMNS, rows)


def _lab_rows(order: PauseOrder, lab: LabReport) -> Iterator[tuple]:
    yield (f"DRILL {order.ref}", lab.name, "Served", lab.served_at.isoformat(), 0, "", "", "", "", "")
    for step in lab.steps:
        at = step.at.isoformat() if step.at else ""
        yield (f"DRILL {order.ref}", lab.name, step.label, at, minutes(step.took), "", "", "", "", "")


def _group_rows(order: PauseOrder, report: DrillReport) -> Iterator[tuple]:
    for one in report.groups:
        counts = (one.told, one.delivered, one.seen, minutes(one.middle), minutes(one.slowest))
        yield (f"DRILL {order.ref}", one.label, "", "", "", *counts)


@require_safe
def drill_pdf(request: Any, slug: str, ref: str) -> HttpResponse:
    """The report as a tagged PDF."""
    order = _drill(request, ref)
    report = report_of(order)
    data = {
        "committee": request.committee.name,
        "ref": order.ref,
        "title": order.marked_title,
        "findings": _findings(report),
        "labs": [
            [lab.name, written(lab.served_at), *(_("%(step)s: %(took)s") % _said(step) for step in lab.steps)]
            for lab in report.labs
        ],
        "groups": [
            [one.label, str(one.told), str(one.delivered), str(one.seen), in_words(one.middle), in_words(one.slowest)]
            for one in report.groups
        ],
    }
    response = HttpResponse(compile_pdf("pauses/drill.typ", data), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="DRILL-{order.ref}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _said(step: Any) -> dict[str, str]:
    return {"step": step.label, "took": in_words(step.took) or _("not yet")}
