"""The secret in the address of a calendar feed."""

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits, in letters that an address may hold."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of it, and by which it is found: a look-up by digest tells nothing by the time that it takes."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hint_of(secret: str) -> str:
    """Its last letters, to tell one address from another."""
    return f"…{secret[-4:]}"
