"""Writing a report in the browser, page by page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

NARRATIVE = "A planning agent copied its own notes into a ticket that other agents read.\n\nNobody had asked for that."
EVIDENCE = "notes.txt"


def write(page: Page, title: str, folder: Path) -> str:
    """Fill all pages of a new report as Aster's liaison, up to the page that shows all answers; its reference."""
    page.goto("/c/frontier/")
    page.get_by_role("link", name="File an incident").click()
    page.get_by_role("button", name="Start now").click()
    reference = page.url.split("/incidents/")[1].split("/")[0]
    page.get_by_label("Title").fill(title)
    page.get_by_label("Describe the chain of events").fill(NARRATIVE)
    _choose(page, "kind", "hazard")
    _on(page, "Harm")
    _choose(page, "severity", "2")
    _on(page, "Model")
    _on(page, "When")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    aware = page.get_by_role("group", name="When did you become aware?")
    aware.get_by_label("Date and time").fill(f"{yesterday:%Y-%m-%dT%H:%M}")
    _on(page, "Where and what")
    page.get_by_role("checkbox", name="European Union").check()
    _on(page, "Causes and response")
    page.get_by_label("What have you done so far?").fill("Switched the agent off.")
    _on(page, "Who may see it")
    _choose(page, "tlp", "TLP:AMBER")
    _on(page, "Evidence")
    file = folder / EVIDENCE
    file.write_text("02:14 note written\n02:15 note read by another agent\n")
    page.get_by_label("Add files").set_input_files(file)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(EVIDENCE)
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and file")
    return reference


def _choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name='{name}'][value='{value}']").check()


def _on(page: Page, heading: str) -> None:
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def file_it(page: Page) -> str:
    """Press the last button; the reference on the page that confirms it."""
    page.get_by_role("button", name="File this report").click()
    expect(page.get_by_role("status").first).to_contain_text("Report filed")
    return page.locator("#reference").inner_text()
