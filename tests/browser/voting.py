"""Casting a ballot by its pages."""

import re

from playwright.sync_api import Page, expect

from tests.browser.people import confirm_identity


def cast(page: Page, ref: str, choice: str, explanation: str = "", committee: str = "frontier") -> None:
    """Cast a ballot, from the motion's page to the receipt."""
    page.goto(f"/c/{committee}/motions/{ref}/ballot/")
    confirm_identity(page)
    assert page.locator("input[name=choice]").count(), page.get_by_role("main").inner_text()
    assert page.locator("input[name=choice]:checked").count() == 0
    page.locator(f"input[name=choice][value={choice}]").check()
    page.get_by_label("Explanation of vote").fill(explanation)
    page.get_by_role("button", name=re.compile("^Cast the ballot")).click()
    expect(page.get_by_role("main")).to_contain_text("The ballot is recorded and counts")
