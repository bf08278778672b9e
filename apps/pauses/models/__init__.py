"""Pause orders, whom and what they bind, what labs attest, and what must be shown for them to end."""

from apps.pauses.models.compliance import (
    Attestation,
    AttestedCommitment,
    AttestedFile,
    AttestedRun,
    Challenge,
    ComplianceCase,
    Consequence,
)
from apps.pauses.models.lifting import CompleteResponse, Condition, Permit, PermitMeasure, Showing
from apps.pauses.models.order import (
    SUBJECT,
    Adhesion,
    Binding,
    Measure,
    MeasureLab,
    PauseOrder,
    presided_by,
    seats_that_may_see,
)
from apps.pauses.models.signed import KEY_SUBJECT, MeasuresKey, SignedMeasures

__all__ = [
    "KEY_SUBJECT",
    "SUBJECT",
    "Adhesion",
    "Attestation",
    "AttestedCommitment",
    "AttestedFile",
    "AttestedRun",
    "Binding",
    "Challenge",
    "CompleteResponse",
    "ComplianceCase",
    "Condition",
    "Consequence",
    "Measure",
    "MeasureLab",
    "MeasuresKey",
    "PauseOrder",
    "Permit",
    "PermitMeasure",
    "Showing",
    "SignedMeasures",
    "presided_by",
    "seats_that_may_see",
]
