"""The frame of every page: theme, menus, committees, errors, and what comes first on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from apps.desk.demo.people import CLERK, EVE, INDEPENDENT, OPERATOR
from tests.browser.people import NARROW, WIDE, People, confirm_identity
from tests.browser.seeing import complaints, picture

LIAISON = "liaison@aster.example"


def _group(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Main").locator("summary", has_text=name)


def _entry(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Main").get_by_role("link", name=name)


def _theme(page: Page) -> str:
    return page.evaluate("document.documentElement.dataset.bsTheme")


def test_the_theme_follows_the_system_and_a_choice_is_remembered(people: People) -> None:
    page = people.stranger(color_scheme="dark")
    page.goto("/")
    assert _theme(page) == "dark"
    page.get_by_role("button", name="Use the light theme").click()
    assert _theme(page) == "light"
    page.goto("/public/")
    assert _theme(page) == "light"


def test_the_skip_link_comes_first_and_leads_to_the_content(people: People) -> None:
    page = people.person(LIAISON)
    page.goto("/c/frontier/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Urgent line")).to_be_focused()


def test_the_account_menu_opens_and_closes_by_keyboard(people: People) -> None:
    page = people.person(LIAISON)
    page.goto("/c/frontier/")
    menu = page.locator("details.c-menu--account")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_a_seat_in_another_committee_is_two_clicks_away(people: People) -> None:
    page = people.person(INDEPENDENT)
    page.goto("/c/frontier/")
    page.locator(".c-top__committee summary").click()
    page.get_by_role("link", name=re.compile("^Pacific")).click()
    expect(page).to_have_url(re.compile("/c/pacific/$"))
    expect(page.locator(".c-top__committee")).to_contain_text("Pacific")


def test_a_stranger_to_the_committee_learns_nothing(people: People) -> None:
    page = people.person(EVE)
    answer = page.goto("/c/frontier/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_contain_text("nothing here for you to see")
    expect(page.locator("body")).not_to_contain_text("Aster")


def test_an_operator_looks_in_with_a_reason_and_under_a_banner(people: People) -> None:
    page = people.person(OPERATOR)
    page.goto("/operator/")
    page.get_by_role("link", name="Open a session Pacific").click()
    confirm_identity(page)
    page.get_by_label("Reason").fill("A member cannot open her inbox and asked for help.")
    page.get_by_role("button", name="Open the session").click()
    page.goto("/c/pacific/")
    expect(page.get_by_role("region", name="Operator session")).to_be_visible()
    expect(page.get_by_role("link", name="File an incident")).to_have_count(0)
    page.goto("/operator/")
    page.get_by_role("button", name="Close the session Pacific").click()
    answer = page.goto("/c/pacific/")
    assert answer is not None
    assert answer.status == 404


def test_on_a_phone_what_waits_comes_before_any_figure(people: People) -> None:
    page = people.person(CLERK, viewport=NARROW)
    page.goto("/c/frontier/")
    waiting = page.locator("#waiting .c-tasks > li").first.bounding_box()
    figure = page.locator(".c-figure").first.bounding_box()
    assert waiting is not None
    assert figure is not None
    assert waiting["y"] < NARROW["height"]
    assert waiting["y"] < figure["y"]


def test_on_a_phone_the_navigation_waits_behind_its_button(people: People) -> None:
    page = people.person(LIAISON, viewport=NARROW)
    page.goto("/c/frontier/")
    link = _entry(page, "Members")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).click()
    _group(page, "Oversight").click()
    _group(page, "Committee").click()
    # What lies above stays open: else the words would jump away from under the finger.
    expect(_entry(page, "Silence")).to_be_visible()
    picture(page, "menu-390-light", kept=False)
    assert complaints(page) == []
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Members")


def test_a_group_of_the_navigation_opens_by_keyboard_and_moves_nothing(people: People) -> None:
    page = people.person(CLERK)
    page.goto("/c/frontier/charter/")
    heading = page.get_by_role("heading", level=1)
    before = heading.bounding_box()
    expect(_group(page, "Committee")).to_have_attribute("aria-current", "true")
    _group(page, "Oversight").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(_entry(page, "Triage")).to_be_focused()
    assert heading.bounding_box() == before
    picture(page, "menu-1440-light", kept=False)
    assert complaints(page) == []
    for entry in ("Disputes", "Funding", "Silence", "Matrix"):
        page.keyboard.press("Tab")
        expect(_entry(page, entry)).to_be_focused()
    page.keyboard.press("Tab")
    expect(_group(page, "Committee")).to_be_focused()
    expect(_entry(page, "Silence")).to_be_hidden()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_navigation_needs_no_script(people: People, size: ViewportSize) -> None:
    page = people.person(LIAISON, java_script_enabled=False, viewport=size)
    page.goto("/c/frontier/")
    _group(page, "Committee").click()
    _entry(page, "Members").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Members")
