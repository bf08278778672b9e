"""Cases, who takes part in them, and their dockets."""

from apps.disputes.models.cases import Case, seats_that_read
from apps.disputes.models.docket import PAPER, Paper, Sealing, Service, seats_that_read_paper
from apps.disputes.models.taking_part import CaseParty, Panel, Place

__all__ = [
    "PAPER",
    "Case",
    "CaseParty",
    "Panel",
    "Paper",
    "Place",
    "Sealing",
    "Service",
    "seats_that_read",
    "seats_that_read_paper",
]
