"""What a typed address says: host, port and path, or the sentence why it is not taken; no Django, no network."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from apps.kernel.egress.addresses import Address, read
from apps.kernel.egress.errors import NotAllowed

LONGEST = 2048
"""Characters of an address."""

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_IPV6_NETLOC = re.compile(r"\[[^\[\]]*\](:[0-9]*)?")
_SAFE = "/%:=&;,+$!*'()~@"
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """Where to send: `host` in ASCII without brackets or last dot; `literal` when it is an IP address itself."""

    scheme: str
    host: str
    literal: Address | None
    port: int
    path: str

    @property
    def is_plain(self) -> bool:
        """Https on its own port: what is always taken. The rest is for networks that the operator allows."""
        return self.scheme == "https" and self.port == 443

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if self.literal and self.literal.version == 6 else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def parse(url: str) -> Target:
    """The target of an absolute address; raises NotAllowed with the first thing that is odd about it."""
    if len(url) > LONGEST:
        raise NotAllowed(f"The address is longer than {LONGEST} characters.")
    # Before urlsplit, which drops tabs and line ends in silence.
    if "\\" in url or any(not character.isprintable() or character.isspace() for character in url):
        raise NotAllowed("The address holds a space, a backslash or a control character.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotAllowed("The address cannot be read: its host or port is not well formed.") from None
    if parts.scheme not in _PORTS:
        raise NotAllowed("The address must start with https://.")
    if "@" in parts.netloc:
        raise NotAllowed("The address must not hold a user name or password.")
    host, literal = _host(parts)
    path = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        path += "?" + quote(parts.query, safe=_SAFE + "?[]")
    return Target(parts.scheme, host, literal, _PORTS[parts.scheme] if port is None else port, path)


def _host(parts: SplitResult) -> tuple[str, Address | None]:
    host = parts.hostname or ""
    if "[" in parts.netloc:
        literal = read(host)
        if literal is None or literal.version != 6 or not _IPV6_NETLOC.fullmatch(parts.netloc):
            raise NotAllowed("What stands in brackets is not an IPv6 address.")
        return str(literal), literal
    try:
        # First of all: it turns full-width digits and ideographic dots into plain ones.
        name = host.encode("idna").decode().lower().removesuffix(".")
    except UnicodeError:
        raise NotAllowed("The host is not a well-formed name.") from None
    if literal := read(name):
        return str(literal), literal
    labels = name.split(".")
    # 127.1, 2130706433, 0x7f.1, 0177.0.0.1: the system's resolver would take them for IPv4 addresses.
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        raise NotAllowed("An IP address must be written as four decimal numbers.")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise NotAllowed("The host is not a well-formed name.")
    return name, None
