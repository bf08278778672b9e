"""Who orders, seals, strikes and puts off, and the sentence for those who may not. Each refusal names its article."""

from datetime import datetime

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.disputes.rules import charter as article
from apps.disputes.rules.charter import refuse
from apps.disputes.rules.clocks import Clock, may_put_off
from apps.disputes.rules.verbs import may_edit
from apps.disputes.rules.who import Case, capacity_of, speaks
from apps.disputes.states import (
    BEFORE_PANEL,
    OPEN,
    PARTIES,
    Capacity,
    DocumentState,
    Stage,
)
from apps.kernel.decisions import YES, Decision, first_refusal


def may_order(actor: Actor, case: Case, *, own: bool = False, clerks_do: bool = False) -> Decision:
    """Orders on requests, seals, joinder and papers: the panel; before there is one whoever presides over the case.

    `clerks_do` is whether nobody without a stake presides, so that a clerk does; `own` whether it is about what the
    actor's organisation itself has asked for.
    """
    if isinstance(actor, Portal):
        return YES
    if case.stage not in OPEN or case.stage == Stage.REPORT:
        return refuse(
            article.SEAL_DAYS, "There is nothing to order: the case is not open, or its report is circulated."
        )
    if own:
        return refuse(article.SEAL_DAYS, "Nobody decides on what their own organisation has asked for.")
    if case.stage not in BEFORE_PANEL:
        return speaks(actor, case, {Capacity.PANEL}, article.SEAL_DAYS, "Only the panel orders that.")
    if clerks_do and capacity_of(actor, case) == Capacity.CLERK:
        return YES
    return speaks(
        actor,
        case,
        {Capacity.PRESIDING},
        article.SEAL_DAYS,
        "Until there is a panel whoever presides over the case orders that.",
    )


def may_seal(viewer: Viewer, case: Case, *, filed_it: bool) -> Decision:
    """Whoever filed a paper seals it or a passage of it, also after service; a party asks that the case be sealed."""
    if case.stage not in {Stage.DRAFT, *OPEN}:
        return refuse(article.SEAL_DAYS, "The case is over; its seals stay as they are.")
    if not filed_it:
        return refuse(
            article.SEAL_DAYS, "Whoever filed a paper seals it. Ask the panel to seal what another has filed."
        )
    if case.stage == Stage.DRAFT:
        return may_edit(viewer, case)
    taking_part = {*PARTIES, Capacity.THIRD_PARTY}
    return speaks(viewer, case, taking_part, article.SEAL_DAYS, "Only who takes part in the case seals a paper.")


def may_object_to_seal(viewer: Viewer, case: Case, *, filed_it: bool) -> Decision:
    """Another party objects to a seal; then it is decided."""
    if filed_it:
        return refuse(article.SEAL_DAYS, "It is your own seal: lift it instead.")
    if case.stage not in OPEN:
        return refuse(article.SEAL_DAYS, "The case is over; its seals stay as they are.")
    return speaks(viewer, case, PARTIES, article.SEAL_DAYS, "Only the parties object to a seal.")


def may_strike_document(
    actor: Actor, case: Case, *, state: str, own: bool = False, clerks_do: bool = False
) -> Decision:
    """The wrong paper is struck by order: it stays in the docket with its number, and nobody judges by it."""
    if state not in {DocumentState.FILED, DocumentState.SERVED}:
        return refuse(article.SEAL_DAYS, "Only a paper that was filed and not struck can be struck.")
    return may_order(actor, case, own=own, clerks_do=clerks_do)


def may_propose_extension(
    viewer: Viewer, case: Case, clock: Clock, *, at: datetime, to: datetime, longest: datetime | None = None
) -> Decision:
    """A party proposes that a time of the parties be longer: from `at` to `to`, never beyond `longest`."""
    if case.stage not in OPEN:
        return refuse(article.SUBMISSION_DAYS, "The case is over.")
    return first_refusal(
        speaks(viewer, case, PARTIES, article.SUBMISSION_DAYS, "Only the parties agree on more time."),
        may_put_off(clock, at, to, longest),
    )


def may_answer_extension(viewer: Viewer, case: Case, *, proposed_by: int) -> Decision:
    """Every other party agrees, or one refuses; whoever proposed it has said so already."""
    if viewer.organisation_id == proposed_by:
        return refuse(article.SUBMISSION_DAYS, "Your own organisation proposed it; the other parties answer.")
    return speaks(viewer, case, PARTIES, article.SUBMISSION_DAYS, "Only the parties agree on more time.")
