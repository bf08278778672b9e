"""Where the way out does not lead: each class of address, each odd notation, each odd part of an address."""

import socket
from ipaddress import IPv6Address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.kernel.egress import NotAllowed, Unreachable, check
from apps.kernel.egress.addresses import why_not_public
from apps.kernel.egress.sending import destination
from apps.kernel.egress.targets import parse
from apps.kernel.egress.wire import Deadline


def answers(*addresses: str) -> Any:
    """A resolver that always gives these."""

    def resolve(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        kinds = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in addresses]
        return [
            (kind, socket.SOCK_STREAM, 6, "", (address, port)) for kind, address in zip(kinds, addresses, strict=True)
        ]

    return resolve


def never(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
    raise AssertionError("nothing was to be looked up")


def look(url: str, resolver: Any) -> list[str]:
    """Where it leads, as `post` asks before it sends."""
    return [str(address) for address in destination(url, resolver, Deadline(5))[1]]


@pytest.fixture(autouse=True)
def no_network_is_allowed(settings: Any) -> None:
    settings.EGRESS_ALLOWED_NETWORKS = []


SPECIAL = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9",  # noqa: S104
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.9", "192.0.0.192",
    "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::8.8.8.8", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::ffff:0:8.8.8.8", "64:ff9b::8.8.8.8",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:20::1",
    "2001:db8::1", "2002:808:808::1", "2002:7f00:1::", "3fff::1", "5f00::1", "4000::1", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "100.63.255.255", "172.32.0.1", "192.0.1.1", "2001:4860:4860::8888", "2606:4700::1"]


@pytest.mark.parametrize("address", SPECIAL)
def test_a_special_address_is_refused_written_out_and_behind_a_name(address: str) -> None:
    literal = f"[{address}]" if ":" in address else address
    with pytest.raises(NotAllowed, match="not a place on the public internet"):
        look(f"https://{literal}/", never)
    with pytest.raises(NotAllowed, match=r"^hooks\.example leads to .*, not to a place on the public internet\.$") as e:
        look("https://hooks.example/", answers(address))
    assert f" {address} " not in e.value.reason


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_taken_written_out_and_behind_a_name(address: str) -> None:
    assert look(f"https://[{address}]/" if ":" in address else f"https://{address}/", never) == [address]
    assert look("https://hooks.example/", answers(address)) == [address]


@given(st.ip_addresses())
def test_nothing_that_python_calls_local_is_called_public(address: Any) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert why_not_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_an_ipv6_one_is_never_public(address: Any) -> None:
    for prefix in ("::", "::ffff:0:0", "64:ff9b::"):
        assert why_not_public(IPv6Address(int(IPv6Address(prefix)) + int(address)))


@pytest.mark.parametrize("mixed", [("8.8.8.8", "10.0.0.1"), ("2606:4700::1", "8.8.8.8", "::1")])
def test_one_bad_answer_among_good_ones_is_enough(mixed: tuple[str, ...]) -> None:
    with pytest.raises(NotAllowed, match="leads to"):
        look("https://hooks.example/", answers(*mixed))


def test_an_answer_with_a_zone_is_refused() -> None:
    with pytest.raises(NotAllowed, match="link-local"):
        look("https://hooks.example/", answers("fe80::1%eth0"))


@pytest.mark.parametrize(
    "host",
    [
        "0x7f.1", "0x7f000001", "2130706433", "127.1", "0177.0.0.1", "127.0.0.01", "1.2.3.4.5", "256.1.1.1",
        "0x7f.0x0.0x0.0x1", "8.8.8.8.0x", "①.1",
    ],
)  # fmt: skip
def test_an_ip_address_in_another_notation_is_refused(host: str) -> None:
    with pytest.raises(NotAllowed, match="four decimal numbers"):
        look(f"https://{host}/", never)


