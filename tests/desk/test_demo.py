"""The demo's mail and clock, and that neither exists elsewhere."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from apps.desk.demo_mail import newest
from apps.kernel import clock

BACKEND = "apps.desk.demo_mail.DemoMailBackend"
HTML = "<html><head><title>x</title></head><body><p style='color:red'>Hello <a href='http://testserver/'>you</a></p></body></html>"


@pytest.fixture(autouse=True)
def post_office(settings: Settings, tmp_path: Path) -> Path:
    """A post office of this test's own."""
    settings.DEMO_MAIL_ROOT = tmp_path / "mail"
    return settings.DEMO_MAIL_ROOT


def _send(subject: str = "A report was filed", to: str = "clerk@frontier.example", **more: Any) -> None:
    message = EmailMultiAlternatives(subject, "Open http://testserver/c/frontier/", to=[to], **more)
    message.attach_alternative(HTML, "text/html")
    message.attach("log.txt", b"twelve bytes", "text/plain")
    get_connection(BACKEND).send_messages([message])


def test_a_message_is_one_whole_file_and_nothing_is_left_half_written(post_office: Path) -> None:
    _send()
    [path] = post_office.iterdir()
    assert path.suffix == ".eml"
    [mail] = newest()
    assert mail.subject == "A report was filed"
    assert mail.to == "clerk@frontier.example"
    assert mail.text.strip() == "Open http://testserver/c/frontier/"
    assert mail.attachments == [("log.txt", "text/plain", 12)]


def test_the_list_shows_the_newest_first_and_narrows_to_a_recipient(client: Client) -> None:
    _send("First")
    _send("Second", to="eve@pacific.example")
    page = client.get("/demo/mail/").content.decode()
    assert page.index("Second") < page.index("First")
    narrowed = client.get("/demo/mail/?to=eve").content.decode()
    assert "Second" in narrowed
    assert "First" not in narrowed


def test_a_message_shows_headers_text_and_attachments_and_frames_its_html_apart(client: Client) -> None:
    _send(headers={"Message-ID": "<one@concord.example>"})
    name = newest()[0].name
    answer = client.get(f"/demo/mail/{name}/")
    page = answer.content.decode()
    assert "&lt;one@concord.example&gt;" in page
    assert 'href="http://testserver/c/frontier/"' in page
    assert "log.txt" in page
    assert f'src="/demo/mail/{name}/html/"' in page
    assert "color:red" not in page
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def test_the_html_part_may_style_itself_and_nothing_else(client: Client) -> None:
    _send()
    answer = client.get(f"/demo/mail/{newest()[0].name}/html/")
    policy = answer.headers["Content-Security-Policy"]
    assert "color:red" in answer.content.decode()
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", ["nothing", "20261121T120000000000-00000000", "..-..-etc-passwd"])
def test_an_unknown_message_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_outside_the_demo_there_is_no_mail_to_read(client: Client, settings: Settings) -> None:
    _send()
    settings.DEMO = False
    name = newest()[0].name
    for path in ("/demo/mail/", f"/demo/mail/{name}/", f"/demo/mail/{name}/html/"):
        assert client.get(path).status_code == 404


@pytest.fixture
def clock_file(settings: Settings, tmp_path: Path) -> Path:
    """The demo's clock, as in a running demo."""
    settings.DEMO_CLOCK_FILE = tmp_path / "clock"
    return settings.DEMO_CLOCK_FILE


def _ahead() -> timedelta:
    return clock.now() - datetime.now(UTC)


def _about(expected: timedelta) -> bool:
    return abs(_ahead() - expected) < timedelta(seconds=5)


def test_the_clock_moves_forward_step_by_step_and_back_to_the_real_time(clock_file: Path) -> None:
    call_command("demo_clock", by="1d6h")
    assert _about(timedelta(hours=30))
    call_command("demo_clock", by="30m")
    assert _about(timedelta(hours=30, minutes=30))
    call_command("demo_clock", reset=True)
    assert _about(timedelta())
    assert not clock_file.exists()


def test_the_clock_can_be_set_to_an_instant(clock_file: Path) -> None:
    goal = datetime.now(UTC) + timedelta(days=9)
    call_command("demo_clock", to=goal.isoformat())
    assert abs(clock.now() - goal) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"by": "soon"}, "no length of time"),
        ({"by": "-6h"}, "no length of time"),
        ({"to": "tomorrow"}, "no instant"),
        ({"to": "2030-01-01T10:00"}, "has no zone"),
        ({"to": "2020-01-01T10:00Z"}, "only moves forward"),
    ],
)
def test_an_odd_wish_is_refused_in_words_and_moves_nothing(
    clock_file: Path, options: dict[str, str], says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        call_command("demo_clock", **options)
    assert not clock_file.exists()


def test_only_the_demos_clock_can_be_moved(settings: Settings) -> None:
    settings.DEMO_CLOCK_FILE = None
    with pytest.raises(CommandError, match="not the demo"):
        call_command("demo_clock", by="6h")
