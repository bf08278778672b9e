"""Who writes, files and opens a paper, and whom a party may name as its agent; each refusal names its article."""

from apps.committees.rules.viewer import Viewer
from apps.committees.states import FILING_ROLES, MEMBER_ROLES, Role
from apps.disputes.rules import charter as article
from apps.disputes.rules import filings
from apps.disputes.rules.charter import refuse, under
from apps.disputes.rules.readers import Author
from apps.disputes.rules.who import FIRST, SITTING, SPEAKING, Case, capacity_of, speaks
from apps.disputes.states import DOCUMENTS, OPEN, PARTIES, Capacity, DocumentKind, ServiceState, Stage
from apps.kernel.decisions import YES, Decision

WRITING = MEMBER_ROLES | (FILING_ROLES - {Role.SERVICE}) | {Role.COUNSEL, Role.CLERK, Role.PANELLIST}
"""Whose people write a paper together before somebody who binds them files it."""
MOST_DRAFTS = 20
TAKING_PART = (*PARTIES, Capacity.THIRD_PARTY)


def may_write(viewer: Viewer, case: Case, kind: DocumentKind) -> Decision:
    """A draft of a paper is begun by the people of whoever may file its kind at this stage."""
    decision = filings.may_file(kind, capacity_of(viewer, case), Stage(case.stage))
    if decision and viewer.role not in WRITING:
        return refuse(filings.FILINGS[kind].article, "Papers are written by a party's own people and its counsel.")
    return decision


def author_of(viewer: Viewer, case: Case) -> Author:
    """As whom the viewer writes: for the panel on which they sit, else for their organisation."""
    if capacity_of(viewer, case) == Capacity.PANEL:
        return Author(panel=SITTING.get(Stage(case.stage), FIRST))
    return Author(viewer.organisation_id)


def may_discard(viewer: Viewer, case: Case, *, written_by: Author, state: str) -> Decision:
    """A draft is thrown away by the people who wrote it, also when its kind can no longer be filed."""
    own = author_of(viewer, case) == written_by and capacity_of(viewer, case) != Capacity.NOBODY
    if not own or viewer.role not in WRITING:
        return refuse(article.REPLY_DAYS, "Only the people who write this draft may do that.")
    return under(article.REPLY_DAYS, DOCUMENTS.may("discard", state))


def may_change(state: str) -> Decision:
    """A draft changes; what was filed or discarded does not."""
    return under(article.REPLY_DAYS, DOCUMENTS.may("file", state))


def may_begin(kind: DocumentKind, *, offered: bool, drafts: int) -> Decision:
    """Whether another draft is begun: of a kind that is written as a paper, and while there are not too many."""
    if not offered:
        return refuse(filings.FILINGS[kind].article, "This kind of paper is not written here.")
    if drafts >= MOST_DRAFTS:
        return refuse(
            filings.FILINGS[kind].article,
            f"Your organisation has {MOST_DRAFTS} drafts in this case. File or discard one first.",
        )
    return YES


def may_save(seen: int | None, version: int) -> Decision:
    """Nobody overwrites a colleague unseen: `seen` is the version that was changed, None where nobody says."""
    if seen in {None, version}:
        return YES
    return refuse(
        article.REPLY_DAYS,
        "A colleague has changed this draft meanwhile. What you typed is still here: compare, and save again.",
    )


def may_open(viewer: Viewer, case: Case, *, served_on: int, agent: int | None, state: str) -> Decision:
    """The agent of record opens what was served; where a party has named none, anybody does who binds it.

    `served_on` is 0 where it was not served on the viewer's organisation.
    """
    if viewer.organisation_id != served_on:
        return refuse(article.REPLY_DAYS, "Only the party on which it was served opens it.")
    if state == ServiceState.OPENED:
        return refuse(article.REPLY_DAYS, "It was opened before.")
    decision = speaks(viewer, case, TAKING_PART, article.REPLY_DAYS, "Only who takes part in the case opens it.")
    if decision and agent is not None and viewer.seat_id != agent:
        return refuse(article.REPLY_DAYS, "Your agent of record in this case opens what is served on you.")
    return decision


def may_name_agent(viewer: Viewer, case: Case) -> Decision:
    """A party names its agent of record, and another in its place, as long as the case is open."""
    if case.stage not in OPEN:
        return refuse(article.REPLY_DAYS, "The case is not open: nothing is served in it.")
    return speaks(viewer, case, TAKING_PART, article.REPLY_DAYS, "Only who takes part in the case names an agent.")


def may_be_agent(role: Role, matter: str, ref: str) -> Decision:
    """Whoever binds a party can be its agent; counsel only in the case for which they sit."""
    if role not in SPEAKING or (matter and matter != ref):
        return refuse(article.REPLY_DAYS, "Choose somebody who speaks for you in this case, or its counsel.")
    return YES
