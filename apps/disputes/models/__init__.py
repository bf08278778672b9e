"""Cases, who takes part in them, their panels and their dockets."""

from apps.disputes.models.agreeing import PROPOSAL, Assent, Proposal
from apps.disputes.models.cases import Case, seats_that_read
from apps.disputes.models.docket import PAPER, Paper, Sealing, Service, seats_that_read_paper
from apps.disputes.models.panels import Disclosure, Hearing, Listed, Panel, Place
from apps.disputes.models.remedies import Remedy
from apps.disputes.models.requests import Request
from apps.disputes.models.taking_part import CaseParty, Companion, Joinder

__all__ = [
    "PAPER",
    "PROPOSAL",
    "Assent",
    "Case",
    "CaseParty",
    "Companion",
    "Disclosure",
    "Hearing",
    "Joinder",
    "Listed",
    "Panel",
    "Paper",
    "Place",
    "Proposal",
    "Remedy",
    "Request",
    "Sealing",
    "Service",
    "seats_that_read",
    "seats_that_read_paper",
]
