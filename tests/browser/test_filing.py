"""A report from the first question to the acknowledgement, as the liaison and the clerk live it."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from apps.desk.demo.people import CLERK
from tests.browser import filing, places
from tests.browser.people import People, sign_in

LIAISON = "liaison@borealis.example"
"""Of a lab that does not hold the chair: another presides over what the chair's own lab files, and that is told too."""


def _unread(page: Page) -> int:
    count = page.locator("#c-unread .c-count")
    return int(count.inner_text()) if count.count() else 0


def _timeline(page: Page) -> list[str]:
    return page.locator("#timeline .c-timeline > li .c-timeline__title").all_inner_texts()


def test_a_report_is_filed_seen_and_acknowledged(people: People, tmp_path: Path) -> None:
    liaison, clerk = people.stranger(), people.person(CLERK)
    sign_in(liaison, LIAISON)
    clerk.goto("/c/frontier/")
    before = _unread(clerk)

    reference = filing.write(liaison, "Notes left for other agents", tmp_path)
    expect(liaison.get_by_role("main")).to_contain_text("Notes left for other agents")
    assert filing.file_it(liaison) == reference

    clerk.reload()
    assert _unread(clerk) == before + 1
    clerk.goto(f"/c/frontier/incidents/{reference}/")
    clerk.get_by_role("button", name="Acknowledge").click()
    expect(clerk.get_by_role("main")).to_contain_text("Acknowledged")

    liaison.get_by_role("link", name="Go to the report").click()
    expect(liaison.locator("#seen")).to_contain_text("Beatrix Claes")
    told = _timeline(liaison)
    assert "acknowledged" in " ".join(told)
    clerk.reload()
    assert _timeline(clerk) == told

    liaison.goto("/demo/mail/")
    liaison.get_by_role("link", name=re.compile(reference)).first.click()
    expect(liaison.get_by_role("main")).to_contain_text(reference)


def test_the_bell_counts_up_by_itself(people: People, tmp_path: Path) -> None:
    liaison, clerk = people.person(LIAISON), people.person(CLERK)
    clerk.clock.install()
    clerk.goto("/c/frontier/members/")
    before = _unread(clerk)
    filing.write(liaison, "A model asked for more compute", tmp_path)
    filing.file_it(liaison)
    with clerk.expect_response(re.compile("/inbox/unread/")):
        clerk.clock.run_for(31_000)
    expect(clerk.locator("#c-unread .c-count")).to_have_text(str(before + 1))


def test_what_is_typed_is_saved_without_pressing_anything(people: People) -> None:
    page = people.person(LIAISON)
    page.goto("/c/frontier/incidents/new/")
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("Title").press_sequentially("Half a thought")
    expect(page.locator("[data-c-autosave]")).to_contain_text("Draft saved at")
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Half a thought")


def test_an_error_keeps_what_was_typed_and_takes_the_focus(people: People) -> None:
    page = people.person(LIAISON)
    page.goto("/c/frontier/incidents/new/")
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("Describe the chain of events").fill("It began on Monday.")
    page.get_by_role("button", name="Save and continue").click()
    summary = page.locator("[data-c-errors]")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Describe the chain of events")).to_have_value("It began on Monday.")
    summary.get_by_role("link", name=re.compile("^Title")).click()
    expect(page.get_by_label("Title")).to_be_focused()


def test_the_same_report_is_filed_without_javascript(people: People, tmp_path: Path) -> None:
    page = people.stranger(java_script_enabled=False)
    sign_in(page, LIAISON)
    reference = filing.write(page, "Filed without any script", tmp_path)
    assert filing.file_it(page) == reference
    page.get_by_role("link", name="Go to the report").click()
    expect(page.get_by_role("main")).to_contain_text(filing.EVIDENCE)


def test_the_urgent_line_takes_four_presses_and_one_text(people: People) -> None:
    page = people.person(LIAISON)
    page.goto("/c/frontier/")
    page.get_by_role("link", name="Urgent line").click()
    page.get_by_label("What happens?").fill("An agent is copying itself to rented machines. We cannot stop it.")
    page.locator("input[name='severity'][value='5']").check()
    page.locator("input[name='imminent_danger'][value='yes']").check()
    page.get_by_role("button", name="File it now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("An agent is copying itself to rented machines")
    expect(page.get_by_role("main")).to_contain_text("3 answers were assumed")


def test_two_colleagues_at_one_page_lose_no_text(people: People) -> None:
    one, two = people.person(LIAISON), people.stranger()
    sign_in(two, "alternate@borealis.example")
    one.goto("/c/frontier/incidents/new/")
    one.get_by_role("button", name="Start now").click()
    two.goto(one.url)
    story = "Describe the chain of events"
    one.get_by_label(story).press_sequentially("As the first saw it")
    expect(one.locator("[data-c-autosave]")).to_contain_text("Draft saved at")
    two.get_by_label(story).press_sequentially("As the second saw it")
    expect(two.locator("#clashes")).to_contain_text("A colleague is writing here, too")
    two.get_by_label("Title").fill("Both")
    two.get_by_role("button", name="Save and continue").click()
    expect(two.get_by_role("main")).to_contain_text("As the first saw it")
    expect(two.get_by_label(story)).to_have_value("As the second saw it")


def test_a_second_click_does_not_file_twice(people: People, tmp_path: Path) -> None:
    page = people.person(LIAISON)
    filing.write(page, "Pressed twice", tmp_path)
    page.get_by_role("button", name="File this report").dblclick()
    expect(page.get_by_role("status").first).to_contain_text("Report filed")


def test_closing_without_a_word_comes_back_with_its_panel_open(people: People) -> None:
    page = people.person(CLERK)
    page.goto(places.incident("Cloned voice"))
    panel = page.locator("details.c-confirm", has=page.get_by_label("How did it end?"))
    panel.locator("summary").click()
    page.get_by_label("How did it end?").evaluate("field => field.removeAttribute('required')")
    page.get_by_role("button", name="Close it").click()
    expect(page.locator("[data-c-errors]")).to_be_focused()
    expect(page.get_by_label("How did it end?")).to_be_visible()
