"""What happens to accounts, as log lines: who and what, never an address, password or code."""

from typing import Any

import structlog
from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import Signal
from django.utils.crypto import salted_hmac

log = structlog.get_logger("concord.security")

EVENTS: tuple[tuple[Signal, str], ...] = (
    (account.user_logged_in, "signed_in"),
    (auth.user_logged_out, "signed_out"),
    (account.password_changed, "password_changed"),
    (account.password_set, "password_changed"),
    (account.password_reset, "password_reset"),
    (account.email_changed, "address_changed"),
    (account.email_confirmed, "address_confirmed"),
    (mfa.authenticator_added, "second_factor_added"),
    (mfa.authenticator_removed, "second_factor_removed"),
    (mfa.authenticator_reset, "second_factor_renewed"),
    (mfa.authentication_failed, "second_factor_failed"),
)


def address_mark(address: str) -> str:
    """The same twelve characters for the same address, so that attempts can be counted without keeping it."""
    return salted_hmac("concord.security_log", address.strip().lower(), algorithm="sha256").hexdigest()[:12]


def listen() -> None:
    """Write a line for each event of sign-in and its protection."""
    auth.user_login_failed.connect(_failed, dispatch_uid="security_log.sign_in_failed")
    for signal, event in EVENTS:
        signal.connect(_writer(event), weak=False, dispatch_uid=f"security_log.{event}.{id(signal)}")


def _writer(event: str) -> Any:
    def write(sender: Any, user: Any = None, authenticator: Any = None, **_rest: Any) -> None:
        facts = {"user": getattr(user, "pk", None)}
        if authenticator is not None:
            facts["factor"] = str(authenticator.type)
        log.info(event, **facts)

    return write


def _failed(sender: Any, credentials: dict[str, Any], **_rest: Any) -> None:
    address = str(credentials.get("email") or credentials.get("username") or "")
    log.warning("sign_in_failed", address_mark=address_mark(address))
