"""Where an organisation's webhook or pager is and what it is trusted with: kept sealed, opened to send."""

import hashlib
import json
import re
import secrets
from base64 import b64encode
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from apps.kernel.egress.targets import parse
from apps.kernel.secrets import seal, unseal
from apps.notices.channels import Withheld
from apps.notices.models import Endpoint

PURPOSE = "endpoint"
LEAST_HIDDEN = 8
"""Shorter parts of an address are words such as “hook”, not secrets."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address and its secret: what signs for a webhook, or a pager's routing key; `previous` signed before it."""

    url: str
    secret: str
    previous: str = ""

    @property
    def host(self) -> str:
        """All of the address that is shown, as it is looked up: its path and query may be secrets themselves."""
        return parse(self.url).host

    def sealed(self) -> str:
        """The place encrypted."""
        return seal(json.dumps(asdict(self)), purpose=PURPOSE)

    def blanked(self, text: str) -> str:
        """What the other end said, without anything that only it and we know, should it say that back to us."""
        address = urlsplit(self.url)
        parts = {self.url, self.secret, self.previous, *re.split(r"[/?&=]", f"{address.path}?{address.query}")}
        parts |= {secret.removeprefix("whsec_") for secret in (self.secret, self.previous)}
        for part in sorted((part for part in parts if len(part) >= LEAST_HIDDEN), key=len, reverse=True):
            text = text.replace(part, "…")
        return text


def place_of(endpoint: Endpoint) -> Place:
    """The endpoint's place, opened; raises kernel.secrets.CannotOpen."""
    return Place(**json.loads(unseal(endpoint.sealed, purpose=PURPOSE)))


def new_signing_secret() -> str:
    """A webhook's secret as Standard Webhooks writes it: 256 random bits."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


def new_pager_token() -> str:
    """With what a pager acknowledges: 256 random bits behind a prefix that secret scanners can find."""
    return "cnp_" + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a pager's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def closed(endpoint: Endpoint, *, even_paused: bool = False) -> Withheld | None:
    """Why nothing is sent to the endpoint, if so; a test is, even to a paused one."""
    if endpoint.removed_at:
        return Withheld("The endpoint has been removed.")
    return Withheld("The endpoint is paused.") if endpoint.paused_at and not even_paused else None
