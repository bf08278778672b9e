"""What a browser gives when it agrees to be rung: an address that is a capability, and keys to encrypt to."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric import ec

from apps.kernel import p256
from apps.kernel.egress import NotAllowed
from apps.kernel.egress.targets import parse
from apps.kernel.secrets import seal, unseal

PURPOSE = "push"
SECRET_BYTES = 16


class NoSubscription(ValueError):
    """What was given is no push subscription; the words hold nothing of it."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A browser's push subscription: address, public key (P-256, 65 bytes) and shared secret (16 bytes)."""

    url: str = field(repr=False)
    key: bytes = field(repr=False)
    secret: bytes = field(repr=False)

    @classmethod
    def read(cls, url: str, key: str, secret: str) -> Self:
        """From the texts that a browser gives (base64url); raises NoSubscription. Whether we may send there is asked later."""
        try:
            parse(url)
            made = cls(url, p256.decode(key), p256.decode(secret))
            ec.EllipticCurvePublicKey.from_encoded_point(p256.CURVE, made.key)
        except (NotAllowed, ValueError) as error:
            raise NoSubscription("The address or the key cannot be read.") from error
        if len(made.key) != 65 or len(made.secret) != SECRET_BYTES:
            raise NoSubscription("The key or the secret has the wrong length.")
        return made

    @classmethod
    def unsealed(cls, sealed: str) -> Self:
        """As it was stored; raises kernel.secrets.CannotOpen."""
        kept: dict[str, Any] = json.loads(unseal(sealed, purpose=PURPOSE))
        return cls(kept["url"], p256.decode(kept["key"]), p256.decode(kept["secret"]))

    def sealed(self) -> str:
        """As it is stored."""
        kept = {"url": self.url, "key": p256.encode(self.key), "secret": p256.encode(self.secret)}
        return seal(json.dumps(kept), purpose=PURPOSE)

    @property
    def host(self) -> str:
        """The push service: all of the address that is ever shown."""
        return parse(self.url).host

    @property
    def origin(self) -> str:
        """The push service as a signature names it."""
        target = parse(self.url)
        return f"{target.scheme}://{target.authority}"

    @property
    def digest(self) -> str:
        """By which the same browser is known again (SHA-256 of the address, hex)."""
        return hashlib.sha256(self.url.encode()).hexdigest()
