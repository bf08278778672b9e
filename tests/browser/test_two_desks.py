"""One filing that two laws reach: each authority gets its own package, and nobody gets another's."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from playwright.sync_api import Page, expect

from apps.accounts.selectors import person_by_address
from apps.committees.models import Committee, Organisation, Seat
from apps.committees.states import Role
from apps.desk.demo.people import BRITAIN, CALIFORNIA, EU, REGISTRY
from apps.desk.demo.seats import viewer
from apps.incidents.models import Duty
from apps.incidents.services.handling import withdraw
from apps.incidents.services.packages import mark_sent
from apps.incidents.states import DutyState
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from tests.browser.people import People, sign_in
from tests.browser.seeing import seen

LIAISON = "liaison@borealis.example"
TITLE = "Weights copied to a rented machine"
CHAIN = "An agent wrote the weights of Heron 4 to a machine outside.\n\nA scheduled job had given it the rights."
PLAIN = "A copy of the model left the laboratory, and was taken back the same night."
DESK = "/c/frontier/authority/"
EUROPEAN, CALIFORNIAN = "eu-gpai-code-9.initial", "us-ca-sb53.report"


@pytest.fixture
def reached(live: str) -> Iterator[None]:
    """Two laws reach Borealis, as the demo has it; Britain's authority sits here again, and afterwards nothing runs on."""
    _for_good(_seat_britain)
    yield
    _for_good(_settle)


def _for_good(work: Callable[[], object]) -> None:
    """Do it outside of the test's transaction, in which the server would neither see it nor get past its locks."""

    def done() -> None:
        try:
            with tenant(Committee.objects.get(slug="frontier").pk):
                work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(done).result()


def _seat_britain() -> None:
    now = clock.now()
    britain = Organisation.objects.get(key="britain")
    Seat.objects.create(organisation=britain, person=person_by_address(BRITAIN), role=Role.OBSERVER, starts_at=now)


def _settle() -> None:
    """The other tests look at clocks and inboxes: what this one left behind owes nothing any more."""
    now = clock.now()
    lab: Any = viewer(LIAISON, now)
    refs = set()
    for duty in Duty.objects.filter(incident__title=TITLE, state=DutyState.SENT).select_related("incident"):
        proof = SimpleUploadedFile("receipt.txt", b"received", content_type="text/plain")
        mark_sent(actor=lab, now=now, ref=duty.ref, sent_at=now, proof=proof)
        refs.add(duty.incident.ref)
    for ref in refs:
        withdraw(actor=lab, now=now, ref=ref, reason="A test is over.")
    Seat.objects.at(now).filter(organisation__key="britain").update(ends_at=now)


def test_one_filing_two_desks_and_none_for_a_third(reached: None, people: People) -> None:
    lab = people.person(LIAISON)
    ref = _file(lab)
    duties = f"/c/frontier/incidents/{ref}/duties/"
    lab.goto(duties)
    for authority in ("European AI Office", "California Governor's Office of Emergency Services"):
        expect(lab.get_by_role("main")).to_contain_text(authority)
    _send(lab, f"{duties}{EUROPEAN}/", reader="Chiara Bellini")
    lab.goto(f"{duties}{CALIFORNIAN}/")
    lab.get_by_label("What happened, in plain words?").fill(PLAIN)
    lab.get_by_role("button", name="Keep it").click()
    _send(lab, f"{duties}{CALIFORNIAN}/", reader="Dana Whitfield")

    eu = people.person(EU)
    _read_on_desk(
        eu, ref, "Initial report", has=("Chain of events", "Heron 4", "A scheduled job"), lacks=(PLAIN, "Plain state")
    )
    california = people.person(CALIFORNIA)
    _read_on_desk(
        california, ref, "critical safety incident", has=(PLAIN,), lacks=("A scheduled job", "Heron 4", "Chain of")
    )
    _finds_nothing(eu, f"{duties}{CALIFORNIAN}/", f"/c/frontier/incidents/{ref}/")
    _finds_nothing(california, f"{duties}{EUROPEAN}/", f"/c/frontier/incidents/{ref}/")

    britain = people.stranger()
    sign_in(britain, BRITAIN)
    for other in (britain, people.person(REGISTRY)):
        other.goto(DESK)
        expect(other.get_by_role("main")).to_contain_text("Nothing was sent to you yet")
        _finds_nothing(
            other, duties, f"{duties}{EUROPEAN}/", f"{duties}{CALIFORNIAN}/", f"/c/frontier/incidents/{ref}/"
        )
        other.goto("/c/frontier/incidents/")
        expect(other.get_by_role("main")).not_to_contain_text(ref)

    _ask_and_answer(eu, lab, ref, f"{duties}{EUROPEAN}/")
    for page, address, name in (
        (eu, DESK, "desk"),
        (eu, f"{duties}{EUROPEAN}/", "package on the desk"),
        (eu, "/c/frontier/", "dashboard of an authority"),
        (lab, f"{duties}{EUROPEAN}/", "package of the lab"),
        (lab, f"{duties}{EUROPEAN}/send/", "package read over"),
        (lab, "/c/frontier/incidents/owed/", "owed to authorities"),
    ):
        page.goto(address)
        seen(page, name)


