"""Signing keys on P-256: made, read in both notations, and refused when they are anything else."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from apps.kernel import p256


def _pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, form: PrivateFormat = PrivateFormat.PKCS8) -> str:
    return key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()


def test_a_made_key_is_read_again_and_each_is_another() -> None:
    first, second = p256.make(), p256.make()
    assert len(first) == 43
    assert len(p256.public(p256.read(first))) == 65
    assert p256.public(p256.read(first)) != p256.public(p256.read(second))


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_both_notations_are_the_same_key(form: PrivateFormat) -> None:
    given = p256.make()
    assert p256.public(p256.read(_pem(p256.read(given), form))) == p256.public(p256.read(f" {given}=\n"))


@pytest.mark.parametrize(
    "spoilt",
    [
        "guess",
        "é",
        "A" * 43,
        p256.encode(b"\xff" * 32),
        p256.encode(b"x" * 31),
        "-----BEGIN PRIVATE KEY-----\nguess\n-----END PRIVATE KEY-----",
        _pem(ed25519.Ed25519PrivateKey.generate()),
        _pem(ec.generate_private_key(ec.SECP384R1())),
    ],
    ids=range(8),
)
def test_anything_else_is_no_key_and_is_not_repeated(spoilt: str) -> None:
    with pytest.raises(p256.NoKey) as met:
        p256.read(spoilt)
    assert spoilt not in str(met.value)


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xfb\xff", b"four"])
def test_base64url_is_read_padded_or_not(data: bytes) -> None:
    text = p256.encode(data)
    assert "=" not in text
    assert p256.decode(text) == p256.decode(text + "=" * (-len(text) % 4)) == data
    with pytest.raises(ValueError, match="base64url"):
        p256.decode(text + "!")
