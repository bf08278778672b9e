"""Sends one POST to an address that somebody typed, to the very IP address that was checked, within one span of time."""

import http.client
import re
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from apps.kernel.egress import wire
from apps.kernel.egress.addresses import Address, Network, is_within, read, why_not_public
from apps.kernel.egress.errors import NotAllowed, Unreachable
from apps.kernel.egress.targets import Target, parse

TIMEOUT = 10.0
"""Seconds for the whole exchange: name, connection, TLS, request and answer."""

LARGEST_ANSWER = 64 * 1024
"""Bytes of the answer's body that are read; the rest is left."""

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_OURS = frozenset(
    {
        "host", "content-length", "transfer-encoding", "connection", "accept-encoding", "expect", "te", "trailer",
        "upgrade", "proxy-authorization", "proxy-connection",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status as it is (a 3xx is not followed), the body's first 64 KB, the seconds it took.

    `retry_after` is the header of that name as it stands, "" without one.
    """

    status: int
    body: bytes
    seconds: float
    retry_after: str = ""

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx; a redirect is a failure."""
        return 200 <= self.status < 300


def check(url: str) -> None:
    """Whether `post` may send there as far as the address itself tells, for forms: nothing is looked up or sent.

    Raises NotAllowed with the reason. A pass is no promise: where a name leads is judged by each `post`. Where the
    operator allows networks, only that tells whether a name may be without a dot, without TLS or on another port.
    """
    target = parse(url)
    if target.literal or settings.EGRESS_PROXY or not settings.EGRESS_ALLOWED_NETWORKS:
        _judge_name(target)
        _judge(target, [target.literal] if target.literal else [], settings.EGRESS_ALLOWED_NETWORKS)


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    timeout: float = TIMEOUT,
    resolver: wire.Resolver = socket.getaddrinfo,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """POST the body and give what came back, whatever its status; may be called from many threads.

    `timeout` is in seconds, for everything together. `resolver` answers as socket.getaddrinfo does. `tls` is the
    context to use instead of one with the system's authorities, which takes some 20 ms to make.
    Raises NotAllowed before a byte is sent, Unreachable when no whole answer came in time.
    """
    deadline = wire.Deadline(timeout)
    lines = _headers(headers)
    target, addresses = destination(url, resolver, deadline)
    with _told(target.host, timeout), closing(_open(target, addresses, deadline, tls)) as connection:
        return _exchange(wire.Line(connection, deadline), target, body, lines, deadline)


def destination(url: str, resolver: wire.Resolver, deadline: wire.Deadline) -> tuple[Target, list[Address]]:
    """Where an address leads now; no IP addresses where the proxy looks names up. Raises NotAllowed, Unreachable."""
    target = parse(url)
    if settings.EGRESS_PROXY:
        _judge_name(target)
    if target.literal:
        addresses = [target.literal]
    else:
        addresses = [] if settings.EGRESS_PROXY else _resolve(target, resolver, deadline)
    _judge(target, addresses, settings.EGRESS_ALLOWED_NETWORKS)
    return target, addresses


def _judge_name(target: Target) -> None:
    """What can be said of a name that is not looked up here."""
    is_local = "." not in target.host or target.host.endswith((".localhost", ".local", ".internal"))
    if is_local and not target.literal:
        raise NotAllowed(f"{target.host} is not a name on the public internet.")
    if settings.EGRESS_PROXY and target.scheme != "https":
        raise NotAllowed("The address must start with https://.")


def _resolve(target: Target, resolver: wire.Resolver, deadline: wire.Deadline) -> list[Address]:
    try:
        answers = wire.resolve(target.host, target.port, resolver, deadline)
    except TimeoutError:
        raise Unreachable(f"The name {target.host} could not be looked up in time.") from None
    except OSError:
        raise Unreachable(f"The name {target.host} is not known at present.") from None
    texts = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    if not texts:
        raise Unreachable(f"The name {target.host} is not known at present.")
    found = [read(text) for text in texts]
    if None in found:
        raise NotAllowed(f"{target.host} leads to a link-local address.")
    return [address for address in found if address]


def _judge(target: Target, addresses: Sequence[Address], allowed: Sequence[Network]) -> None:
    """Every address must hold: a name with one good and one bad answer would be a lottery."""
    if not (addresses and all(is_within(address, allowed) for address in addresses)):
        if target.scheme != "https":
            raise NotAllowed("The address must start with https://.")
        if not target.is_plain:
            raise NotAllowed("The address must use port 443.")
    for address in addresses:
        kind = "" if is_within(address, allowed) else why_not_public(address)
        if kind and target.literal:
            raise NotAllowed(f"{target.host} is {kind}, not a place on the public internet.")
        if kind:
            raise NotAllowed(f"{target.host} leads to {kind}, not to a place on the public internet.")


def _headers(given: Mapping[str, str]) -> dict[str, str]:
    for name, value in given.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _OURS:
            raise NotAllowed(f"The header {name!r} cannot be sent.")
        if not (value.isascii() and all(character == "\t" or character.isprintable() for character in value)):
            raise NotAllowed(f"The header {name} holds a control character or one that is not ASCII.")
    own = {"User-Agent": "Concord"} if "user-agent" not in {name.lower() for name in given} else {}
    return own | dict(given)


@contextmanager
def _told(host: str, timeout: float) -> Iterator[None]:
    """What can go wrong on the way, in words."""
    try:
        yield
    except TimeoutError:
        raise Unreachable(f"{host} did not answer within {timeout:g} seconds.") from None
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(f"The certificate of {host} is not accepted: {error.verify_message}.") from None
    except ssl.SSLError:
        raise Unreachable(f"No encrypted connection with {host} came about.") from None
    except ConnectionRefusedError:
        raise Unreachable(f"{host} takes no connection.") from None
    except wire.TooMuch:
        raise Unreachable(f"The answer of {host} has no end.") from None
    except http.client.HTTPException:
        raise Unreachable(f"{host} broke off, or does not answer in HTTP.") from None
    except OSError:
        raise Unreachable(f"The connection to {host} failed.") from None


def _open(
    target: Target, addresses: Sequence[Address], deadline: wire.Deadline, tls: ssl.SSLContext | None
) -> socket.socket:
    if settings.EGRESS_PROXY:
        connection = _through_proxy(target, deadline)
    else:
        connection = wire.connect(addresses, target.port, deadline)
    if target.scheme == "http":
        return connection
    return wire.encrypt(connection, target.host, tls or ssl.create_default_context(), deadline)


def _through_proxy(target: Target, deadline: wire.Deadline) -> socket.socket:
    """A tunnel by CONNECT; the proxy looks the name up and keeps its own list of where it does not go."""
    proxy = urlsplit(settings.EGRESS_PROXY)
    try:
        found = wire.resolve(str(proxy.hostname), proxy.port or 0, socket.getaddrinfo, deadline)
        addresses = [address for address in (read(str(answer[4][0])) for answer in found) if address]
        connection = wire.connect(addresses, proxy.port or 0, deadline)
    except OSError:
        raise Unreachable("The proxy that requests leave by takes no connection.") from None
    try:
        line = wire.Line(connection, deadline)
        host = f"[{target.host}]" if ":" in target.host else target.host
        place = f"{host}:{target.port}"
        line.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
        with closing(http.client.HTTPResponse(line.as_socket(), method="CONNECT")) as answer:
            answer.begin()
            if not 200 <= answer.status < 300:
                raise Unreachable(f"The proxy that requests leave by would not connect to {host} ({answer.status}).")
    except BaseException:
        connection.close()
        raise
    return connection


def _exchange(
    line: wire.Line, target: Target, body: bytes, headers: Mapping[str, str], deadline: wire.Deadline
) -> Answer:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.auto_open = 0
    connection.sock = line.as_socket()
    connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", target.authority)
    connection.putheader("Accept-Encoding", "identity")
    connection.putheader("Connection", "close")
    connection.putheader("Content-Length", str(len(body)))
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    with closing(connection.getresponse()) as answer:
        content = answer.read(LARGEST_ANSWER)
        if answer.length and len(content) < LARGEST_ANSWER:
            raise http.client.IncompleteRead(content, answer.length)
        return Answer(answer.status, content, round(deadline.spent, 3), answer.getheader("Retry-After", ""))
