"""What parties can agree on with each other, when, and who answers; each refusal names its article.

A proposal takes effect when every other party has agreed to it: the portal does then what it says, in the same moment.
"""

from collections.abc import Collection, Mapping
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.disputes.rules import charter as article
from apps.disputes.rules.charter import refuse, under
from apps.disputes.rules.who import Case, speaks
from apps.disputes.states import (
    BEFORE_PANEL,
    OPEN,
    PARTIES,
    PROPOSAL_LABELS,
    PROPOSALS,
    STAGE_LABELS,
    Capacity,
    ProposalKind,
    Stage,
)
from apps.kernel.decisions import YES, Decision, first_refusal

BEING_COMPOSED = (Stage.PANEL_REQUEST, Stage.APPEAL)
STAGES: Mapping[ProposalKind, tuple[Stage, ...]] = {
    ProposalKind.TALKS_FAILED: (Stage.CONSULTATIONS,),
    ProposalKind.SIZE: BEING_COMPOSED,
    ProposalKind.PANEL: BEING_COMPOSED,
    ProposalKind.LOT: BEING_COMPOSED,
    ProposalKind.WAIVER: BEING_COMPOSED,
    ProposalKind.MORE_TIME: OPEN,
    ProposalKind.PERIOD: (Stage.COMPLIANCE,),
    ProposalKind.SETTLEMENT: OPEN,
}
ARTICLES: Mapping[ProposalKind, str] = {
    ProposalKind.TALKS_FAILED: article.CONSULT_DAYS,
    ProposalKind.SIZE: article.SIZE_DAYS,
    ProposalKind.PANEL: article.COMPOSE_DAYS,
    ProposalKind.LOT: article.LOT_DAYS,
    ProposalKind.WAIVER: article.TIES,
    ProposalKind.MORE_TIME: article.SUBMISSION_DAYS,
    ProposalKind.PERIOD: article.PERIOD_DAYS,
    ProposalKind.SETTLEMENT: article.SETTLE,
}
SAYS: Mapping[ProposalKind, str] = {
    ProposalKind.TALKS_FAILED: "Consultations have failed: the complainant may ask for a panel at once.",
    ProposalKind.SIZE: "The panel is of {size}.",
    ProposalKind.PANEL: "{names} sit, and the first of them presides.",
    ProposalKind.LOT: "The panel is drawn by lot now; nobody waits for the end of the parties' time.",
    ProposalKind.WAIVER: "{names} may sit, although they are in conflict.",
    ProposalKind.MORE_TIME: "“{clock}” is due on {to} instead.",
    ProposalKind.PERIOD: "The respondent has until {to} to comply.",
    ProposalKind.SETTLEMENT: "The case is settled.",
}
"""What comes to pass when it is agreed on."""


def sentence(kind: ProposalKind, terms: Mapping[str, Any]) -> str:
    """What a proposal says, in a sentence."""
    said = dict(terms)
    if "names" in said:
        said["names"] = ", ".join(said["names"])
    return SAYS[kind].format_map(said)


def may_propose(viewer: Viewer, case: Case, kind: ProposalKind) -> Decision:
    """A party proposes it to the others, at the stages where it can take effect."""
    key = ARTICLES[kind]
    if case.stage not in STAGES[kind]:
        return refuse(
            key, f"{PROPOSAL_LABELS[kind]}: that is nothing to agree on at “{STAGE_LABELS[Stage(case.stage)]}”."
        )
    return speaks(viewer, case, PARTIES, key, "Only the parties agree on that.")


def may_agree(viewer: Viewer, case: Case, kind: ProposalKind, *, state: str, said: Collection[int]) -> Decision:
    """A party that has not said so yet agrees; `said` are the organisations that have, whoever proposed it among them."""
    key = ARTICLES[kind]
    if viewer.organisation_id in said:
        return refuse(key, "Your organisation has agreed already; the other parties answer.")
    return first_refusal(may_propose(viewer, case, kind), under(key, PROPOSALS.may("agree", state)))


def may_refuse(viewer: Viewer, case: Case, kind: ProposalKind, *, state: str, proposed_by: int) -> Decision:
    """Another party refuses it; it can be proposed again."""
    key = ARTICLES[kind]
    if viewer.organisation_id == proposed_by:
        return refuse(key, "Your own organisation proposed it: withdraw it instead.")
    return first_refusal(
        speaks(viewer, case, PARTIES, key, "Only the parties answer it."), under(key, PROPOSALS.may("refuse", state))
    )


def may_withdraw(viewer: Viewer, case: Case, kind: ProposalKind, *, state: str, proposed_by: int) -> Decision:
    """Whoever proposed it takes it back while the others have not all agreed."""
    key = ARTICLES[kind]
    if viewer.organisation_id != proposed_by:
        return refuse(key, "Only the party that proposed it withdraws it.")
    return first_refusal(
        speaks(viewer, case, PARTIES, key, "Only the parties do that."), under(key, PROPOSALS.may("withdraw", state))
    )


def settles_late(case: Case, *, at_any_time: bool) -> Decision:
    """Whether the charter still lets the parties settle at this stage."""
    if at_any_time or case.stage in {*BEFORE_PANEL, Stage.COMPOSED, Stage.WRITTEN, Stage.HEARING, Stage.INTERIM}:
        return YES
    return refuse(article.SETTLE, "The parties settle until the report is circulated.")


def everybody(case: Case, said: Collection[int]) -> bool:
    """Whether every complainant and respondent has agreed."""
    sides = {one for one, capacity in case.parties.items() if capacity in PARTIES}
    return sides <= set(said)


def has_both_sides(case: Case) -> bool:
    """Whether there is somebody on either side to agree."""
    return {Capacity.COMPLAINANT, Capacity.RESPONDENT} <= set(case.parties.values())
