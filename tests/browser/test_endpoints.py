"""A webhook from its adding to its removal, and a pager's token, in a real browser and at a real receiver."""

from playwright.sync_api import Page, expect

from apps.desk.demo_accounts import PASSWORD
from tests.browser.people import NARROW, WIDE, People
from tests.browser.seeing import complaints, picture
from tests.notices.receiver import receiving

KEEPER = "representative@cygnus.example"
HOME = "/c/frontier/endpoints/"


def _look(page: Page, name: str) -> None:
    """See that the page is readable at both widths and in both themes."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            view = f"{size['width']}-{theme}"
            picture(page, f"{name}-{view}", kept=False)
            found += [f"{view}: {complaint}" for complaint in complaints(page)]
    page.emulate_media(color_scheme="light")
    assert found == []


def _open(page: Page, button: str) -> None:
    """Go to a form that asks first who one is."""
    page.goto(HOME)
    page.get_by_role("link", name=button).click()
    if page.get_by_label("Password", exact=True).count():
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()


def test_a_webhook_is_added_tried_paused_and_removed(people: People) -> None:
    page = people.person(KEEPER)
    with receiving((202, "taken"), (503, "Down for maintenance until noon")) as receiver:
        _open(page, "Add a webhook")
        _look(page, "add webhook")
        page.get_by_label("Name").fill("Radio room")
        page.get_by_label("Address").fill("https://10.0.0.7/hook")
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_role("alert")).to_contain_text("is a private address")
        _look(page, "add webhook refused")
        page.get_by_label("Address").fill(receiver.url)
        page.get_by_role("button", name="Add it").click()
        expect(page.locator("#secret")).to_contain_text("whsec_")
        expect(page.get_by_role("button", name="Copy")).to_be_visible()
        _look(page, "endpoint secret")
        page.get_by_role("link", name="I have copied it").click()
        for words in ("Accepted", "Down for maintenance until noon"):
            page.get_by_role("button", name="Send a test").click()
            expect(page.locator("#log")).to_contain_text(words)
        expect(page.get_by_text("Messages do not get through")).to_be_visible()
        _look(page, "endpoint")
        page.goto(HOME)
        _look(page, "endpoints in use")
        page.get_by_role("link", name="Radio room").click()
        page.get_by_role("link", name="Not delivered").click()
        expect(page.get_by_text("Accepted", exact=True)).to_have_count(0)
        page.locator("summary", has_text="Send again…").click()
        expect(page.get_by_label("Everything of")).to_be_visible()
        _look(page, "endpoint send again")
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_text("Radio room is paused.")).to_be_visible()
        page.locator("summary", has_text="Remove").click()
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_role("link", name="Radio room")).to_have_count(0)
    assert len(receiver.received) == 2


def test_a_pager_shows_its_token_once_and_again_only_a_new_one(people: People) -> None:
    page = people.person(KEEPER)
    with receiving() as receiver:
        _open(page, "Add a pager")
        _look(page, "add pager")
        page.get_by_label("Name").fill("Night watch")
        page.get_by_label("Address").fill(receiver.url)
        page.get_by_label("Routing key").fill("a-made-up-routing-key")
        page.get_by_role("button", name="Add it").click()
        token = page.locator("#secret").inner_text()
        page.get_by_role("link", name="I have copied it").click()
        page.get_by_role("link", name="Change the token").click()
        _look(page, "change token")
        page.get_by_role("button", name="Make a new one").click()
        assert page.locator("#secret").inner_text() != token
        page.get_by_role("link", name="I have copied it").click()
        page.locator("summary", has_text="Remove").click()
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_role("link", name="Night watch")).to_have_count(0)
