"""Short texts kept sealed in the database: a copy of the tables alone opens none of them."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class CannotOpen(Exception):
    """A sealed text does not open: SECRET_KEY has changed, the purpose is another one, or the text was altered."""


def _fernet(purpose: str) -> Fernet:
    key = hashlib.sha256(f"concord/{purpose}/v1\n".encode() + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str, *, purpose: str) -> str:
    """The text encrypted and authenticated, as ASCII; each purpose ("totp", "webhook") has a key of its own."""
    return _fernet(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """The text that was sealed for this purpose; raises CannotOpen, whose words hold nothing of the text."""
    try:
        return _fernet(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise CannotOpen(
            f"A secret kept for “{purpose}” cannot be opened: SECRET_KEY is not the one it was sealed with, "
            "or what is stored was altered."
        ) from None
