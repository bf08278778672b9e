"""Where a request to let more people see a report stands, and the text that the public is told."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


class WideningState(StrEnum):
    """Where a request stands that more people may see a report."""

    PENDING = "pending"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


WIDENING_LABELS = {
    WideningState.PENDING: "Waits for a second person",
    WideningState.AGREED: "Agreed",
    WideningState.REFUSED: "Refused",
    WideningState.WITHDRAWN: "Taken back",
}

WIDENINGS = Transitions(
    Move("agree", (WideningState.PENDING,), WideningState.AGREED, "a second person"),
    Move("refuse", (WideningState.PENDING,), WideningState.REFUSED, "a second person, with the reason"),
    Move("take back", (WideningState.PENDING,), WideningState.WITHDRAWN, "who asked, or the end of the report"),
)


class PublicState(StrEnum):
    """Where a version of what the public is told of a report stands."""

    DRAFTED = "drafted"
    AGREED = "agreed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


IN_WORK = (PublicState.DRAFTED, PublicState.AGREED)
"""Not yet public, and not thrown away."""

PUBLIC_LABELS = {
    PublicState.DRAFTED: "Draft",
    PublicState.AGREED: "Agreed, not yet published",
    PublicState.PUBLISHED: "Published",
    PublicState.SUPERSEDED: "Replaced by a later version",
    PublicState.WITHDRAWN: "Withdrawn",
    PublicState.DISCARDED: "Discarded",
}

PUBLIC_TRANSITIONS = Transitions(
    Move("change", IN_WORK, PublicState.DRAFTED, "the reporting organisation or a clerk"),
    Move("agree", (PublicState.DRAFTED,), PublicState.AGREED, "the reporting organisation"),
    Move("publish", (PublicState.AGREED,), PublicState.PUBLISHED, "a clerk who did not write it"),
    Move("give_back", (PublicState.AGREED,), PublicState.DRAFTED, "a clerk, who says why"),
    Move("replace", (PublicState.PUBLISHED,), PublicState.SUPERSEDED, "the publication of a later version"),
    Move("withdraw", (PublicState.PUBLISHED,), PublicState.WITHDRAWN, "the reporting organisation or a clerk"),
    Move("discard", IN_WORK, PublicState.DISCARDED, "the reporting organisation or a clerk"),
)
