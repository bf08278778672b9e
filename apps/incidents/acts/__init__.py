"""What can happen to reports, regimes, duties and packages; who is told, which clocks run, what becomes public."""

from apps.incidents.acts import (
    actions,
    alerts,
    duties,
    packages,
    protected,
    public,
    questions,
    regimes,
    reports,
    threads,
    widening,
    working,
)
from apps.incidents.acts.reports import (
    ACKNOWLEDGED,
    ACKNOWLEDGEMENT,
    AMENDED,
    ASSESSING,
    CLOSED,
    DISCARDED,
    EVIDENCE_ADDED,
    FILED,
    IMPORTED,
    PUBLISHED,
    REMARKED,
    SUBJECT,
    UNANSWERED,
    UPDATE,
    UPDATED,
    WITHDRAWN,
)

__all__ = [
    "ACKNOWLEDGED",
    "ACKNOWLEDGEMENT",
    "AMENDED",
    "ASSESSING",
    "CLOSED",
    "DISCARDED",
    "EVIDENCE_ADDED",
    "FILED",
    "IMPORTED",
    "PUBLISHED",
    "REMARKED",
    "SUBJECT",
    "UNANSWERED",
    "UPDATE",
    "UPDATED",
    "WITHDRAWN",
    "register",
]


def register() -> None:
    """Fill the registries with everything that incidents declare."""
    for part in (
        reports,
        regimes,
        duties,
        questions,
        packages,
        actions,
        working,
        widening,
        public,
        alerts,
        threads,
        protected,
    ):
        part.register()
