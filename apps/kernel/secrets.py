"""Short texts sealed: kept so in the database, where a copy of the tables alone opens none, or handed out as cursors."""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
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


def _siv(purpose: str) -> AESSIV:
    return AESSIV(hashlib.sha512(f"concord/{purpose}/siv1\n".encode() + settings.SECRET_KEY.encode()).digest())


def cloak(text: str, *, purpose: str) -> str:
    """The text encrypted and authenticated for addresses, in base64url; the same text always gives the same."""
    return base64.urlsafe_b64encode(_siv(purpose).encrypt(text.encode(), None)).rstrip(b"=").decode()


def uncloak(cloaked: str, *, purpose: str) -> str:
    """The text that was cloaked for this purpose; raises CannotOpen for anything else."""
    try:
        padded = cloaked.encode() + b"=" * (-len(cloaked) % 4)
        return _siv(purpose).decrypt(base64.b64decode(padded, altchars=b"-_", validate=True), None).decode()
    except (binascii.Error, ValueError, InvalidTag):
        raise CannotOpen(f"What was given as “{purpose}” was not given out here.") from None
