"""Production settings refuse to start with what is unsafe, each in a process of its own."""

import os
import subprocess
import sys

import pytest

KEY = "bWFkZS11cC1mb3ItdGhlLXRlc3RzLTAxMjM0NTY3ODk"
SAFE = {
    "SECRET_KEY": "made-up-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
    "DATABASE_URL": "postgresql://concord_app@db.example/concord",
    "DATABASE_OWNER_URL": "",
    "REDIS_URL": "redis://redis.example/0",
    "EMAIL_URL": "smtp+tls://mail.example",
    "ALLOWED_HOSTS": "portal.example",
    "BASE_URL": "https://portal.example",
    "DEMO": "0",
    "REQUIRE_SECOND_FACTOR": "1",
}


def _last_words(changes: dict[str, str]) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    done = subprocess.run(
        [sys.executable, "-c", "import portal.settings.prod"],
        env=kept | SAFE | changes,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stderr.strip().splitlines()[-1] if done.returncode else "started"


def test_safe_values_start() -> None:
    assert _last_words({}) == "started"
    assert _last_words({"EGRESS_ALLOWED_NETWORKS": "10.0.0.0/8,fc00::/7", "EGRESS_PROXY": "http://p:3128"}) == "started"
    assert _last_words({"VAPID_PRIVATE_KEY": KEY, "VAPID_CONTACT": "mailto:ops@portal.example"}) == "started"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"DEMO": "1"}, "DEMO"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DATABASE_URL": "postgresql://concord_owner@db.example/concord"}, "concord_app"),
        ({"DATABASE_URL": "postgresql://postgres@db.example/concord"}, "concord_app"),
        ({"REQUIRE_SECOND_FACTOR": "0"}, "REQUIRE_SECOND_FACTOR"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"EGRESS_ALLOWED_NETWORKS": "0.0.0.0/0"}, "EGRESS_ALLOWED_NETWORKS"),
        ({"EGRESS_ALLOWED_NETWORKS": "10.1.0.0/16,::/0"}, "EGRESS_ALLOWED_NETWORKS"),
        ({"EGRESS_ALLOWED_NETWORKS": "0.0.0.0/1,128.0.0.0/1"}, "EGRESS_ALLOWED_NETWORKS"),
        ({"EGRESS_PROXY": "proxy.example"}, "EGRESS_PROXY"),
        ({"VAPID_PRIVATE_KEY": "guess", "VAPID_CONTACT": "mailto:ops@portal.example"}, "VAPID_PRIVATE_KEY"),
        ({"VAPID_PRIVATE_KEY": KEY}, "VAPID_CONTACT"),
        ({"VAPID_PRIVATE_KEY": KEY, "VAPID_CONTACT": "ops@portal.example"}, "VAPID_CONTACT"),
    ],
)
def test_an_unsafe_value_stops_the_start_and_is_named(changes: dict[str, str], word: str) -> None:
    said = _last_words(changes)
    assert "BadEnvironment" in said
    assert word in said
