"""Filters before a list: folded up on a phone, so that the list is on the first screen; open where there is room."""

from playwright.sync_api import expect

from apps.desk.demo.people import CLERK
from tests.browser.people import NARROW, WIDE, People


def test_filters_do_not_push_the_list_off_a_phones_first_screen(people: People) -> None:
    clerk = people.person(CLERK)
    for path in ("deadlines/?whose=committee", "incidents/", "inbox/"):
        clerk.set_viewport_size(NARROW)
        clerk.goto(f"/c/frontier/{path}")
        search, fold = clerk.get_by_role("search"), clerk.locator("summary", has_text="Filter")
        expect(search).to_be_hidden()
        expect(clerk.locator("main .c-card li, main .c-card tbody tr").first).to_be_in_viewport()
        fold.focus()
        clerk.keyboard.press("Enter")
        expect(search.locator("select").first).to_be_visible()
        clerk.reload()
        clerk.set_viewport_size(WIDE)
        expect(fold).to_be_hidden()
        search.locator("select").first.select_option(index=1)
        search.get_by_role("button", name="Show").click()
        clerk.set_viewport_size(NARROW)
        expect(search).to_be_visible()
