"""The tenant's tables. Rows are dated; what held on a day can always be asked."""

from apps.committees.models.charter import CharterDraft, CharterVersion
from apps.committees.models.committee import Committee
from apps.committees.models.dated import TERM, DatedQuerySet, choices, ends_after_start
from apps.committees.models.entrance import Application, Invitation
from apps.committees.models.keys import ApiToken, FactorReset, IdempotentAnswer, OperatorSession
from apps.committees.models.organisation import (
    Access,
    Jurisdiction,
    MembershipChange,
    Organisation,
    StandingFact,
    Tie,
    narrowed_authorities,
)
from apps.committees.models.seat import ActingChair, Administrator, Cover, Office, Seat

__all__ = [
    "TERM",
    "Access",
    "ActingChair",
    "Administrator",
    "ApiToken",
    "Application",
    "CharterDraft",
    "CharterVersion",
    "Committee",
    "Cover",
    "DatedQuerySet",
    "FactorReset",
    "IdempotentAnswer",
    "Invitation",
    "Jurisdiction",
    "MembershipChange",
    "Office",
    "OperatorSession",
    "Organisation",
    "Seat",
    "StandingFact",
    "Tie",
    "choices",
    "ends_after_start",
    "narrowed_authorities",
]