@pytest.mark.parametrize("host", ["127.0.0.1.", "１２７.0.0.1", "127。0。0。1", "127.0.0.1。"])
def test_an_ip_address_in_disguise_is_recognised(host: str) -> None:
    with pytest.raises(NotAllowed, match=r"127\.0\.0\.1 is this machine itself"):
        look(f"https://{host}/", never)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://hooks.example/", "must start with https"),
        ("ftp://hooks.example/", "must start with https"),
        ("file:///etc/passwd", "must start with https"),
        ("hooks.example/x", "must start with https"),
        ("//hooks.example/x", "must start with https"),
        ("", "must start with https"),
        ("https:hooks.example", "not a well-formed name"),
        ("https:///x", "not a well-formed name"),
        ("https://hooks.example:8443/", "port 443"),
        ("https://hooks.example:80/", "port 443"),
        ("https://hooks.example:0/", "port 443"),
        ("https://hooks.example:99999/", "cannot be read"),
        ("https://hooks.example:４４３/", "cannot be read"),
        ("https://hooks.example:44x/", "cannot be read"),
        ("https://user@hooks.example/", "user name or password"),
        ("https://user:word@hooks.example/", "user name or password"),
        ("https://hooks.example@10.0.0.1/", "user name or password"),
        ("https://@hooks.example/", "user name or password"),
        ("https://hooks.example\\@10.0.0.1/", "backslash"),
        ("https://hooks.example/\r\nX: y", "control character"),
        ("https://hooks.example\t/", "control character"),
        ("https://hooks\n.example/", "control character"),
        (" https://hooks.example/", "control character"),
        ("https://hooks.example/\x7f", "control character"),
        ("https://hooks.example/\u2028", "control character"),
        ("https://hooks.example/\u202e", "control character"),
        ("https://hooks..example/", "not a well-formed name"),
        ("https://hooks.example../", "not a well-formed name"),
        ("https://.hooks.example/", "not a well-formed name"),
        ("https://-hooks.example/", "not a well-formed name"),
        ("https://hooks%2eexample/", "not a well-formed name"),
        ("https://hooks.example%00/", "not a well-formed name"),
        ("https://" + "a" * 64 + ".example/", "not a well-formed name"),
        ("https://" + "a." * 130 + "example/", "not a well-formed name"),
        ("https://hooks.example/" + "a" * 2048, "longer than"),
        ("https://[::1/", "cannot be read"),
        ("https://[fe80::1%25eth0]/", "(brackets is not an IPv6|cannot be read)"),
        ("https://[hooks.example]/", "(brackets is not an IPv6|cannot be read)"),
        ("https://[8.8.8.8]/", "(brackets is not an IPv6|cannot be read)"),
        ("https://[2606:4700::1]hooks.example/", "(brackets is not an IPv6|cannot be read)"),
        ("https://hooks.example[2606:4700::1]/", "(brackets is not an IPv6|cannot be read)"),
    ],
)
def test_an_odd_address_is_refused_in_words(url: str, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        look(url, answers("8.8.8.8"))


def test_a_name_that_is_not_known_now_is_said_apart() -> None:
    def unknown(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for resolver in (unknown, answers()):
        with pytest.raises(Unreachable, match=r"^The name hooks\.example is not known at present\.$"):
            look("https://hooks.example/", resolver)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://10.0.0.1/", "not a place on the public internet"),
        ("https://[::1]/", "not a place on the public internet"),
        ("https://127.1/", "four decimal numbers"),
        ("https://localhost/", "not a name on the public internet"),
        ("https://desk.internal/", "not a name on the public internet"),
        ("http://hooks.example/", "must start with https"),
        ("https://hooks.example:8443/", "port 443"),
        ("zebra", "must start with https"),
    ],
)
def test_a_form_refuses_what_the_address_itself_tells(url: str, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        check(url)


def test_a_form_looks_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", never)
    for url in ("https://hooks.example/", "https://8.8.8.8/", "https://[2606:4700::1]/"):
        check(url)


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("HTTPS://Hooks.Example", "hooks.example", "/"),
        ("https://hooks.example.:443/a?b=1#c", "hooks.example", "/a?b=1"),
        ("https://bücher.example/ä", "xn--bcher-kva.example", "/%C3%A4"),
        ("https://hooks。example/%2e?q=[é]", "hooks.example", "/%2e?q=[%C3%A9]"),
        ("https://[2606:4700:0::1]/", "2606:4700::1", "/"),
    ],
)
def test_a_good_address_is_read_in_one_way(url: str, host: str, path: str) -> None:
    target = parse(url)
    assert (target.host, target.path, target.port, target.is_plain) == (host, path, 443, True)


@given(st.text(alphabet="htps:/[]@.%#?0123456789abfx。١\\ \n\u202e", max_size=40))
def test_no_text_is_answered_by_anything_but_yes_or_a_refusal(text: str) -> None:
    for url in (text, f"https://{text}"):
        try:
            target = parse(url)
        except NotAllowed:
            continue
        assert target.host
        assert target.host.isascii()
        assert target.path.isascii()


class TestAllowedNetworks:
    """What the operator allows may be private, without TLS and on any port; nothing else changes."""

    @pytest.fixture(autouse=True)
    def ten_is_allowed(self, settings: Any) -> None:
        settings.EGRESS_ALLOWED_NETWORKS = [ip_network("10.0.0.0/8"), ip_network("fd00::/16")]

    @pytest.mark.parametrize(
        ("url", "address"),
        [
            ("https://10.0.0.1/", "10.0.0.1"),
            ("http://10.0.0.1:8080/", "10.0.0.1"),
            ("https://10.1.1.1:1/", "10.1.1.1"),
            ("http://[fd00::1]/", "fd00::1"),
        ],
    )
    def test_within_them_anything_goes(self, url: str, address: str) -> None:
        assert look(url, never) == [address]

    def test_a_name_must_lie_in_them_with_all_its_answers(self) -> None:
        both, one = ("10.0.0.1", "fd00::2"), ("10.0.0.1", "8.8.8.8")
        assert look("http://hooks.example:81/", answers(*both)) == list(both)
        assert look("https://hooks.example/", answers(*one)) == list(one)
        with pytest.raises(NotAllowed, match="https"):
            look("http://hooks.example/", answers("10.0.0.1", "8.8.8.8"))
        with pytest.raises(NotAllowed, match="private"):
            look("https://hooks.example/", answers("10.0.0.1", "192.168.0.1"))

    def test_an_ipv4_address_in_disguise_is_not_in_them(self) -> None:
        with pytest.raises(NotAllowed, match="in disguise"):
            look("https://[::ffff:10.0.0.1]/", never)

    def test_a_form_leaves_names_to_the_look_up_and_judges_what_is_written_out(self) -> None:
        for url in ("http://hooks:81/", "https://hooks.example/", "http://10.0.0.1:81/"):
            check(url)
        for url in ("https://192.168.0.1/", "http://8.8.8.8/"):
            with pytest.raises(NotAllowed):
                check(url)
