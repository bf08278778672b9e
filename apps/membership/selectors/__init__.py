"""What the pages of membership show, one module a noun."""

from apps.membership.selectors.charter import ArticleLine, Charter, charter
from apps.membership.selectors.invitations import invitation_by_secret, invitations
from apps.membership.selectors.members import Member, Members, former_seats, members, organisation_timeline, terms_of
from apps.membership.selectors.operators import OperatorLine, operator_lines, operator_sessions
from apps.membership.selectors.tokens import token_seats, tokens

__all__ = [
    "ArticleLine",
    "Charter",
    "Member",
    "Members",
    "OperatorLine",
    "charter",
    "former_seats",
    "invitation_by_secret",
    "invitations",
    "members",
    "operator_lines",
    "operator_sessions",
    "organisation_timeline",
    "terms_of",
    "token_seats",
    "tokens",
]
