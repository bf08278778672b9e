"""What is asked of whoever orders in a case: what can be asked, about which paper, and who decides. Ours, after practice under DSU 12."""

from collections.abc import Mapping
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.disputes.rules import charter as article
from apps.disputes.rules.charter import refuse, under
from apps.disputes.rules.docket_verbs import may_order
from apps.disputes.rules.who import Case, capacity_of, speaks
from apps.disputes.states import (
    BEFORE_PANEL,
    REQUESTS,
    Capacity,
    DocumentKind,
    DocumentState,
    RequestKind,
    Track,
)
from apps.kernel.decisions import YES, Decision, first_refusal

WRITTEN = (RequestKind.STRIKE, RequestKind.URGENT)
"""What is asked for in a paper of its own; a paper that comes late asks for leave by itself."""
ARTICLES: Mapping[RequestKind, str] = {
    RequestKind.LEAVE: article.SUBMISSION_DAYS,
    RequestKind.STRIKE: article.SEAL_DAYS,
    RequestKind.URGENT: article.URGENT_REPORT_MONTHS,
}
STRIKABLE = frozenset(
    {
        DocumentKind.REPLY,
        DocumentKind.CONSULTATION,
        DocumentKind.SUBMISSION,
        DocumentKind.THIRD_SUBMISSION,
        DocumentKind.REBUTTAL,
        DocumentKind.EXHIBIT,
        DocumentKind.REQUEST,
        DocumentKind.COMMENT,
        DocumentKind.INTENTIONS,
        DocumentKind.COMPLIANCE_REPORT,
    }
)
"""What takes part in the argument. What a stage of the case rests on is withdrawn, appealed or rejected, never struck."""


def request_errors(terms: Mapping[str, Any]) -> dict[str, str]:
    """What is missing in a request, by field."""
    asks = terms.get("asks")
    if asks not in WRITTEN:
        return {"asks": "Choose what you ask for."}
    if asks == RequestKind.STRIKE and not terms.get("about"):
        return {"about": "Choose the paper that is to be struck."}
    return {}


def may_ask_for(viewer: Viewer, case: Case, kind: RequestKind, *, track: str) -> Decision:
    """Whether this can be asked for now: the urgent track by the complainant, before there is a panel."""
    if kind != RequestKind.URGENT:
        return YES
    if track == Track.URGENT:
        return refuse(ARTICLES[kind], "The case is urgent already.")
    if case.stage not in BEFORE_PANEL:
        return refuse(ARTICLES[kind], "The panel is composed, and its time runs as it is.")
    return speaks(viewer, case, {Capacity.COMPLAINANT}, ARTICLES[kind], "Only the complainant asks for that.")


def may_be_struck(kind: DocumentKind, state: str) -> Decision:
    """Whether a paper of this kind is ever struck, and stands now."""
    if kind not in STRIKABLE:
        return refuse(article.SEAL_DAYS, "The case rests on this paper: it is never struck.")
    if state != DocumentState.SERVED:
        return refuse(article.SEAL_DAYS, "Only a paper that stands in the docket is struck.")
    return YES


def may_be_restored(state: str) -> Decision:
    """Whether a paper is one that was struck."""
    return YES if state == DocumentState.STRUCK else refuse(article.SEAL_DAYS, "This paper was not struck.")


def may_decide_on(viewer: Viewer, case: Case, kind: RequestKind, *, state: str, own: bool, clerks_do: bool) -> Decision:
    """A request is decided once, by whoever orders in the case, never by who asked."""
    return first_refusal(
        may_order(viewer, case, own=own, clerks_do=clerks_do), under(ARTICLES[kind], REQUESTS.may("grant", state))
    )


def may_take_request_back(viewer: Viewer, case: Case, kind: RequestKind, *, asked_by: int, state: str) -> Decision:
    """Who asked takes it back before it is decided; that a paper came late is not taken back."""
    if kind == RequestKind.LEAVE or viewer.organisation_id != asked_by:
        return refuse(ARTICLES[kind], "Only who asked takes it back, and what came late stays late.")
    capacity = capacity_of(viewer, case)
    return first_refusal(
        speaks(viewer, case, {capacity} - {Capacity.NOBODY}, ARTICLES[kind], "Only who asked takes it back."),
        under(ARTICLES[kind], REQUESTS.may("withdraw", state)),
    )
