"""The requests in a case as one viewer has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.disputes.models import Case, Paper, Request
from apps.disputes.rules import requests as rules
from apps.disputes.rules.docket_verbs import may_order
from apps.disputes.rules.sight import Sight
from apps.disputes.selectors.cases import Known, clerks_order, known
from apps.disputes.selectors.papers import Line
from apps.disputes.states import DocumentKind, RequestKind
from apps.kernel.decisions import Decision, first_refusal


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: what the viewer can do about it, and how its papers are cited."""

    request: Request
    may_decide: bool
    may_take_back: bool


def requests_in(viewer: Viewer, case: Case, of: Known, docket: Sequence[Line], now: datetime) -> list[Asked]:
    """The requests of which the viewer sees more than a marker of the paper that asks, the newest first (two queries)."""
    shown = [line.paper.pk for line in docket if not line.is_marker]
    rows = Request.objects.filter(case=case, paper__in=shown)
    found = list(rows.select_related("organisation", "paper", "about", "order").order_by("-pk"))
    clerks_do = clerks_order(case, of, now) if found else False
    for one in found:
        for paper in filter(None, (one.paper, one.about, one.order)):
            paper.case = case
    return [_asked(viewer, of, one, clerks_do) for one in found]


def _asked(viewer: Viewer, of: Known, one: Request, clerks_do: bool) -> Asked:
    kind, own = RequestKind(one.kind), one.organisation_id == viewer.organisation_id
    decides = rules.may_decide_on(viewer, of, kind, state=one.state, own=own, clerks_do=clerks_do)
    takes = rules.may_take_request_back(viewer, of, kind, asked_by=one.organisation_id, state=one.state)
    return Asked(one, bool(decides), bool(takes))


def request_in(viewer: Viewer, case: Case, uid: UUID) -> Request:
    """The request of this case with this id, where the viewer sees more than a marker of the paper that asks; Http404 else."""
    read = Paper.objects.read_by(viewer, Sight.REDACTED)
    found = Request.objects.filter(case=case, uid=uid, paper__in=read).select_related("paper", "about").first()
    if found is None:
        raise Http404(str(uid))
    return found


def decision_on(viewer: Viewer, case: Case, uid: UUID, now: datetime) -> Decision:
    """Whether the viewer decides on it; Http404 for a hidden one."""
    found, of = request_in(viewer, case, uid), known(case)
    own = found.organisation_id == viewer.organisation_id
    kind, clerks_do = RequestKind(found.kind), clerks_order(case, of, now)
    return rules.may_decide_on(viewer, of, kind, state=found.state, own=own, clerks_do=clerks_do)


def may_strike(viewer: Viewer, case: Case, of: Known, paper: Paper, now: datetime) -> Decision:
    """Whether the viewer strikes this paper by order."""
    return first_refusal(
        rules.may_be_struck(DocumentKind(paper.kind), paper.state), _may_order(viewer, case, of, paper, now)
    )


def may_restore(viewer: Viewer, case: Case, of: Known, paper: Paper, now: datetime) -> Decision:
    """Whether the viewer restores this paper by order."""
    return first_refusal(rules.may_be_restored(paper.state), _may_order(viewer, case, of, paper, now))


def _may_order(viewer: Viewer, case: Case, of: Known, paper: Paper, now: datetime) -> Decision:
    own = paper.organisation_id == viewer.organisation_id
    return may_order(viewer, of, own=own, clerks_do=clerks_order(case, of, now))


def restorable(viewer: Viewer, case: Case, of: Known, docket: Sequence[Line], now: datetime) -> list[Line]:
    """The struck papers that the viewer restores by order."""
    struck = [line for line in docket if rules.may_be_restored(line.paper.state)]
    clerks_do = clerks_order(case, of, now) if struck else False
    return [
        line
        for line in struck
        if may_order(viewer, of, own=line.paper.organisation_id == viewer.organisation_id, clerks_do=clerks_do)
    ]


def strikable(docket: Sequence[Line]) -> list[Line]:
    """The papers of which the viewer can ask that they be struck."""
    return [
        line
        for line in docket
        if not line.is_marker and rules.may_be_struck(DocumentKind(line.paper.kind), line.paper.state)
    ]
