"""A tie is declared and ended in the browser; who ends one is asked once more."""

from playwright.sync_api import expect

from tests.browser.people import NARROW, People
from tests.browser.seeing import complaints, picture

SPOKESMAN = "representative@cygnus.example"
READER = "observer@eu.example"
WORDS = "Holds 7 % of the shares since May."


def test_a_tie_is_declared_read_by_everybody_and_ended_with_a_second_press(people: People) -> None:
    page, reader = people.person(SPOKESMAN), people.person(READER, viewport=NARROW)
    page.goto("/c/frontier/members/cygnus/")
    page.get_by_role("link", name="Declare a tie").click()
    page.get_by_role("button", name="Declare it").click()
    expect(page.get_by_role("alert").first).to_contain_text("There is a problem")
    page.get_by_label("Tied to").select_option("aster")
    page.get_by_label("What ties them").select_option("owner")
    page.get_by_label("In more words").fill(WORDS)
    picture(page, "tie", kept=False)
    assert complaints(page) == []
    page.get_by_role("button", name="Declare it").click()
    expect(page.get_by_role("status").first).to_contain_text("The tie is declared.")
    reader.goto("/c/frontier/members/aster/")
    there = reader.locator("#ties li", has_text=WORDS)
    expect(there).to_contain_text("declared by Cygnus")
    expect(there.get_by_role("button")).to_have_count(0)
    assert complaints(reader) == []
    here = page.locator("#ties li", has_text=WORDS)
    here.get_by_text("End", exact=True).click()
    expect(here).to_contain_text("From now on nobody stands back because of it.")
    here.get_by_role("button", name="End it now").click()
    expect(page.get_by_role("status").first).to_contain_text("The tie has ended.")
    expect(page.locator("#ties li", has_text=WORDS)).to_have_count(0)
