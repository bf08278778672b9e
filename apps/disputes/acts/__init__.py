"""What can happen in disputes, who is told, which clocks run; the charter's chapter."""

from apps.committees.rules.charter import SECTIONS
from apps.disputes.acts import (
    agreeing,
    cases,
    companions,
    joining,
    panels,
    papers,
    remedies,
    requests,
    roster,
    rulings,
    sides,
)
from apps.disputes.rules.charter import SECTION


def register() -> None:
    """Fill the charter, the subjects, the audiences, the clocks and the catalogue."""
    SECTIONS.register(SECTION.key, SECTION)
    for part in (sides, cases, papers, panels, rulings, agreeing, joining, companions, requests, remedies, roster):
        part.register()
