"""The motion by which the committee rejects the report of a panel; a report that nobody rejects is adopted by itself.

By consensus the parties take part, as in the WTO (DSU 16.3 and 16.4): whoever has won can keep the report. By any other rule
they stand back, so that nobody outvotes a judgment on themselves.
"""

from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.selectors import charter_value
from apps.disputes.models import Case, CaseParty
from apps.disputes.rules.charter import ADOPT_DAYS, REJECT_RULE, by
from apps.disputes.selectors.rulings import last_report
from apps.disputes.services.reporting import reject
from apps.disputes.states import CAPACITY_LABELS, PARTIES, Capacity, Stage
from apps.kernel.decisions import Invalid
from apps.votes.models import Motion
from apps.votes.rules.kinds import BY_VOTE, MotionKind, Parameter, Payload, Preview

REJECT = "dispute.reject"
CONSENSUS = "consensus"


def _choices(viewer: Viewer, _now: datetime) -> list[tuple[str, str]]:
    rows = Case.objects.read_by(viewer).filter(stage=Stage.REPORT).order_by("ref")
    return [(row.ref, f"{row.ref} {row.title}") for row in rows]


def _settle(payload: Payload, viewer: Viewer, _now: datetime) -> dict[str, Any]:
    row = Case.objects.read_by(viewer).filter(stage=Stage.REPORT, ref=payload.get("case", "")).first()
    report = last_report(row) if row else None
    if row is None or report is None:
        raise Invalid({"case": "Choose a case whose report is circulated and not adopted."})
    return {"case": row.ref, "title": row.title, "report": report.ref, "sha256": report.sha256}


def case_of(payload: Payload) -> Case | None:
    """The case that a motion names."""
    return Case.objects.filter(ref=payload.get("case", "")).first()


def parties_of(payload: Payload, now: datetime) -> dict[int, str]:
    """Who stands back from the motion, and why: nobody where the charter asks for consensus."""
    if charter_value(REJECT_RULE, now) == CONSENSUS:
        return {}
    rows = CaseParty.objects.filter(case=case_of(payload), left_at=None, capacity__in=sorted(PARTIES))
    return {
        row.organisation_id: f"{row.organisation.name} is {CAPACITY_LABELS[Capacity(row.capacity)]} in {payload['case']}."
        for row in rows.select_related("organisation")
    }


def _impossible(payload: Payload, _now: datetime) -> str:
    case = case_of(payload)
    if case is None or case.stage != Stage.REPORT:
        return f"The report is adopted, appealed or settled {by(ADOPT_DAYS)}."
    report = last_report(case)
    stands = report is not None and report.ref == payload.get("report")
    return "" if stands else f"Another report stands in its place {by(ADOPT_DAYS)}."


def _effect(motion: Motion, actor: Portal, now: datetime) -> str:
    case = reject(actor=actor, now=now, ref=motion.payload["case"], motion_ref=motion.ref)
    return f"The report in {case.ref} is rejected."


def _preview(payload: Payload, _viewer: Viewer, _now: datetime) -> Preview:
    ref = payload.get("case", "")
    return Preview(
        (f"The report in {ref} is rejected: the case is over, and nobody owes anything by it.",),
        (f"The report in {ref} is adopted at its hour.",),
    )


KINDS_HERE = (
    MotionKind(
        key=REJECT,
        label="Reject the report of a panel",
        hint="A report in a dispute is adopted by itself at its hour, unless the committee rejects it.",
        article=REJECT_RULE,
        procedures=BY_VOTE,
        parameters=(Parameter("case", "Case", "One whose report is circulated and not adopted.", _choices),),
        settle=_settle,
        parties=parties_of,
        impossible=_impossible,
        effect=_effect,
        preview=_preview,
        says=lambda payload: f"Reject the report in {payload.get('case', '')} “{payload.get('title', '')}”.",
    ),
)
