"""A year of money as people live it, with real workers: declared, adopted, called for, paid, in arrears, balanced."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.committees.models import CharterDraft, Committee, Seat
from apps.committees.selectors import viewer_of
from apps.desk.demo import bank
from apps.desk.demo.people import EVE, INDEPENDENT, PACIFIC_CLERK
from apps.funding.models import ArrearsCase, Assessment
from apps.funding.selectors.rights import right_of
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.membership import services as membership
from apps.membership.selectors import latest_charter
from tests.at_once import at_once
from tests.browser.people import People, confirm_identity
from tests.browser.playing import DAYS, HOURS, Playing
from tests.browser.seeing import seen
from tests.browser.voting import cast
from tests.browser.workers import at_work

AFTER_THE_OTHERS = timedelta(days=60)
CHAIR = "representative@halcyon.example"
VOTERS = (CHAIR, EVE, INDEPENDENT)
OURS = "BE71096123456769"
THEIRS = {"halcyon": "DE89370400440532013000", "pelagos": "GB29NWBK60161331926819"}
YEAR, NEXT = "the-year", "next-year"
SINCE = timedelta(days=140)
"""So long ago the year began, after the committee was founded: whoever joins later pays for the days since."""


@pytest.fixture
def playing(people: People, tmp_path: Path, settings: Any) -> Iterator[Playing]:
    """Pacific, whose two labs no ceiling keeps apart, with real workers and a clock that the test moves."""
    with at_work(tmp_path, settings) as workers:
        workers.move(AFTER_THE_OTHERS)
        assert at_once(_without_a_ceiling) == []
        workers.start()
        yield Playing(people, workers, "pacific", PACIFIC_CLERK)


def _without_a_ceiling() -> None:
    with tenant(Committee.objects.get(slug="pacific").pk):
        now = clock.now()
        clerk = viewer_of(Seat.objects.at(now).get(person__email=PACIFIC_CLERK), now)
        by: dict[str, Any] = {"actor": clerk, "now": now}
        membership.draft_amendment(**by, title="No ceiling", because="We are two.", values={"funding.ceiling": 100})
        draft = CharterDraft.objects.get(title="No ceiling")
        membership.adopt_amendment(**by, draft=draft.uid, onto=latest_charter().number, decision="A test")


def _main(page: Page) -> Any:
    return expect(page.get_by_role("main"))


def _open_the_year(office: Page, first: date, last: date) -> None:
    for name, begins, ends in ((YEAR, first, last), (NEXT, last + DAYS, last + 365 * DAYS)):
        office.goto("/c/pacific/funding/books/new/")
        office.get_by_label("Name").fill(name)
        office.get_by_label("First day").fill(begins.isoformat())
        office.get_by_label("Last day").fill(ends.isoformat())
        if office.get_by_label("Currency").count():
            office.get_by_label("Currency").fill("EUR")
            seen(office, "funding open a period")
        office.get_by_role("button", name="Open it").click()
        _main(office).to_contain_text(f"What the accounts of {name} say")


def _declare(page: Page, lab: str, flop: str, number: str) -> None:
    page.goto(f"/c/pacific/funding/declarations/{YEAR}/{lab}/")
    page.get_by_role("link", name="Declare your computation").first.click()
    page.get_by_label("Computation used for training").fill(flop)
    page.get_by_label("Accelerator 1: type").fill("NVIDIA H100 SXM")
    page.get_by_label("How many are installed").first.fill(number)
    page.get_by_label("Measured").check()
    page.get_by_label("High").check()
    seen(page, f"funding declare {lab}")
    page.get_by_role("button", name="Check", exact=True).click()
    _main(page).to_contain_text("As it was understood")
    log = {"name": "log.txt", "mimeType": "text/plain", "buffer": b"Jobs above 64 devices, summed.\n"}
    page.locator("input[type=file]").set_input_files(files=[log])  # type: ignore[arg-type]
    seen(page, f"funding check {lab}")
    page.locator("button[name=sure]").click()
    _main(page).to_contain_text("Declared by the lab, and sealed.")


def _write(page: Page, title: str, text: str) -> str:
    """Write the motion whose kind is chosen, and lay it before the committee; its reference."""
    page.get_by_role("button", name="Start the draft").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Continue").click()
    page.get_by_role("button", name="Propose it").click()
    page.wait_for_url("**/motions/MOT-*/")
    return page.url.split("/motions/")[1].split("/")[0]


def _draft_the_scale(office: Page) -> str:
    office.goto("/c/pacific/funding/scales/new/")
    office.get_by_label("Period").select_option(YEAR)
    office.get_by_role("button", name="Work it out").click()
    # 3.1e25 and 1e26 count as the figures that stand for their bands, five to a decade.
    _main(office).to_contain_text("Halcyon")
    seen(office, "funding scale draft")
    office.get_by_role("link", name="Move: adopt a scale of assessment").click()
    return _write(office, "The scale of the year", "As drafted.")


def _draft_the_budget(office: Page) -> str:
    office.goto("/c/pacific/funding/budgets/new/")
    office.get_by_label("Period").select_option(YEAR)
    office.get_by_label("Title").fill("The year")
    office.get_by_role("button", name="Go on").click()
    for label, amount in (("Secretariat", "300000"), ("Audits", "60000.10")):
        office.get_by_label("What for").fill(label)
        office.get_by_label("Amount").fill(amount)
        office.get_by_role("button", name="Add the line").click()
        _main(office).to_contain_text(label)
    seen(office, "funding budget draft")
    office.get_by_role("link", name="Move: adopt a budget").click()
    return _write(office, "The budget of the year", "As drafted.")


def _bank_details(playing: Playing) -> None:
    office = playing.at(PACIFIC_CLERK, "funding/bank-details/")
    office.get_by_label("Holder of the account").fill("Pacific Committee")
    office.get_by_label("IBAN").fill(OURS)
    office.get_by_role("button", name="Enter them").click()
    _main(office).to_contain_text("Waits for a second person")
    chair = playing.at(CHAIR, "funding/bank-details/")
    seen(chair, "funding bank details")
    chair.locator("summary", has_text="Approve").first.click()
    chair.get_by_role("button", name="Approve them").click()
    confirm_identity(chair)
    _main(chair).to_contain_text("In force")


def _call(playing: Playing) -> dict[str, Assessment]:
    """Issue the call letters; the assessments by lab."""
    office = playing.at(PACIFIC_CLERK, f"funding/contributions/{YEAR}/issue/")
    seen(office, "funding issue")
    office.get_by_role("button", name="Issue the call letters").click()
    _main(office).to_contain_text("360 000.10")
    found = playing.inside(
        lambda: {one.organisation.key: one for one in Assessment.objects.select_related("organisation")}
    )
    assert sum(one.amount for one in found.values()) == Decimal("360000.10")
    letter = office.request.get(f"/c/pacific/funding/assessments/{found['halcyon'].ref}/letter.pdf")
    assert letter.body().startswith(b"%PDF")
    return found


def _bring_in(playing: Playing, number: int, opening: Decimal, *entries: bank.Entry) -> Decimal:
    """Bring the bank's file in; the balance that it closes with."""
    office = playing.at(PACIFIC_CLERK, "funding/bank/new/")
    file = {
        "name": f"statement-{number}.xml",
        "mimeType": "application/xml",
        "buffer": bank.camt(OURS, number, opening, entries),
    }
    office.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[arg-type]
    office.get_by_role("button", name="Bring it in").click()
    for entry in entries:
        _main(office).to_contain_text(entry.name)
    seen(office, f"funding bank file {number}")
    return opening + sum((entry.amount for entry in entries), Decimal())


