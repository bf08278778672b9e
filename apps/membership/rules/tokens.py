"""Secrets that are handed out once: API tokens and invitation links."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime

PREFIX = "cnc_"
SCOPES = {
    "read": "Read what the seat may see",
    "write": "Act as the seat may",
    "file": "File for your organisation: incident reports, and what a pause asks of it",
    "vote": "Cast the member's ballots",
}
MOST_DAYS = 366
USUAL_DAYS = 90


def new_secret() -> str:
    """A new token: 256 random bits behind a prefix that secret scanners can find."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hint_of(secret: str) -> str:
    """Its last letters, to tell one token from another."""
    return f"…{secret[-4:]}"


def invitation_secret(key: str, uid: str, expires_at: datetime) -> str:
    """The secret in an invitation's link, made again from the portal's key whenever the mail must be sent.

    So the row is the queue although it keeps only a digest. A new expiry makes a new secret.
    """
    message = f"concord/invitation/v1\n{uid}\n{expires_at.timestamp():.6f}"
    return urlsafe_b64encode(hmac.digest(key.encode(), message.encode(), "sha256")).decode().rstrip("=")


def errors_in_token(name: str, scopes: Iterable[str], days: int) -> dict[str, str]:
    """What is wrong with a wish for a token, by field."""
    errors = {}
    chosen = set(scopes)
    if not name.strip():
        errors["name"] = "Give it a name, such as the machine that will use it."
    if not chosen:
        errors["scopes"] = "Choose at least one scope."
    elif unknown := chosen - SCOPES.keys():
        errors["scopes"] = f"There is no scope “{min(unknown)}”. Choose from {', '.join(SCOPES)}."
    if not 1 <= days <= MOST_DAYS:
        errors["days"] = f"Give a number of days from 1 to {MOST_DAYS}."
    return errors
