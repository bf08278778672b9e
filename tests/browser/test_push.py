"""“Ring this browser” in a real one: its worker runs under our policy, shows what comes, and says what went wrong."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from apps.desk.demo.people import CLERK
from apps.kernel import p256
from tests.browser.conftest import ARGUMENTS
from tests.browser.people import NARROW, WIDE, People, sign_in
from tests.browser.seeing import complaints, picture
from tests.notices.push_service import push_service

SETTINGS = "/c/frontier/inbox/settings/"
BUTTON = "Ring this browser"

SHOWN = """async () => {
  const worker = await navigator.serviceWorker.ready;
  const shown = await worker.getNotifications();
  return shown.map(one => [one.title, one.body, one.tag, one.data.url, one.requireInteraction]);
}"""


AGREEING = """([url, key, secret]) => {
  const bytes = list => new Uint8Array(list).buffer;
  const agreed = {endpoint: url, getKey: name => bytes(name === "auth" ? secret : key), options: {}};
  PushManager.prototype.subscribe = async () => {
    localStorage.setItem("agreed", "1");
    return agreed;
  };
  PushManager.prototype.getSubscription = async () => localStorage.getItem("agreed") ? agreed : null;
}"""
"""Stands in for the browser's own push service, which is on the internet; the portal's side is all real."""


def _settings(people: People, *, allowed: bool) -> Page:
    page = people.person(CLERK)
    if allowed:
        page.context.grant_permissions(["notifications"])
    page.goto(SETTINGS)
    return page


def _registration(page: Page) -> tuple[CDPSession, str]:
    """A line to the browser's own tools, and the worker that it has registered for the portal."""
    devtools = page.context.new_cdp_session(page)
    found: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"] if not one["isDeleted"]),
    )
    page.evaluate("navigator.serviceWorker.register('/push-worker.js', {scope: '/'})")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    devtools.send("ServiceWorker.enable")
    for _ in range(200):
        if found:
            return devtools, found[-1]
        page.wait_for_timeout(100)
    raise AssertionError("the worker was not registered")


def _deliver(page: Page, devtools: CDPSession, registration: str, data: str) -> list[list[Any]]:
    """Hand the worker a message as a push service would; what is shown then."""
    before = page.evaluate(SHOWN)
    origin = page.evaluate("location.origin")
    told = {"origin": origin, "registrationId": registration, "data": data}
    for turn in range(200):
        if turn % 60 == 0:  # Chromium has been seen to drop one; the same tag shows it once all the same
            devtools.send("ServiceWorker.deliverPushMessage", told)
        shown = page.evaluate(SHOWN)
        if shown != before:
            return shown
        page.wait_for_timeout(100)
    raise AssertionError(f"nothing new is shown: {before}")


def test_the_worker_shows_what_comes_and_opens_nothing_but_the_portal(people: People) -> None:
    page = _settings(people, allowed=True)
    origin = page.evaluate("location.origin")
    devtools, registration = _registration(page)
    told = {"title": "Frontier", "body": "Acknowledge it.\nDue: 24 Nov", "tag": "first", "pressing": True}
    told["url"] = f"{origin}/c/frontier/inbox/"
    [shown] = _deliver(page, devtools, registration, json.dumps(told).ljust(3000))
    assert shown == ["Frontier", "Acknowledge it.\nDue: 24 Nov", "first", f"{origin}/c/frontier/inbox/", True]

    [shown] = _deliver(page, devtools, registration, json.dumps(told | {"body": "Newer", "pressing": False}))
    assert shown[1] == "Newer", "what is newer takes the place of what is older"

    elsewhere = _deliver(page, devtools, registration, json.dumps(told | {"tag": "b", "url": "https://else.example/"}))
    assert {one[2]: one[3] for one in elsewhere}["b"] == f"{origin}/"
    broken = _deliver(page, devtools, registration, "no JSON")
    assert ["Concord", "Something is in your inbox.", "concord", f"{origin}/", False] in broken


def _seen(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it looks, at both widths and in both themes."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            picture(page, f"{name} {size['width']}-{theme}", kept=False)
            found += complaints(page)
    return found


@pytest.fixture
def profile(browser: Browser, live: str, tmp_path: Path) -> Iterator[Page]:
    """A page in a browser with a profile of its own: a private window is refused by the browser itself."""
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=shutil.which("chromium"), args=list(ARGUMENTS), base_url=live, reduced_motion="reduce"
    )
    context.grant_permissions(["notifications"])
    yield context.pages[0]
    context.close()


def test_where_no_push_service_can_be_reached_the_page_says_so(profile: Page) -> None:
    page = profile
    sign_in(page, CLERK)
    page.goto(SETTINGS)
    page.get_by_role("button", name=BUTTON).click()
    said = page.locator("[data-c-push-said]")
    expect(said).to_be_visible(timeout=20_000)
    expect(said).to_contain_text("could not reach its push service")
    expect(said).to_be_focused()
    expect(page.get_by_role("button", name=BUTTON)).not_to_have_attribute("aria-disabled", "true")
    assert _seen(page, "browsers unreachable") == []


def test_a_press_is_enough_to_be_rung_and_the_page_knows_its_browser(people: People) -> None:
    with push_service() as service:
        browser = service.browser()
        page = people.person(CLERK)
        page.context.grant_permissions(["notifications"])
        given = json.dumps([browser.url, list(p256.public(browser.key)), list(browser.secret)])
        page.add_init_script(f"({AGREEING})({given})")
        page.goto(SETTINGS)
        page.get_by_role("button", name=BUTTON).click()
        expect(page.get_by_text("The first message is on its way")).to_be_visible()
        expect(page.get_by_text("This one")).to_be_visible()
        assert [rung.shown["body"] for rung in browser.rung] == ["This browser can be rung."]
        page.get_by_role("button", name="Send a test").click()
        expect(page.get_by_text("A test is on its way")).to_be_visible()
        assert len(browser.rung) == 2
        service.answers = {browser.url: "403 Forbidden"}
        service.said = "The key is not the one that this browser was told"
        page.get_by_role("button", name="Send a test").click()
        expect(page.get_by_text("Does not ring")).to_be_visible()
        found = _seen(page, "browsers")
        page.locator("summary", has_text="Remove").click()
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_text("None yet.")).to_be_visible()
        assert found == []


def test_a_browser_that_is_forbidden_to_show_anything_is_told_how_to_allow_it(people: People) -> None:
    page = _settings(people, allowed=False)
    page.evaluate("Notification.requestPermission = () => Promise.resolve('denied')")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator("[data-c-push-said]")).to_contain_text("Allow them in the browser’s settings")


def test_a_browser_without_push_is_not_offered_the_button(people: People) -> None:
    page = people.person(CLERK)
    page.add_init_script("delete window.PushManager")
    page.goto(SETTINGS)
    expect(page.locator("[data-c-push-said]")).to_contain_text("This browser cannot be rung")
    expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)


def test_without_scripts_the_page_says_what_is_missing(people: People) -> None:
    page = people.person(CLERK, java_script_enabled=False)
    page.goto(SETTINGS)
    expect(page.get_by_text("JavaScript must be on")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)
