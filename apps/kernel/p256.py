"""A signing key on the curve P-256, as operators keep it and as browsers want its public half; no Django."""

import base64
import binascii

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

CURVE = ec.SECP256R1()
BYTES = 32


class NoKey(ValueError):
    """What was given is no private key on P-256; the words hold nothing of it."""


def make() -> str:
    """A new private key: its 32 bytes in base64url without padding."""
    number = ec.generate_private_key(CURVE).private_numbers().private_value
    return encode(number.to_bytes(BYTES, "big"))


def read(text: str) -> ec.EllipticCurvePrivateKey:
    """The private key in base64url (32 bytes) or PEM; raises NoKey."""
    try:
        if text.lstrip().startswith("-----BEGIN"):
            key = load_pem_private_key(text.strip().encode(), password=None)
        else:
            key = _of_bytes(decode(text.strip()))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NoKey("It is neither 32 bytes in base64url nor a private key in PEM.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != CURVE.name:
        raise NoKey("It is a key of another kind than P-256.")
    return key


def public(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Its public half: the uncompressed point, 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encode(data: bytes) -> str:
    """Bytes in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of base64url, padded or not; raises ValueError where it is none."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("This is not base64url.") from error


def _of_bytes(data: bytes) -> ec.EllipticCurvePrivateKey:
    if len(data) != BYTES:
        raise NoKey("A private key on P-256 has 32 bytes.")
    return ec.derive_private_key(int.from_bytes(data, "big"), CURVE)
