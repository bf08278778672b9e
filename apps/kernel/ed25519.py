"""A signing key on Ed25519: as its keeper has it in a file, and as others check by its public half; no Django."""

import base64
import os
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from apps.kernel.canonical import sha256

BYTES = 32
LARGEST = 4096


class NoKey(ValueError):
    """What the file holds is no private key, or others may read it; the words hold nothing of it."""


def make() -> bytes:
    """A new private key in PEM (PKCS #8)."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write(path: Path, private: bytes) -> None:
    """Keep a private key in a new file that its owner alone may read; raises FileExistsError, never writes over one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(private)


def load(path: Path) -> Ed25519PrivateKey:
    """The private key in a file, its 32 bytes or PEM, that no other account may read or change; raises NoKey."""
    try:
        with path.open("rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise NoKey(f"{path} is open to other accounts: chmod 600 it.")
            return _read(file.read(LARGEST))
    except OSError as error:
        raise NoKey(f"{path} cannot be read: {error.strerror}.") from None


def _read(data: bytes) -> Ed25519PrivateKey:
    if len(data) == BYTES:
        return Ed25519PrivateKey.from_private_bytes(data)
    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise NoKey("It is neither 32 bytes nor a private key in PEM without a password.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise NoKey("It is a key of another kind than Ed25519.")
    return key


def public(key: Ed25519PrivateKey) -> str:
    """Its public half: the 32 bytes in base64."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def key_id(key: Ed25519PrivateKey) -> str:
    """How the key is called: SHA-256 over the 32 bytes of its public half, in lower-case hexadecimal."""
    return sha256(key.public_key().public_bytes_raw())
