"""What a case's page shows of remedies: the ladder, and what the panel of the review can do."""

from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.disputes.forms.remedies import OrderRemedyForm, RefuseRemedyForm, ReviewRemedyForm
from apps.disputes.models import Case
from apps.disputes.rules.remedies import may_decide_remedy
from apps.disputes.rules.who import capacity_of
from apps.disputes.selectors.cases import Known
from apps.disputes.selectors.papers import Line
from apps.disputes.selectors.remedies import ladder_of
from apps.disputes.states import Capacity, RemedyState

TONES = {
    RemedyState.ASKED: "info",
    RemedyState.IN_FORCE: "warn",
    RemedyState.FULFILLED: "ok",
    RemedyState.FAILED: "stop",
}


def remedies_of(viewer: Viewer, case: Case, of: Known, docket: list[Line]) -> dict[str, Any]:
    """The context: `ladder` with the tone of each remedy, `decides` on which the viewer decides, and its forms."""
    ladder = ladder_of(case, docket, reads=capacity_of(viewer, of) != Capacity.NOBODY)
    rungs = [(rung, [(one, TONES.get(RemedyState(one.row.state), "neutral")) for one in rung.rows]) for rung in ladder]
    rows = [one.row for rung in ladder for one in rung.rows]
    asked = next((row for row in rows if may_decide_remedy(viewer, of, "order", state=row.state)), None)
    runs = next((row for row in rows if may_decide_remedy(viewer, of, "fulfil", state=row.state)), None)
    return {
        "ladder": rungs,
        "remedy_asked": asked,
        "remedy_runs": runs,
        "order_remedy_form": OrderRemedyForm(remedy=asked, auto_id="id_order_remedy_%s") if asked else None,
        "refuse_remedy_form": RefuseRemedyForm(auto_id="id_refuse_remedy_%s"),
        "review_remedy_form": ReviewRemedyForm(auto_id="id_review_remedy_%s"),
    }
