"""What a panel was asked, and what it found."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.disputes.models import Case, Paper
from apps.disputes.rules.rulings import Verdict
from apps.disputes.rules.sight import Sight
from apps.disputes.rules.who import ON_REVIEW
from apps.disputes.selectors.papers import Line
from apps.disputes.states import DocumentKind, DocumentState


def claims_of(case: Case) -> Sequence[str]:
    """The claims of the request for a panel, in their order; none before it."""
    asked = Paper.objects.filter(case=case, kind=DocumentKind.PANEL_REQUEST, filed_at__isnull=False).order_by("pk")
    terms = asked.values_list("terms", flat=True).first()
    return terms["claims"] if terms else []


def last_report(case: Case) -> Paper | None:
    """The report that counts: the second panel's, where there was an appeal; not that of a compliance review."""
    rows = Paper.objects.filter(case=case, kind=DocumentKind.REPORT, state=DocumentState.SERVED)
    found = rows.exclude(panel=ON_REVIEW).order_by("-panel", "-pk").first()
    if found is not None:
        found.case = case
    return found


@dataclass(frozen=True, slots=True)
class Ruled:
    """The claims as one viewer has them, each with its number and what the report finds, and the report that they read."""

    claims: Sequence[tuple[int, str, Verdict | None]]
    report: Line | None


def ruled_in(docket: Sequence[Line]) -> Ruled:
    """The claims, and what the report finds of each where the viewer reads the report (no query)."""
    asked = [line for line in docket if line.paper.kind == DocumentKind.PANEL_REQUEST and not line.is_marker]
    reports = [line for line in docket if line.paper.kind == DocumentKind.REPORT and line.paper.panel != ON_REVIEW]
    report = next((line for line in reversed(reports) if line.sight == Sight.FULL and line.waits is None), None)
    findings = report.paper.terms.get("findings", {}) if report else {}
    claims = asked[0].paper.terms["claims"] if asked else []
    rows = [
        (number, claim, Verdict(findings[str(number)]) if str(number) in findings else None)
        for number, claim in enumerate(claims, start=1)
    ]
    return Ruled(rows, report)
