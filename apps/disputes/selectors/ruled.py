"""What a panel was asked and what it found, as the reader of a docket may know it."""

from collections.abc import Sequence

from apps.disputes.rules.sight import Sight
from apps.disputes.rules.who import ON_REVIEW
from apps.disputes.selectors.papers import Line
from apps.disputes.states import DocumentKind


def ruled_in(docket: Sequence[Line]) -> tuple[Sequence[tuple[str, str]], Line | None]:
    """The claims in their order, each with its finding ("" without one), and the line of the report that says so.

    Findings are of the last report that the viewer reads whole, once their own organisation has opened it.
    """
    asked = next(
        (line for line in docket if line.paper.kind == DocumentKind.PANEL_REQUEST and not line.is_marker), None
    )
    reports = [line for line in docket if line.paper.kind == DocumentKind.REPORT and line.paper.panel != ON_REVIEW]
    report = next((line for line in reversed(reports) if line.sight == Sight.FULL and line.waits is None), None)
    findings = report.paper.terms.get("findings", {}) if report else {}
    claims = asked.paper.terms["claims"] if asked else []
    return [(claim, findings.get(str(number), "")) for number, claim in enumerate(claims, start=1)], report