def _from(lab: str, amount: Decimal, asked: Assessment, number: int) -> bank.Entry:
    reference = asked.reference
    return bank.Entry(clock.now().date(), amount, lab.title(), THEIRS[lab], reference, "Contribution", f"B{number}")


def _case(playing: Playing) -> str:
    return playing.inside(lambda: ArrearsCase.objects.values_list("state", flat=True).first() or "")


def _ask_something(playing: Playing, title: str) -> str:
    """A motion on nothing in particular, up to its discussion."""
    mover = playing.at(INDEPENDENT, "motions/")
    mover.get_by_role("link", name="Write a motion").click()
    mover.locator("input[name=kind][value=general]").check()
    ref = _write(mover, title, f"{title}, every month.")
    second = playing.at(CHAIR, f"motions/{ref}/")
    second.get_by_role("button", name="Second the motion").click()
    return ref


def test_a_year_from_declarations_to_a_balance(playing: Playing) -> None:
    people, workers = playing.people, playing.workers
    first = clock.now().date() - SINCE
    last = first + 365 * DAYS
    office = people.come(PACIFIC_CLERK)
    _open_the_year(office, first, last)
    _declare(people.come("liaison@halcyon.example"), "halcyon", "3,1E25", "9000")
    _declare(people.come("liaison@pelagos.example"), "pelagos", "1e26", "21000")
    rival = playing.at(CHAIR, f"funding/declarations/{YEAR}/")
    expect(rival.get_by_role("main")).not_to_contain_text("10^26")

    scale = _draft_the_scale(office)
    budget = _draft_the_budget(office)
    playing.decided(VOTERS, scale, budget)
    _bank_details(playing)
    asked = _call(playing)

    # Halcyon pays all of it in time; Pelagos nothing, until the year is over and it has lost its vote for that.
    workers.move(20 * DAYS)
    balance = _bring_in(playing, 1, Decimal(), _from("halcyon", asked["halcyon"].amount, asked["halcyon"], 1))
    workers.move(timedelta(days=(last - clock.now().date()).days + 1))
    workers.until(lambda: _case(playing) == "noticed", "notice is given")
    debtor = playing.at(EVE, "funding/arrears/")
    _main(debtor).to_contain_text("lost after")
    seen(debtor, "funding arrears noticed")
    workers.move(15 * DAYS)
    workers.until(lambda: _case(playing) == "lost", "the vote is lost")

    without = _ask_something(playing, "Meet on Tuesdays")
    workers.move(73 * HOURS)
    playing.open_voting(without)
    page = playing.at(EVE, f"motions/{without}/ballot/")
    confirm_identity(page)
    _main(page).to_contain_text("Arrears that come to as much cost the vote")
    assert page.locator("input[name=choice]").count() == 0
    seen(page, "funding no ballot for arrears")

    pelagos = asked["pelagos"].organisation_id
    right = playing.inside(lambda: right_of(pelagos, clock.now()))
    assert right is not None
    assert right.arrears.least_payment == Decimal("0.01")
    balance = _bring_in(playing, 2, balance, _from("pelagos", right.arrears.least_payment, asked["pelagos"], 2))
    workers.until(lambda: _case(playing) == "restored", "the vote is back")
    again = _ask_something(playing, "Meet on Wednesdays")
    workers.move(73 * HOURS)
    playing.open_voting(again)
    cast(people.come(EVE), again, "no", committee="pacific")

    rest = asked["pelagos"].amount - right.arrears.least_payment
    balance = _bring_in(playing, 3, balance, _from("pelagos", rest, asked["pelagos"], 3))
    assert balance == Decimal("360000.10")
    # Accounts are shown at the end of a day that has passed.
    workers.move(DAYS)
    office = playing.at(PACIFIC_CLERK, f"funding/books/{NEXT}/")
    _main(office).to_contain_text("Debits and credits balance.")
    _main(office).to_contain_text(re.compile(r"1000 Bank\s*asset\s*360\s000\.10"))
    seen(office, "funding statement of the next year")
    office.goto(f"/c/pacific/funding/books/{YEAR}/")
    _main(office).to_contain_text("Debits and credits balance.")
    office.locator("summary", has_text="Close").first.click()
    office.get_by_role("button", name="Close").last.click()
    confirm_identity(office)
    _main(office).to_contain_text("Books closed")
    public = people.stranger()
    public.goto("/public/pacific/funding/")
    _main(public).to_contain_text("Pelagos")
    for sealed in ("3.1 ×", "3.1e", "3,1E", "31" + 24 * "0", "NVIDIA"):
        expect(public.get_by_role("main")).not_to_contain_text(sealed)
    seen(public, "funding public")
