"""Canonical JSON (RFC 8785), hashes and salted commitments: what the record is made of."""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

COMMITMENT_DOMAIN = b"concord/commitment/v1\n"
LARGEST_INTEGER = 2**53 - 1


class NotCanonical(TypeError):
    """A fact is of a type that canonical JSON cannot hold exactly (a float, a date, a large integer)."""


def check(value: Any, path: str = "$") -> None:
    """Raise NotCanonical unless value is strings, small integers, booleans, null, lists and objects of those."""
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonical(f"{path}: an integer beyond 2^53 must be a string")
        return
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            check(item, f"{path}[{index}]")
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"{path}: the key {key!r} is not a string")
            check(item, f"{path}.{key}")
        return
    raise NotCanonical(f"{path}: {type(value).__name__} has no exact canonical form")


def dumps(value: Any) -> bytes:
    """The canonical bytes of a value; raises NotCanonical, and ValueError for text that is not Unicode.

    Without floats the standard library writes what RFC 8785 asks for, but for the order of keys. So a verifier needs no
    package; a test holds it against one.
    """
    check(value)
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def _ordered(value: Any) -> Any:
    """The value with its keys by their UTF-16 code units, as the RFC orders them."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [_ordered(item) for item in value] if isinstance(value, list | tuple) else value


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def new_salt() -> str:
    """32 random bytes in hexadecimal."""
    return secrets.token_hex(32)


def commitment(salt: str, value: Any) -> str:
    """SHA-256 over domain, salt and canonical value: binds to the value without showing it."""
    return sha256(COMMITMENT_DOMAIN + bytes.fromhex(salt) + dumps(value))


def instant(moment: datetime | None) -> str | None:
    """An instant as facts hold it: RFC 3339 in UTC with microseconds only where there are any."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
