"""What paper shows of a report."""

from playwright.sync_api import expect

from apps.desk.demo.people import CLERK
from tests.browser import places
from tests.browser.people import People


def test_paper_has_no_chrome_and_says_where_it_came_from(people: People) -> None:
    page = people.person(CLERK)
    page.goto(places.incident("Cloned voice"))
    page.emulate_media(media="print")
    for hidden in (".c-top", ".c-nav", ".c-strip", "main form button"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".c-printed")).to_have_text(f"Printed from {page.url}")
    expect(page.locator("#timeline")).to_be_visible()


def test_details_are_open_on_paper_and_what_asks_to_confirm_is_left_out(people: People) -> None:
    page = people.person(CLERK)
    page.goto(places.incident("Cloned voice"))
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("main details:not(.c-confirm):not([open])")).to_have_count(0)
    expect(page.locator(".c-confirm").first).to_be_hidden()


def test_paper_is_light_even_in_the_dark_theme(people: People) -> None:
    page = people.person(CLERK, color_scheme="dark")
    page.goto(places.incident("Cloned voice"))
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.c-card')).backgroundColor") == "rgb(255, 255, 255)"
