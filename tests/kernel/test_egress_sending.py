"""What goes over the line: one request to the address that was checked, no redirect, bounded in time and size."""

import socket
import threading
import time
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from apps.kernel.egress import NotAllowed, Unreachable, post
from tests.kernel.egress_servers import (
    ANSWER,
    Authority,
    Server,
    answering,
    answering_by_tls,
    forwarding,
    listening,
    read_request,
)


class Names:
    """A resolver that gives its answers one after the other, and counts how often it was asked."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        self.asked += 1
        found = self.answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]


def test_the_request_is_what_was_handed_in_and_the_answer_what_came_back() -> None:
    with answering() as server:
        answer = post(server.url + "?a=1", b'{"a": 1}', {"Content-Type": "application/json", "webhook-id": "m1"})
    assert (answer.status, answer.body, answer.is_success) == (202, b"taken", True)
    assert 0 <= answer.seconds < 10
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert body == b'{"a": 1}'
    assert head.split(b"\r\n") == [
        b"POST /hook?a=1 HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}".encode(),
        b"Accept-Encoding: identity",
        b"Connection: close",
        b"Content-Length: 8",
        b"User-Agent: Concord",
        b"Content-Type: application/json",
        b"webhook-id: m1",
    ]


def test_a_redirect_is_answered_as_it_is_and_not_followed() -> None:
    with answering() as elsewhere:
        moved = f"HTTP/1.1 307 Moved\r\nLocation: {elsewhere.url}\r\nContent-Length: 0\r\n\r\n".encode()
        with answering(moved) as server:
            answer = post(server.url, b"x", {})
    assert (answer.status, answer.is_success) == (307, False)
    assert elsewhere.requests == []


def test_a_name_is_asked_for_once_and_the_very_answer_is_connected_to() -> None:
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    with answering() as server:
        post(f"http://hooks.example:{server.port}/", b"x", {}, resolver=names)
    assert names.asked == 1
    assert f"Host: hooks.example:{server.port}".encode() in server.requests[0]


def test_a_name_with_a_private_answer_among_others_reaches_nobody() -> None:
    with answering() as server, pytest.raises(NotAllowed):
        post(f"http://hooks.example:{server.port}/", b"x", {}, resolver=Names(["127.0.0.1", "10.0.0.1"]))
    assert server.requests == []


def test_the_next_address_is_tried_when_the_first_takes_no_connection() -> None:
    with answering() as server:
        names = Names(["127.0.0.2", "127.0.0.1"])
        assert post(f"http://hooks.example:{server.port}/", b"x", {}, resolver=names).status == 202


def test_loopback_is_refused_where_it_is_not_allowed(settings: Any) -> None:
    settings.EGRESS_ALLOWED_NETWORKS = []
    with answering() as server:
        for url in (server.url, server.url.replace("http:", "https:"), "https://localhost/"):
            with pytest.raises(NotAllowed):
                post(url, b"x", {})
    assert server.requests == []


@pytest.mark.parametrize(
    "headers",
    [
        {"X": "a\r\nHost: other"}, {"X": "a\nb"}, {"X": "a\0"}, {"X": "ä"}, {"X\r\nY": "a"}, {"X Y": "a"}, {"": "a"},
        {"X:": "a"}, {"Host": "other.example"}, {"content-length": "0"}, {"Transfer-Encoding": "chunked"},
        {"Accept-Encoding": "gzip"}, {"Connection": "keep-alive"},
    ],
)  # fmt: skip
def test_a_header_that_would_break_the_request_is_refused(headers: dict[str, str]) -> None:
    with answering() as server, pytest.raises(NotAllowed, match="header"):
        post(server.url, b"x", headers)
    assert server.requests == []


@pytest.mark.parametrize(
    "drip",
    [
        [b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"a"],
        [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"],
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"],
        [b"", b"HTTP/1.1 100 Continue\r\n\r\n"],
        [b"", b""],
    ],
    ids=["body", "header", "chunks", "continue", "silence"],
)
def test_a_server_that_drips_is_left_when_the_time_is_over(drip: list[bytes]) -> None:
    def serve(server: Server, connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(drip[0])
        while True:
            time.sleep(0.02)
            connection.sendall(drip[1])
            if not drip[1]:
                connection.recv(1)
                return

    with listening(serve) as server:
        begun = time.monotonic()
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1 did not answer within 0\.5 seconds"):
            post(server.url, b"x", {}, timeout=0.5)
        assert time.monotonic() - begun < 3


def test_a_server_that_does_not_read_is_left_when_the_time_is_over() -> None:
    def serve(server: Server, connection: socket.socket) -> None:
        over.wait(10)

    over = threading.Event()
    with listening(serve) as server:
        with pytest.raises(Unreachable, match="did not answer"):
            post(server.url, b"x" * 20_000_000, {}, timeout=0.5)
        over.set()


def test_a_name_server_that_hangs_is_left_when_the_time_is_over() -> None:
    def hangs(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
        over.wait(10)
        return []

    over = threading.Event()
    with pytest.raises(Unreachable, match="could not be looked up in time"):
        post("https://hooks.example/", b"x", {}, timeout=0.2, resolver=hangs)
    over.set()


@pytest.mark.parametrize("length", ["Content-Length: 9000000\r\n", ""])
def test_of_a_huge_answer_the_first_64_kilobytes_are_taken(length: str) -> None:
    with answering(f"HTTP/1.1 500 Oh\r\n{length}\r\n".encode() + b"a" * 9_000_000) as server:
        answer = post(server.url, b"x", {})
    assert (answer.status, answer.body) == (500, b"a" * 65536)


@pytest.mark.parametrize(
    "endless",
    [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1;" + b"x" * 60000],
    ids=["continue", "chunk extensions"],
)
def test_an_answer_without_end_is_left_before_it_costs_much(endless: bytes) -> None:
    sent = 0

    def serve(server: Server, connection: socket.socket) -> None:
        nonlocal sent
        read_request(connection)
        head, _, rest = endless.partition(b"1;")
        connection.sendall(head)
        piece = (b"1;" + rest + b"\r\na\r\n" if rest else endless) * 20
        with suppress(OSError):
            while True:
                connection.sendall(piece)
                sent += len(piece)

    with listening(serve) as server, pytest.raises(Unreachable, match="has no end"):
        post(server.url, b"x", {})
    assert sent < 20_000_000


@pytest.mark.parametrize(
    "nonsense",
    [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200],
)  # fmt: skip
def test_an_answer_that_is_none_is_said_to_be_none(nonsense: bytes) -> None:
    with answering(nonsense) as server, pytest.raises(Unreachable, match="broke off, or does not answer in HTTP"):
        post(server.url, b"x", {})


def test_a_closed_port_is_said_to_be_closed() -> None:
    with answering() as server:
        url = server.url
    with pytest.raises(Unreachable, match=r"^127\.0\.0\.1 takes no connection\.$"):
        post(url, b"x", {})


def test_many_threads_send_at_once() -> None:
    statuses: list[int] = []
    with answering() as server:
        threads = [
            threading.Thread(target=lambda: statuses.append(post(server.url, b"x", {}).status)) for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses == [202] * 20
    assert len(server.requests) == 20


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """An authority that nobody else trusts."""
    return Authority.found(tmp_path)


class TestEncryption:
    """The certificate is checked against the name in the address, whatever IP address it led to."""

    def test_the_right_name_is_taken(self, authority: Authority) -> None:
        with answering_by_tls(authority.certify("hooks.example")) as server:
            url = f"https://hooks.example:{server.port}/"
            answer = post(url, b"x", {}, resolver=Names(["127.0.0.1"]), tls=authority.trusted())
        assert answer.status == 202

    def test_a_certificate_for_an_ip_address_holds_for_it(self, authority: Authority) -> None:
        with answering_by_tls(authority.certify("127.0.0.1")) as server:
            assert post(f"https://127.0.0.1:{server.port}/", b"x", {}, tls=authority.trusted()).status == 202

    def test_another_name_is_refused_before_anything_is_sent(self, authority: Authority) -> None:
        with answering_by_tls(authority.certify("other.example")) as server:
            url = f"https://hooks.example:{server.port}/"
            with pytest.raises(Unreachable, match=r"certificate of hooks\.example is not accepted: Hostname mismatch"):
                post(url, b"x", {}, resolver=Names(["127.0.0.1"]), tls=authority.trusted())
        assert server.requests == []

    def test_an_authority_that_the_system_does_not_know_is_refused(self, authority: Authority) -> None:
        with answering_by_tls(authority.certify("hooks.example")) as server:
            url = f"https://hooks.example:{server.port}/"
            with pytest.raises(Unreachable, match="is not accepted"):
                post(url, b"x", {}, resolver=Names(["127.0.0.1"]))
        assert server.requests == []

    def test_a_server_without_encryption_is_refused(self) -> None:
        def serve(server: Server, connection: socket.socket) -> None:
            connection.recv(65536)
            connection.sendall(ANSWER)

        with listening(serve) as server, pytest.raises(Unreachable, match="No encrypted connection"):
            post(f"https://127.0.0.1:{server.port}/", b"x", {})

    def test_a_handshake_that_hangs_is_left_when_the_time_is_over(self) -> None:
        def serve(server: Server, connection: socket.socket) -> None:
            over.wait(10)

        over = threading.Event()
        with listening(serve) as server:
            with pytest.raises(Unreachable, match="did not answer within"):
                post(f"https://127.0.0.1:{server.port}/", b"x", {}, timeout=0.3)
            over.set()


class TestProxy:
    """With a forward proxy, the proxy looks names up; TLS still runs end to end."""

    def test_the_request_goes_through_a_tunnel(self, authority: Authority, settings: Any) -> None:
        with (
            answering_by_tls(authority.certify("hooks.example")) as server,
            forwarding({"hooks.example:443": server.port}) as proxy,
        ):
            settings.EGRESS_PROXY = f"http://127.0.0.1:{proxy.port}"
            names = Names()
            answer = post("https://hooks.example/a", b"body", {}, resolver=names, tls=authority.trusted())
        assert (answer.status, names.asked) == (202, 0)
        assert proxy.requests[0].startswith(b"CONNECT hooks.example:443 HTTP/1.1\r\nHost: hooks.example:443\r\n")
        assert server.requests[0].startswith(b"POST /a HTTP/1.1\r\nHost: hooks.example\r\n")
        assert server.requests[0].endswith(b"\r\n\r\nbody")

    def test_the_certificate_is_still_checked(self, authority: Authority, settings: Any) -> None:
        with (
            answering_by_tls(authority.certify("other.example")) as server,
            forwarding({"hooks.example:443": server.port}) as proxy,
        ):
            settings.EGRESS_PROXY = f"http://127.0.0.1:{proxy.port}"
            with pytest.raises(Unreachable, match="is not accepted"):
                post("https://hooks.example/", b"x", {}, tls=authority.trusted())
        assert server.requests == []

    def test_what_the_proxy_refuses_is_said(self, settings: Any) -> None:
        with forwarding({}) as proxy:
            settings.EGRESS_PROXY = f"http://127.0.0.1:{proxy.port}"
            with pytest.raises(Unreachable, match=r"would not connect to hooks\.example \(403\)"):
                post("https://hooks.example/", b"x", {})

    def test_a_proxy_that_is_away_is_said(self, settings: Any) -> None:
        with forwarding({}) as proxy:
            settings.EGRESS_PROXY = f"http://127.0.0.1:{proxy.port}"
        with pytest.raises(Unreachable, match="proxy that requests leave by takes no connection"):
            post("https://hooks.example/", b"x", {})

    def test_a_proxy_that_drips_is_left_when_the_time_is_over(self, settings: Any) -> None:
        def serve(server: Server, connection: socket.socket) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            while True:
                time.sleep(0.02)
                connection.sendall(b"a")

        with listening(serve) as proxy:
            settings.EGRESS_PROXY = f"http://127.0.0.1:{proxy.port}"
            with pytest.raises(Unreachable, match="did not answer within"):
                post("https://hooks.example/", b"x", {}, timeout=1.0)

    @pytest.mark.parametrize(
        "url",
        [
            "http://hooks.example/", "https://hooks.example:8443/", "https://10.0.0.1/", "https://[::1]/",
            "https://0x7f.1/", "https://2130706433/", "https://localhost/", "https://a.localhost/", "https://db/",
            "https://metadata.google.internal/", "https://printer.local./", "http://192.0.2.1/",
        ],
    )  # fmt: skip
    def test_what_is_plainly_inside_is_not_asked_of_the_proxy(self, url: str, settings: Any) -> None:
        with forwarding({}) as proxy:
            settings.EGRESS_PROXY = f"http://127.0.0.1:{proxy.port}"
            with pytest.raises(NotAllowed):
                post(url, b"x", {})
        assert proxy.requests == []

    def test_without_encryption_nothing_goes_by_the_proxy_even_to_an_allowed_network(self, settings: Any) -> None:
        settings.EGRESS_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
        with answering() as server, forwarding({}) as proxy:
            settings.EGRESS_PROXY = f"http://127.0.0.1:{proxy.port}"
            with pytest.raises(NotAllowed, match="https"):
                post(server.url, b"x", {})
        assert server.requests + proxy.requests == []
