"""Pause orders, whom and what they bind, what labs attest, and what must be shown for them to end."""

from apps.pauses.models.compliance import Attestation, AttestedRun, Challenge, ComplianceCase, Consequence
from apps.pauses.models.lifting import CompleteResponse, Condition, Permit, PermitMeasure, Showing
from apps.pauses.models.order import (
    SUBJECT,
    Adhesion,
    Binding,
    DeclaredCompute,
    Measure,
    MeasureLab,
    PauseOrder,
    seats_that_may_see,
)
from apps.pauses.models.signed import MeasuresKey, SignedMeasures

__all__ = [
    "SUBJECT",
    "Adhesion",
    "Attestation",
    "AttestedRun",
    "Binding",
    "Challenge",
    "CompleteResponse",
    "ComplianceCase",
    "Condition",
    "Consequence",
    "DeclaredCompute",
    "Measure",
    "MeasureLab",
    "MeasuresKey",
    "PauseOrder",
    "Permit",
    "PermitMeasure",
    "Showing",
    "SignedMeasures",
    "seats_that_may_see",
]
