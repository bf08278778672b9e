"""What is wrong with a page as it looks: axe, sideways scrolling; and its picture where somebody asked for it."""

import io
import os
import re
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image
from playwright.sync_api import Page

from tests.browser.people import NARROW, WIDE

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "iframes": False,
}
RUN = "options => axe.run(options).then(results => results.violations)"
COLOURS = 192
PICTURES = os.environ.get("SCREENSHOTS", "")
"""`1` writes the pictures to be kept to docs/screenshots; any other value is a folder for the pictures of all pages."""


def complaints(page: Page) -> list[str]:
    """Violations of WCAG A and AA and of good practice, with the elements, and a page wider than its window."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)  # half a megabyte: once for a document, not for every look at it
    found = [
        f"{violation['id']} ({violation['impact']}): {node['target']} {node['html'][:200]} {node['failureSummary']}"
        for violation in page.evaluate(RUN, OPTIONS)
        for node in violation["nodes"]
    ]
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"{over} px too wide"] if over > 0 else [])]


def seen(page: Page, name: str) -> None:
    """Look at the page as it is now, wholly loaded, at both widths and in both themes."""
    page.wait_for_load_state()  # a click waits until the next page begins: half of one has half of its landmarks
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            picture(page, f"{name}-{size['width']}-{theme}", kept=False)
            found += complaints(page)
    assert found == []


def picture(page: Page, name: str, *, kept: bool) -> None:
    """Keep a picture of the whole page, if asked for."""
    if not PICTURES or (PICTURES == "1" and not kept):
        return
    folder = Path("docs/screenshots") if PICTURES == "1" else Path(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png"
    # To hide the caret, Playwright would write a style into the page, which its policy forbids.
    shot = page.screenshot(full_page=True, caret="initial")
    if not kept:
        file.write_bytes(shot)
        return
    few = (
        Image.open(io.BytesIO(shot))
        .convert("RGB")
        .quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )
    few.save(file, optimize=True)
