"""A committee is set up in the browser from nothing: preset, organisation, invitation, history, test notice."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from apps.accounts.services import create_person
from apps.committees.rules.viewer import Portal
from apps.desk.demo_accounts import PASSWORD
from apps.desk.demo_mail import newest
from apps.membership.services import create_committee
from apps.membership.tasks import send_invitations
from apps.notices.tasks import sweep as sweep_notices
from tests.browser.people import People
from tests.browser.seeing import complaints, picture

CLERK = "clerk@harbour.example"
NORA = "nora@lantern.example"
ROWS = """incident_id,date,title,description
1,2024-02-01,Crane moved by itself,A crane under software control moved with nobody at the desk.
2,tomorrow,No day,This row has no day.
"""


def _for_good(work: Callable[[], object]) -> None:
    """Do it outside of the test's transaction, in which the server would neither see it nor get past its locks."""

    def done() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(done).result()


def _found() -> None:
    clerk = create_person(email=CLERK, name="Ada Quay", password=PASSWORD)
    create_committee(
        actor=Portal("a test"), now=timezone.now(), slug="harbour", name="Harbour", clerk_email=CLERK, clerk=clerk
    )


def _step(page: Page, title: str) -> str:
    return page.locator(".c-tasks li", has=page.get_by_text(title, exact=True)).inner_text()


def _preset(page: Page) -> None:
    page.goto("/c/harbour/")
    page.get_by_role("link", name="Open the checklist").click()
    page.get_by_text("Choose another preset", exact=True).click()
    page.get_by_role("radio", name=re.compile("^Small")).check()
    page.get_by_role("button", name="Choose it").click()
    assert "The preset small" in _step(page, "Charter")


def _organisation(page: Page) -> None:
    page.get_by_role("link", name="Add an organisation").click()
    page.get_by_label("Name", exact=True).fill("Lantern")
    page.get_by_label("Short name").fill("lantern")
    page.get_by_label("What it is").select_option("lab")
    page.get_by_label("The committee's decision").fill("Founding")
    page.get_by_label("Why").fill("A founding member.")
    page.get_by_role("button", name="Record the admission").click()
    page.goto("/c/harbour/setup/")
    assert "Nobody sits yet for Lantern." in _step(page, "Invitations")


def _invitation(page: Page, guest: Page) -> None:
    page.get_by_role("link", name="Invite someone").click()
    page.get_by_label("Organisation").select_option("lantern")
    page.get_by_label("Seat", exact=True).select_option("representative")
    page.get_by_label("Person's name").fill("Nora Lind")
    page.get_by_label("Email address").fill(NORA)
    page.get_by_role("button", name="Send the invitation").click()
    _for_good(send_invitations)
    letter = next(letter for letter in newest() if letter.to == NORA)
    [link] = set(re.findall(r"http://\S+/invitation\S*/\S+", letter.text))
    guest.goto(link)
    guest.get_by_label("Choose a password").fill(PASSWORD)
    guest.get_by_label("The password again").fill(PASSWORD)
    guest.get_by_role("button", name="Take the seat").click()
    guest.goto("/c/harbour/")
    page.goto("/c/harbour/setup/")
    assert "1 accepted, 0 waiting, 0 expired." in _step(page, "Invitations")
    assert "Every organisation has one." in _step(page, "Administrators")


def _history(page: Page, folder: Path) -> None:
    page.get_by_role("link", name="Bring it in from a file").click()
    file = folder / "history.csv"
    file.write_text(ROWS)
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("main")).to_contain_text("1 new, 0 here already, 1 wrong.")
    expect(page.get_by_role("row", name=re.compile("^3 date"))).to_be_visible()
    assert complaints(page) == []
    picture(page, "history-check", kept=False)
    page.get_by_text("Bring in 1 report").click()
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("main")).to_contain_text("Crane moved by itself")
    page.goto("/c/harbour/setup/")
    assert "1 report brought in." in _step(page, "History")


def _notice(page: Page) -> None:
    page.get_by_role("button", name="Send it to every seat").click()
    _for_good(sweep_notices)
    page.reload()
    expect(page.get_by_role("row", name=re.compile("^Nora Lind"))).to_contain_text("Delivered")
    assert "It has reached 1 of the 1 other seats." in _step(page, "Test notice")


def test_a_committee_is_set_up_from_nothing(people: People, tmp_path: Path) -> None:
    _for_good(_found)
    page, guest = people.person(CLERK), people.stranger()
    _preset(page)
    _organisation(page)
    _invitation(page, guest)
    _history(page, tmp_path)
    _notice(page)
    assert complaints(page) == []
    page.get_by_text("Close the checklist", exact=True).last.click()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("status").first).to_contain_text("The checklist is closed.")
    expect(page.get_by_role("link", name="Open the checklist")).to_have_count(0)
