"""Addresses in the environment: what they demand is kept, and what is misspelt stops the start."""

from ipaddress import ip_network

import pytest

from apps.kernel import p256
from portal.env import BadEnvironment, contact, database, networks, proxy, signing_key


def test_the_demand_for_an_encrypted_connection_is_kept() -> None:
    found = database("postgresql://concord_app:p%40ss@db.example:5432/concord?sslmode=verify-full&sslrootcert=/ca.pem")
    assert found["OPTIONS"] == {"application_name": "concord", "sslmode": "verify-full", "sslrootcert": "/ca.pem"}
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example", "5432", "p@ss")


def test_a_socket_is_named_as_host() -> None:
    found = database("postgresql://concord_app@/concord?host=/run/db&port=5433")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/db", "5433", "concord")


def test_a_misspelt_parameter_stops_the_start() -> None:
    with pytest.raises(BadEnvironment, match="ssl_mode"):
        database("postgresql://concord_app@db/concord?ssl_mode=require", name="DATABASE_URL")


def test_networks_are_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NETWORKS", "10.1.0.0/16, fd00::/64")
    assert networks("SOME_NETWORKS") == [ip_network("10.1.0.0/16"), ip_network("fd00::/64")]
    assert networks("NO_NETWORKS") == []


@pytest.mark.parametrize("spoilt", ["10.1.0.1/16", "10.1.0.0/33", "intranet"])
def test_what_is_no_network_stops_the_start(spoilt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NETWORKS", spoilt)
    with pytest.raises(BadEnvironment, match="SOME_NETWORKS"):
        networks("SOME_NETWORKS")


@pytest.mark.parametrize("sound", ["http://proxy.example:3128", "http://[fd00::1]:3128", ""])
def test_a_proxy_is_host_and_port(sound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_PROXY", sound)
    assert proxy("SOME_PROXY") == sound
    assert proxy("NO_PROXY_NAMED") == ""


@pytest.mark.parametrize(
    "spoilt",
    ["proxy.example:3128", "https://proxy.example:3128", "http://proxy.example", "http://a:b@proxy.example:3128",
     "http://proxy.example:3128/x", "http://proxy.example:3128?x", "http://proxy.example:x", "http://:3128"],
)  # fmt: skip
def test_what_is_no_proxy_stops_the_start(spoilt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_PROXY", spoilt)
    with pytest.raises(BadEnvironment, match="SOME_PROXY"):
        proxy("SOME_PROXY")


def test_a_signing_key_and_a_contact_are_taken_as_given(monkeypatch: pytest.MonkeyPatch) -> None:
    key = p256.make()
    monkeypatch.setenv("SOME_KEY", key)
    assert signing_key("SOME_KEY") == key
    assert signing_key("NO_KEY") == contact("NO_CONTACT") == ""
    for sound in ("mailto:ops@concord.example", "https://concord.example/about"):
        monkeypatch.setenv("SOME_CONTACT", sound)
        assert contact("SOME_CONTACT") == sound


def test_what_is_no_signing_key_stops_the_start_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", "guessed-secret")
    with pytest.raises(BadEnvironment, match=r"SOME_KEY.*make_vapid_key") as met:
        signing_key("SOME_KEY")
    assert "guessed-secret" not in str(met.value)


@pytest.mark.parametrize("spoilt", ["ops@concord.example", "mailto:", "http://concord.example", "https:// x"])
def test_what_is_no_contact_stops_the_start(spoilt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_CONTACT", spoilt)
    with pytest.raises(BadEnvironment, match="SOME_CONTACT"):
        contact("SOME_CONTACT")
