"""A motion from the first word to the file that anybody counts again, as four people live it; the last of all tests."""

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Page, expect

from apps.chairs.services import sweep as pass_on
from apps.deadlines.services import sweep
from apps.desk.demo.people import CLERK
from apps.kernel import clock
from tests.browser.people import People
from tests.browser.seeing import seen
from tests.browser.voting import cast

MOVER, SECOND = "representative@dione.example", "representative@elara.example"
THIRD, DOUBTER = "representative@borealis.example", "representative@aster.example"
INDEPENDENT = "member@independent.example"

TITLE = "Updates every three days, please"
DISCUSSION, WINDOW = timedelta(hours=73), timedelta(hours=121)


@pytest.fixture
def hands(tmp_path: Path) -> Iterator[Path]:
    """The file by which the demo's clock is moved."""
    with override_settings(DEMO_CLOCK_FILE=tmp_path / "clock"):
        yield tmp_path / "clock"


def _moved(hands: Path, by: timedelta) -> None:
    """Let so much time pass, and the sweeps find what is due; they commit, as workers do."""
    hands.write_text(str((clock.offset() + by).total_seconds()))

    def work(at: datetime) -> None:
        try:
            pass_on(at)
            sweep(at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as worker:
        worker.submit(work, clock.now()).result()


def _propose(page: Page) -> str:
    """Write the motion page by page and lay it before the committee; its reference."""
    page.goto("/c/frontier/motions/")
    page.get_by_role("link", name="Write a motion").click()
    page.get_by_label("Amend the charter").check()
    page.get_by_role("button", name="Start the draft").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Text", exact=True).fill("Whoever waits for news waits **a week**. Three days would be bearable.")
    page.get_by_label("Draft", exact=True).select_option(label="Updates every three days")
    seen(page, "motion draft")
    page.get_by_role("button", name="Save and continue").click()
    seen(page, "motion draft papers")
    page.get_by_role("link", name="Continue").click()
    seen(page, "motion draft check")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return page.url.split("/motions/")[1].split("/")[0]


def _presider(page: Page) -> str:
    """The address of whoever presides over the motion that the page shows: whom the days have left in the chair."""
    page.reload()
    found = re.search(r"Representative of (\w+), presides", page.get_by_role("main").inner_text())
    return f"representative@{found[1].lower()}.example" if found else INDEPENDENT


def _verified(file: Path) -> int:
    """How the verifier ends; it is started by itself, with nothing of the portal around it."""
    return subprocess.run(
        [sys.executable, "-m", "apps.verify.dossier", str(file)], capture_output=True, check=False, timeout=60
    ).returncode


def test_a_motion_goes_its_whole_way_and_its_file_verifies(people: People, hands: Path, tmp_path: Path) -> None:
    ref = _propose(people.come(MOVER))
    here = f"/c/frontier/motions/{ref}/"
    second = people.come(SECOND)
    second.goto(here)
    second.get_by_role("button", name="Second the motion").click()
    expect(second.get_by_role("main")).to_contain_text("Under discussion")

    _moved(hands, DISCUSSION)
    chair = people.come(_presider(second))
    chair.goto(here)
    chair.get_by_role("link", name="Open voting").click()
    seen(chair, "motion open voting")
    chair.get_by_role("button", name="Open voting now").click()
    expect(chair.get_by_role("main")).to_contain_text("0 of 6 in favour")

    chair.clock.install()
    chair.goto(here)
    mover, second, third, doubter = (people.come(email) for email in (MOVER, SECOND, THIRD, DOUBTER))
    cast(mover, ref, "yes")
    with chair.expect_response(lambda answer: "/standing/" in answer.url and answer.status == 200):
        chair.clock.run_for(5_500)
    expect(chair.locator("#standing")).to_contain_text("1 of 6 in favour")
    cast(doubter, ref, "abstain")
    cast(second, ref, "no", "Three days are short for a lab of eleven.")
    seen(second, "receipt of an objection")
    cast(third, ref, "yes")
    cast(doubter, ref, "yes")
    expect(doubter.locator("#recorded")).to_contain_text("replaced")
    doubter.goto(f"{here}roll/")
    expect(doubter.get_by_role("main")).to_contain_text("Three days are short for a lab of eleven.")

    _moved(hands, WINDOW)
    office = people.come(CLERK)
    office.goto(here)
    office.get_by_role("link", name="Certify the result").first.click()
    expect(office.get_by_role("main")).to_contain_text("3 yes, 1 no, 0 abstained, 2 did not vote")
    seen(office, "motion certify")
    office.get_by_role("button", name="Certify it").click()
    expect(office.get_by_role("main")).to_contain_text("Version 6 of the charter is in force.")
    seen(office, "motion certified")

    file = tmp_path / "dossier.json"
    with office.expect_download() as download:
        office.get_by_role("link", name=re.compile("^Decision dossier")).click()
    download.value.save_as(file)
    assert _verified(file) == 0
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b'"no"', b'"n0"', 1))
    assert _verified(file) == 1
    file.write_bytes(whole + b"\n")
    assert _verified(file) == 1
