"""What the pages of membership show, one module a noun."""

from apps.membership.selectors.charter import (
    ArticleLine,
    Chapter,
    Charter,
    Comparison,
    Effect,
    charter,
    comparison,
    draft_for,
    drafts,
    effect_of,
    latest_charter,
    open_drafts,
    versions,
)
from apps.membership.selectors.invitations import invitation_by_secret, invitations
from apps.membership.selectors.members import Member, Members, former_seats, members, organisation_timeline, terms_of
from apps.membership.selectors.operators import OperatorLine, operator_lines, operator_sessions
from apps.membership.selectors.setup import decided_acts, is_closed, last_test
from apps.membership.selectors.tokens import token_seats, tokens

__all__ = [
    "ArticleLine",
    "Chapter",
    "Charter",
    "Comparison",
    "Effect",
    "Member",
    "Members",
    "OperatorLine",
    "charter",
    "comparison",
    "decided_acts",
    "draft_for",
    "drafts",
    "effect_of",
    "former_seats",
    "invitation_by_secret",
    "invitations",
    "is_closed",
    "last_test",
    "latest_charter",
    "members",
    "open_drafts",
    "operator_lines",
    "operator_sessions",
    "organisation_timeline",
    "terms_of",
    "token_seats",
    "tokens",
    "versions",
]
