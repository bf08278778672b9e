"""The mail that the portal sends, as a mail program shows it."""

import pytest

from tests.browser import places
from tests.browser.people import People


@pytest.mark.parametrize("width", [320, 390, 1000])
def test_a_mail_fits_the_window(people: People, width: int) -> None:
    page = people.stranger(viewport={"width": width, "height": 600})
    page.goto(f"{places.mail()}html/")
    assert page.get_by_text("Open it in Concord").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
