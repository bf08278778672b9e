"""The last consequence of a pause that was not kept: the committee complains."""

from datetime import datetime

from apps.disputes.rules.charter import PORTAL, by
from apps.disputes.services.opening import open_for_committee
from apps.pauses.models import ComplianceCase
from apps.pauses.rules.consequences import CONSEQUENCES, DISPUTE, SUSPENDED_VOTE, Consequence


def take(case: ComplianceCase, now: datetime) -> str:
    """Open a dispute about the lab's breach of the pause, its facts as the compliance case has them."""
    order, lab = case.binding.order, case.binding.organisation
    found = f"{case.found_at:%d %B %Y}" if case.found_at else "this day"
    paragraphs = [
        f"{lab.name} is bound by {order.ref}, “{order.title}”.",
        f"{case.ref} was opened on {case.opened_at:%d %B %Y}: {case.because}",
        f"It answered on {case.answered_at:%d %B %Y}." if case.answered_at else "It gave no answer.",
        f"On {found} it was found not to have complied.",
        "What followed by the charter has not brought it to comply. The committee asks that a breach be found.",
    ]
    opened = open_for_committee(
        now=now,
        respondent=lab,
        title=f"{order.ref} was not kept",
        text="\n\n".join(paragraphs),
        about=[one for one in (order.ref, case.ref) if one],
    )
    if opened is None:
        return f"No dispute is opened: the charter does not provide for it, or one is open {by(PORTAL)}."
    # What is said here is published with the case, and the public does not learn of a dispute by its reference.
    return f"The committee complains about {lab.name} {by(PORTAL)}."


def register() -> None:
    """Fill the registry of consequences."""
    says = "The committee complains about the lab, and the case is heard as any other dispute."
    CONSEQUENCES.register(DISPUTE, Consequence(DISPUTE, "Dispute", says, take, (SUSPENDED_VOTE,)))
