"""Pauses as people live them, with real workers: one lapses unconfirmed, one is lifted."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.committees.models import Committee
from apps.committees.rules.viewer import Portal
from apps.desk.demo.people import CLERK
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import ComplianceCase, PauseOrder
from apps.pauses.services.cases import clear
from apps.pauses.services.ending import lift
from apps.pauses.states import OPEN_CASES
from apps.votes.models import Motion
from tests.at_once import at_once
from tests.browser.people import People, confirm_identity
from tests.browser.playing import DAYS, HOURS, Playing
from tests.browser.seeing import seen
from tests.browser.workers import at_work

AFTER_THE_OTHERS = timedelta(days=12)
"""Other tests of the browser have moved the clock; time goes on from there."""
BOUND = ("aster", "borealis", "cygnus")
VOTERS = tuple(f"representative@{lab}.example" for lab in (*BOUND, "dione", "elara"))
HERE = "/c/frontier/pauses/"


@pytest.fixture
def playing(people: People, tmp_path: Path, settings: Any) -> Iterator[Playing]:
    """Frontier with real workers, and a clock that the test moves."""
    with at_work(tmp_path, settings) as workers:
        workers.move(AFTER_THE_OTHERS)
        assert at_once(_end_the_demos_pauses) == []
        workers.start()
        yield Playing(people, workers, "frontier", CLERK)


def _end_the_demos_pauses() -> None:
    """In weeks in which nobody attests under them again, their labs would lose the votes that these tests need.

    By a connection of its own: that of the tests is in a transaction which the workers never see the end of.
    """
    with tenant(_frontier()):
        for ref in list(PauseOrder.objects.standing().values_list("ref", flat=True)):
            lift(actor=Portal("a test"), now=clock.now(), ref=ref, because="The demo is over.")
        for ref in list(ComplianceCase.objects.filter(state__in=OPEN_CASES).values_list("ref", flat=True)):
            clear(actor=Portal("a test"), now=clock.now(), ref=ref, because="The demo is over.")


def _frontier() -> int:
    return Committee.objects.get(slug="frontier").pk


def _state(ref: str) -> str:
    with tenant(_frontier()):
        return PauseOrder.objects.get(ref=ref).state


def _of_motion(ref: str) -> str:
    with tenant(_frontier()):
        return PauseOrder.objects.get(motion__ref=ref).ref


def _case_of(ref: str, lab: str) -> str:
    with tenant(_frontier()):
        rows = ComplianceCase.objects.filter(binding__order__ref=ref, binding__organisation__key=lab)
        return rows.values_list("ref", flat=True).first() or ""


def _lifting(ref: str) -> str:
    """The motion to lift the pause, which opened by itself."""
    with tenant(_frontier()):
        return Motion.objects.get(kind="pause.lift", payload__order=ref).ref


def _ref(page: Page) -> str:
    return page.url.split("/pauses/")[1].split("/")[0]


def _draft(page: Page, title: str, labs: Iterable[str]) -> None:
    """Write an order page by page, up to its end; the page asks for its participation next."""
    page.goto("/c/frontier/pauses/")
    page.get_by_role("link", name="Write an order").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Why is the pause ordered?").fill("The doubling time fell under 120 days.")
    page.get_by_role("button", name="Start the draft").click()
    page.get_by_label("Why does it bind them?").fill("It trains at the frontier.")
    for lab in labs:
        page.locator(f"[name=labs][value={lab}]").check()
    seen(page, "pause draft labs")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Training above an amount of computation").check()
    page.get_by_label("Above which amount?").fill("1×10²⁶")
    page.get_by_label("What runs halts, and nothing begins").check()
    page.get_by_role("button", name="Add the measure").click()
    expect(page.get_by_role("main")).to_contain_text("100 000 000 000 000 000 000 000 000")
    seen(page, "pause draft measures")
    page.get_by_role("link", name="Continue").click()
    ends = clock.now() + 60 * DAYS
    page.locator("[name=ends_at_0]").fill(f"{ends:%Y-%m-%dT%H:%M}")
    seen(page, "pause draft times")
    page.get_by_role("button", name="Save and continue").click()


def test_an_order_of_the_chairs_office_lapses_unconfirmed(playing: Playing) -> None:
    people, workers = playing.people, playing.workers
    chair = people.come(playing.presider())
    _draft(chair, "Halt at once", ["aster", "borealis", "cygnus", "dione", "elara"])
    chair.get_by_role("button", name="Save and continue").click()
    chair.get_by_role("link", name="Continue without conditions").click()
    seen(chair, "pause draft check")
    chair.get_by_role("link", name="Order it at once").click()
    expect(chair.get_by_role("main")).to_contain_text("It lapses unless the committee confirms it")
    seen(chair, "pause at once")
    chair.get_by_role("button", name="Order the pause now").click()
    confirm_identity(chair)
    expect(chair.get_by_role("main")).to_contain_text("In force")
    seen(chair, "pause in force")
    ref = _ref(chair)

    workers.move(71 * HOURS)
    chair.reload()
    expect(chair.get_by_role("main")).to_contain_text("The committee confirms it, or it lapses.")
    workers.move(2 * HOURS)
    workers.until(lambda: _state(ref) == "lapsed", "the order lapses")
    office = people.come(CLERK)
    office.goto(f"/c/frontier/pauses/{ref}/")
    expect(office.get_by_role("main")).to_contain_text(
        "The committee did not confirm it in time (charter, article 6.4a)."
    )
    seen(office, "pause lapsed")


def _by_whoever_may(playing: Playing, ref: str, address: str, button: str) -> Page:
    """The page as whoever decides there sees it: who presides over the pause, or else a clerk."""
    page = playing.people.come(playing.presider("pause", ref))
    page.goto(address)
    if page.locator("summary", has_text=button).count() == 0:
        page = playing.people.come(CLERK)
        page.goto(address)
    return page


def _acknowledge_and_attest(page: Page, ref: str, lab: str, run: str) -> None:
    """Do what the lab's list asks for, one after the other."""
    page.goto(f"{HERE}{ref}/{lab}/")
    seen(page, f"pause lab {lab}")
    page.locator("summary", has_text="Say that it has reached us").first.click()
    page.get_by_role("button", name="It has reached us").first.click()
    page.get_by_role("link", name="Attest").first.click()
    page.locator("[name=run_0]").fill(run)
    page.locator("[name=state_0]").select_option("halted")
    page.locator("[name=since_0_0]").fill(f"{clock.now() - DAYS:%Y-%m-%dT%H:%M}")
    page.locator("[name=statement]").fill("It stands at its last checkpoint.")
    page.locator("[name=sure]").check()
    seen(page, "pause attest")
    page.get_by_role("button", name="Attest", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(run)


def test_a_pause_is_moved_served_attested_broken_carved_out_shown_and_lifted(playing: Playing) -> None:
    people, workers = playing.people, playing.workers
    mover = people.come("representative@dione.example")
    _draft(mover, "Three labs stand still", BOUND)
    mover.get_by_role("button", name="Save and continue").click()
    mover.get_by_label("A milestone").check()
    mover.get_by_label("What must be shown?").fill("The shared tests are passed by every lab.")
    mover.get_by_label("Documents reviewed").check()
    mover.get_by_role("button", name="Add the condition").click()
    seen(mover, "pause draft conditions")
    mover.get_by_role("link", name="Continue").click()
    mover.get_by_role("link", name="Move: order a pause").click()
    mover.get_by_role("button", name="Start the draft").click()
    mover.get_by_label("Title").fill("Three labs stand still")
    mover.get_by_label("Text", exact=True).fill("Until the shared tests are passed.")
    mover.get_by_role("button", name="Save and continue").click()
    mover.get_by_role("link", name="Continue").click()
    mover.get_by_role("button", name="Propose it").click()
    motion = mover.url.split("/motions/")[1].split("/")[0]
    second = people.come("representative@elara.example")
    second.goto(f"/c/frontier/motions/{motion}/")
    second.get_by_role("button", name="Second the motion").click()
    playing.decided(VOTERS, motion)
    ref = _of_motion(motion)
    workers.until(lambda: _state(ref) == "in_force", "the pause is in force")

    _acknowledge_and_attest(people.come("liaison@aster.example"), ref, "aster", "A-9")
    cygnus = people.come("liaison@cygnus.example")
    _acknowledge_and_attest(cygnus, ref, "cygnus", "C-2")
    workers.move(5 * DAYS)
    workers.until(lambda: bool(_case_of(ref, "borealis")), "a case is opened against the lab that said nothing")
    case = _case_of(ref, "borealis")
    borealis = people.come("liaison@borealis.example")
    borealis.goto(f"{HERE}cases/{case}/")
    seen(borealis, "pause case")
    expect(borealis.get_by_role("main")).to_contain_text("(charter, article 6.")

    cygnus = people.come("liaison@cygnus.example")
    cygnus.goto(f"{HERE}{ref}/permits/new/")
    cygnus.locator("[name=run]").fill("C-evals")
    cygnus.get_by_label("What is it for?").fill("To measure what C-2 can do in a closed room.")
    cygnus.get_by_label("How many FLOP may it take at most?").fill("2e26")
    seen(cygnus, "pause ask for a permit")
    cygnus.get_by_role("button", name="Ask for it").click()
    permit = cygnus.url.rstrip("/").split("/")[-1]
    decider = _by_whoever_may(playing, ref, f"{HERE}permits/{permit}/", "Grant it")
    seen(decider, "pause decide on a permit")
    decider.locator("summary", has_text="Grant it").click()
    decider.get_by_role("button", name="Grant it").click()
    cygnus.reload()
    expect(cygnus.get_by_role("main")).to_contain_text("Granted")
    seen(cygnus, "pause permit granted")

    condition = f"{HERE}{ref}/conditions/1/"
    cygnus.goto(condition)
    cygnus.locator("#submit [name=text]").fill("All tests passed, with the logs.")
    cygnus.get_by_role("button", name="Give the evidence").click()
    verifier = people.come("member@independent.example")
    verifier.goto(condition)
    verifier.get_by_label("Documents reviewed").check()
    verifier.get_by_label("What did you look at").fill("The logs of all three labs.")
    verifier.get_by_role("button", name="Put it on the record").click()
    decider = _by_whoever_may(playing, ref, condition, "Find it met")
    seen(decider, "pause condition verified")
    decider.locator("summary", has_text="Find it met").click()
    decider.get_by_role("button", name="Find it met").click()
    lifting = _lifting(ref)
    playing.decided(VOTERS, lifting)
    workers.until(lambda: _state(ref) == "lifted", "the pause is lifted")
    page = people.come("observer@eu.example")
    page.goto(f"{HERE}{ref}/")
    expect(page.get_by_role("main")).to_contain_text("Lifted")
    seen(page, "pause lifted")
