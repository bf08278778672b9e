"""Headless Chromium against a live server that shows the demo, loaded once for all of these tests.

Whatever the pages write to the console is collected: an error or a breach of the content security policy fails the
test that caused it.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from apps.notices.tasks import sweep as sweep_notices
from tests.browser.people import People

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = Path(__file__).parent
BESIDE_THE_PAGES = {
    "test_pages.py",
    "test_setup.py",
    "test_shell.py",
    "test_ties.py",
    "test_two_desks.py",
    "test_years_of_a_dispute.py",
}
"""What one worker has to do, so that both need about as long; the other ends with those that move the clock."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, and reads the database; pages come first, as the demo left them."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db)
            # Whoever moves the clock stays behind those that come before; the pages are another portal's.
            half = "pages" if item.path.name in BESIDE_THE_PAGES else "people"
            item.add_marker(pytest.mark.xdist_group(half))
    items.sort(key=lambda item: HERE in item.path.parents and item.path.name != "test_pages.py")


@pytest.fixture(scope="package")
def live(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the portal, with the demo as `make demo` shows it and its mail delivered."""
    files = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path_factory.mktemp("files")}}
    changed = override_settings(
        STORAGES=settings.STORAGES | {"default": files},
        EMAIL_BACKEND="apps.desk.demo_mail.DemoMailBackend",
        DEMO_MAIL_ROOT=tmp_path_factory.mktemp("mail"),
        MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN=True,
    )
    # Playwright runs an event loop in this thread, and Django would refuse to read the database beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with django_db_blocker.unblock(), changed:
        connection.settings_dict["CONN_MAX_AGE"] = 0
        server = LiveServer("localhost")
        try:
            with override_settings(BASE_URL=server.url):
                call_command("load_demo")
                sweep_notices()
                yield server.url
        finally:
            server.stop()
            call_command("flush", interactive=False, reset_sequences=False)
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def browser(live: str) -> Iterator[Browser]:
    """Debian's Chromium; it is gone before the server stops, so that no connection is left in use."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        yield chromium
        chromium.close()
        # Beside Playwright's loop the thread has database connections of its own.
        connections.close_all()


@pytest.fixture(scope="package")
def _all_people(live: str, browser: Browser) -> People:
    return People(browser, live)


@pytest.fixture
def people(_all_people: People) -> Iterator[People]:
    """Everybody who can open a page; contexts are closed and consoles judged when the test is over."""
    yield _all_people
    said = _all_people.leave()
    assert said == []