def _file(page: Page) -> str:
    """Fill the pages of a report that touches Europe and California, and file it; its reference."""
    page.goto("/c/frontier/incidents/new/")
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Describe the chain of events").fill(CHAIN)
    _choose(page, "kind", "harm")
    _choose(page, "fact_model_involved", "yes")
    _on(page, "Harm")
    _choose(page, "severity", "4")
    _on(page, "Model")
    page.get_by_label("Which model?").fill("Heron 4")
    _choose(page, "fact_weights_exfiltrated", "yes")
    _on(page, "When")
    aware = page.get_by_role("group", name="When did you become aware?")
    aware.get_by_label("Date and time").fill(f"{datetime.now(UTC) - timedelta(hours=20):%Y-%m-%dT%H:%M}")
    _on(page, "Where and what")
    for place in ("European Union", "California"):
        page.get_by_role("checkbox", name=place).check()
    _on(page, "Causes and response")
    _on(page, "Who may see it")
    _choose(page, "tlp", "TLP:AMBER")
    _on(page, "Evidence")
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and file")
    page.get_by_role("button", name="File this report").click()
    expect(page.get_by_role("status").first).to_contain_text("Report filed")
    return page.locator("#reference").inner_text()


def _choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name='{name}'][value='{value}']").check()


def _on(page: Page, heading: str) -> None:
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def _send(page: Page, duty: str, reader: str) -> None:
    """Read over what the authority gets and who reads it, and send it."""
    page.goto(duty)
    page.get_by_role("link", name="Send", exact=True).click()
    expect(page.locator("#readers")).to_contain_text(reader)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("status").first).to_contain_text("Sent")


def _read_on_desk(page: Page, ref: str, name: str, has: tuple[str, ...], lacks: tuple[str, ...]) -> None:
    """From the menu to the desk, on which the report lies once; its page, its receipt, and the same as JSON and PDF."""
    page.goto("/c/frontier/")
    page.get_by_role("navigation").get_by_role("link", name="Your desk").first.click()
    rows = page.get_by_role("main").locator("tbody tr").filter(has_text=ref)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Waiting for receipt")
    rows.get_by_role("link", name=name).click()
    main = page.get_by_role("main")
    for words in has:
        expect(main).to_contain_text(words)
    for words in (*lacks, TITLE):
        expect(main).not_to_contain_text(words)
    page.get_by_role("button", name="Confirm receipt").click()
    expect(page.get_by_role("status").first).to_contain_text("Receipt is confirmed")
    paper = page.request.get(page.get_by_role("link", name="as JSON").get_attribute("href") or "")
    text = json.dumps(paper.json(), ensure_ascii=False)
    assert all(words in text for words in has)
    assert not any(words in text for words in (*lacks, TITLE))
    pdf = page.request.get(page.get_by_role("link", name="as PDF").get_attribute("href") or "")
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")


def _finds_nothing(page: Page, *addresses: str) -> None:
    for address in addresses:
        answer = page.request.get(address)
        assert answer.status == 404, address


def _ask_and_answer(authority: Page, lab: Page, ref: str, duty: str) -> None:
    """A question with its clock lies on the desk until it is answered."""
    authority.goto(duty)
    form = authority.locator("#ask")
    form.get_by_label("What do you want to know?").fill("Who had the rights?")
    form.get_by_label("Date and time").fill(f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M}")
    form.get_by_role("button", name="Ask").click()
    authority.goto(f"{DESK}?standing=asked")
    waiting = authority.get_by_role("main").locator("tbody tr").filter(has_text=ref)
    expect(waiting).to_contain_text("1 question open")
    lab.goto(duty)
    lab.get_by_label("Your answer").fill("A scheduled job.")
    lab.get_by_role("button", name="Answer").click()
    authority.reload()
    expect(waiting).to_have_count(0)
