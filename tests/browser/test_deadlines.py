"""A deadline as people live it: somebody is on it, the clock stops, and what is being typed survives it all."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from apps.desk.demo.people import CLERK
from tests.browser import places
from tests.browser.people import NARROW, WIDE, People, confirm_identity, sign_in
from tests.browser.seeing import complaints, picture


def _seen(page: Page, name: str) -> None:
    """Look at the page as it is now at both widths."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        picture(page, f"{name}-{size['width']}-light", kept=False)
        assert complaints(page) == []


def test_the_ladder_refreshes_itself_and_leaves_alone_what_is_being_typed(people: People) -> None:
    clerk, again = people.person(CLERK), people.person(CLERK)
    clerk.clock.install()
    clerk.goto(places.acknowledgement())
    clerk.locator("#id_take_on_note").fill("Calling the lab now")
    again.goto(clerk.url)
    again.locator("summary", has_text="Stop the clock").click()
    again.get_by_label("Why does the clock stop?").fill("The lab sends logs first.")
    _seen(again, "deadline verb opened")
    again.get_by_role("button", name="Stop it").click()
    expect(again.get_by_role("main")).to_contain_text("The clock is stopped.")
    _seen(again, "deadline paused")
    with clerk.expect_response(re.compile("/live/")):
        clerk.clock.run_for(16_000)
    expect(clerk.locator("#live")).to_contain_text("The lab sends logs first.")
    expect(clerk.locator("#owed")).to_contain_text("This has changed since you opened the page")
    assert clerk.locator("#id_take_on_note").input_value() == "Calling the lab now"
    with clerk.expect_response(lambda response: "/live/" in response.url and response.status == 204):
        clerk.clock.run_for(16_000)
    _seen(clerk, "deadline changed meanwhile")
    again.locator("summary", has_text="Let the clock run on").click()
    again.get_by_role("button", name="Let it run").click()
    expect(again.get_by_role("main")).to_contain_text("The clock runs on")


def test_i_am_on_it_is_one_press(people: People) -> None:
    clerk = people.person(CLERK)
    clerk.set_viewport_size(NARROW)
    clerk.goto(places.acknowledgement())
    clerk.get_by_role("button", name="I am on it").click()
    expect(clerk.get_by_role("main")).to_contain_text("You are on it.")
    expect(clerk.locator("#owed")).to_contain_text("Beatrix Claes")
    clerk.locator("summary", has_text="Give more time").click()
    clerk.locator("#id_extend_until_0").fill("2026-01-01T10:00")
    clerk.get_by_label("Why is there more time?").fill("A holiday.")
    clerk.get_by_role("button", name="Give more time").click()
    expect(clerk.get_by_role("alert")).to_contain_text("Give a time that is still to come.")
    assert clerk.get_by_label("Why is there more time?").input_value() == "A holiday."
    _seen(clerk, "deadline with an error")


def test_the_calendars_address_is_shown_once_and_read_without_signing_in(people: People) -> None:
    clerk = people.stranger()
    sign_in(clerk, CLERK)
    clerk.goto("/c/frontier/deadlines/feeds/")
    clerk.get_by_role("link", name="Make an address").click()
    confirm_identity(clerk)
    clerk.get_by_text("What my seat may see").click()
    _seen(clerk, "calendar address to make")
    clerk.get_by_role("button", name="Make it").click()
    address = clerk.locator("#address").inner_text()
    _seen(clerk, "calendar address made")
    answer = people.stranger().request.get(urlsplit(address).path)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "Acknowledge the report" in answer.text()
    clerk.get_by_role("link", name="I have copied it").click()
    _seen(clerk, "calendar feeds in use")
    clerk.locator("summary", has_text="Revoke").click()
    clerk.get_by_role("button", name="Revoke it").click()
    expect(clerk.get_by_role("main")).to_contain_text("The address is revoked.")
    assert people.stranger().request.get(urlsplit(address).path).status == 404
