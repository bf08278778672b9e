"""The verbs of membership, one module a noun."""

from apps.membership.services.accesses import grant_access
from apps.membership.services.administrators import name_administrator
from apps.membership.services.amendments import change_amendment, draft_amendment, withdraw_amendment
from apps.membership.services.charter import adopt_amendment, choose_preset
from apps.membership.services.committees import add_organisation, create_committee
from apps.membership.services.covers import declare_cover, end_cover
from apps.membership.services.factors import ask_factor_reset, confirm_factor_reset, refuse_factor_reset
from apps.membership.services.invitations import (
    accept_invitation,
    confirm_invitation,
    invite,
    resend_invitation,
    send_next_invitation,
    withdraw_invitation,
)
from apps.membership.services.offices import end_office, fill_office
from apps.membership.services.operators import close_operator_session, open_operator_session
from apps.membership.services.seats import add_service_seat, appoint_seat, end_seat, fill_seat
from apps.membership.services.setup import close_setup, send_test_notice
from apps.membership.services.tokens import NewToken, make_token, revoke_token
from apps.membership.services.upkeep import clear_expired

__all__ = [
    "NewToken",
    "accept_invitation",
    "add_organisation",
    "add_service_seat",
    "adopt_amendment",
    "appoint_seat",
    "ask_factor_reset",
    "change_amendment",
    "choose_preset",
    "clear_expired",
    "close_operator_session",
    "close_setup",
    "confirm_factor_reset",
    "confirm_invitation",
    "create_committee",
    "declare_cover",
    "draft_amendment",
    "end_cover",
    "end_office",
    "end_seat",
    "fill_office",
    "fill_seat",
    "grant_access",
    "invite",
    "make_token",
    "name_administrator",
    "open_operator_session",
    "refuse_factor_reset",
    "resend_invitation",
    "revoke_token",
    "send_next_invitation",
    "send_test_notice",
    "withdraw_amendment",
    "withdraw_invitation",
]
