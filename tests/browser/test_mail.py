"""The mail that the portal sends, as a mail program shows it."""

import pytest

from tests.browser import places
from tests.browser.people import People
from tests.browser.seeing import complaints, picture


@pytest.mark.parametrize("width", [320, 390, 1000])
def test_a_mail_fits_the_window(people: People, width: int) -> None:
    page = people.stranger(viewport={"width": width, "height": 600})
    page.goto(f"{places.mail()}html/")
    assert page.get_by_text("Open it in Concord").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 700])
def test_a_mail_is_readable_in_light_and_in_dark(people: People, theme: str, width: int) -> None:
    page = people.stranger(viewport={"width": width, "height": 480}, color_scheme=theme)
    # As the portal serves it no script may run, and what judges a page is a script: a blank page shows it instead.
    page.set_content(page.request.get(f"{places.mail()}html/").text())
    # Landmarks are a page's, and a mail is none.
    assert [said for said in complaints(page) if not said.startswith(("landmark", "region"))] == []
    behind = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert behind == {"light": "rgb(244, 246, 249)", "dark": "rgb(14, 21, 36)"}[theme]
    picture(page, f"email-{theme}", kept=width == 700)
