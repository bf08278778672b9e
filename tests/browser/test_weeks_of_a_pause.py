"""Pauses as people live them, with real workers: one lapses unconfirmed, one is lifted. The last of all tests."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.committees.models import Committee, Seat
from apps.committees.rules.viewer import Portal
from apps.committees.selectors import presiding
from apps.desk.demo.people import CLERK
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import ComplianceCase, PauseOrder
from apps.pauses.services.cases import clear
from apps.pauses.services.ending import lift
from apps.pauses.states import OPEN_CASES
from apps.votes.models import Motion
from tests.at_once import at_once
from tests.browser.people import NARROW, WIDE, People, confirm_identity, sign_in
from tests.browser.seeing import complaints, picture
from tests.browser.voting import cast
from tests.browser.workers import Workers, at_work

AFTER_THE_OTHERS = timedelta(days=12)
"""Other tests of the browser have moved the clock; time goes on from there."""
BOUND = ("aster", "borealis", "cygnus")
FREE = ("dione", "elara", "fornax")
HERE = "/c/frontier/pauses/"
HOURS, DAYS = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def workers(people: People, tmp_path: Path, settings: Any) -> Iterator[Workers]:
    """Real workers, and a clock that the test moves."""
    with at_work(tmp_path, settings) as workers:
        workers.move(AFTER_THE_OTHERS)
        assert at_once(_end_the_demos_pauses) == []
        workers.start()
        yield workers


def _end_the_demos_pauses() -> None:
    """In weeks in which nobody attests under them again, their labs would lose the votes that these tests need.

    By a connection of its own: that of the tests is in a transaction which the workers never see the end of.
    """
    with tenant(_frontier()):
        for ref in list(PauseOrder.objects.standing().values_list("ref", flat=True)):
            lift(actor=Portal("a test"), now=clock.now(), ref=ref, because="The demo is over.")
        for ref in list(ComplianceCase.objects.filter(state__in=OPEN_CASES).values_list("ref", flat=True)):
            clear(actor=Portal("a test"), now=clock.now(), ref=ref, because="The demo is over.")


def _come(people: People, email: str) -> Page:
    page = people.stranger()
    sign_in(page, email)
    return page


def _seen(page: Page, name: str) -> None:
    """Look at the page as it is now, at both widths and in both themes."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            picture(page, f"{name}-{size['width']}-{theme}", kept=False)
            found += complaints(page)
    assert found == []


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


def _presider(workers: Workers, kind: str = "", ref: str = "") -> str:
    """The address of whoever presides, over a matter or at all, once the workers have seen to it that somebody does."""
    with tenant(_frontier()):
        model = {"motion": Motion, "pause": PauseOrder}.get(kind)
        subject = (kind, model.objects.get(ref=ref).pk) if model else ("", 0)
        return workers.settled(lambda: _email(presiding(clock.now(), *subject).seat), "somebody presides")


def _email(seat: Seat | None) -> str:
    return seat.person.email if seat else ""


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
    _seen(page, "pause draft labs")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Training above an amount of computation").check()
    page.get_by_label("Above which amount?").fill("1×10²⁶")
    page.get_by_label("What runs halts, and nothing begins").check()
    page.get_by_role("button", name="Add the measure").click()
    expect(page.get_by_role("main")).to_contain_text("100 000 000 000 000 000 000 000 000")
    _seen(page, "pause draft measures")
    page.get_by_role("link", name="Continue").click()
    ends = clock.now() + 60 * DAYS
    page.locator("[name=ends_at_0]").fill(f"{ends:%Y-%m-%dT%H:%M}")
    _seen(page, "pause draft times")
    page.get_by_role("button", name="Save and continue").click()


def test_an_order_of_the_chairs_office_lapses_unconfirmed(people: People, workers: Workers) -> None:
    chair = _come(people, _presider(workers))
    _draft(chair, "Halt at once", ["aster", "borealis", "cygnus", "dione", "elara"])
    chair.get_by_role("button", name="Save and continue").click()
    chair.get_by_role("link", name="Continue without conditions").click()
    _seen(chair, "pause draft check")
    chair.get_by_role("link", name="Order it at once").click()
    expect(chair.get_by_role("main")).to_contain_text("It lapses unless the committee confirms it")
    _seen(chair, "pause at once")
    chair.get_by_role("button", name="Order the pause now").click()
    confirm_identity(chair)
    expect(chair.get_by_role("main")).to_contain_text("In force")
    _seen(chair, "pause in force")
    ref = _ref(chair)

    workers.move(71 * HOURS)
    chair.reload()
    expect(chair.get_by_role("main")).to_contain_text("The committee confirms it, or it lapses.")
    workers.move(2 * HOURS)
    workers.until(lambda: _state(ref) == "lapsed", "the order lapses")
    office = _come(people, CLERK)
    office.goto(f"/c/frontier/pauses/{ref}/")
    expect(office.get_by_role("main")).to_contain_text(
        "The committee did not confirm it in time (charter, article 6.4a)."
    )
    _seen(office, "pause lapsed")


def _decided(people: People, workers: Workers, motion: str) -> None:
    """Discuss the motion for its time, vote for it, and certify it."""
    here = f"/c/frontier/motions/{motion}/"
    workers.move(73 * HOURS)
    presider = _come(people, _presider(workers, "motion", motion))
    presider.goto(here)
    presider.get_by_role("link", name="Open voting").click()
    presider.get_by_role("button", name="Open voting now").click()
    for lab in (*BOUND, *FREE[:2]):
        cast(_come(people, f"representative@{lab}.example"), motion, "yes")
    workers.move(121 * HOURS)
    workers.until(lambda: _motion(motion).state == "closed", "the vote closes")
    office = _come(people, CLERK)
    office.goto(here)
    office.get_by_role("link", name="Certify the result").first.click()
    office.get_by_role("button", name="Certify it").click()
    expect(office.get_by_role("main")).to_contain_text("Carried")


def _motion(ref: str) -> Motion:
    with tenant(_frontier()):
        return Motion.objects.get(ref=ref)


def _by_whoever_may(people: People, workers: Workers, ref: str, address: str, button: str) -> Page:
    """The page as whoever decides there sees it: who presides over the pause, or else a clerk."""
    page = _come(people, _presider(workers, "pause", ref))
    page.goto(address)
    if page.locator("summary", has_text=button).count() == 0:
        page = _come(people, CLERK)
        page.goto(address)
    return page


def _acknowledge_and_attest(page: Page, ref: str, lab: str, run: str) -> None:
    """Do what the lab's list asks for, one after the other."""
    page.goto(f"{HERE}{ref}/{lab}/")
    _seen(page, f"pause lab {lab}")
    page.locator("summary", has_text="Say that it has reached us").first.click()
    page.get_by_role("button", name="It has reached us").first.click()
    page.get_by_role("link", name="Attest").first.click()
    page.locator("[name=run_0]").fill(run)
    page.locator("[name=state_0]").select_option("halted")
    page.locator("[name=since_0_0]").fill(f"{clock.now() - DAYS:%Y-%m-%dT%H:%M}")
    page.locator("[name=statement]").fill("It stands at its last checkpoint.")
    page.locator("[name=sure]").check()
    _seen(page, "pause attest")
    page.get_by_role("button", name="Attest", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(run)


def test_a_pause_is_moved_served_attested_broken_carved_out_shown_and_lifted(people: People, workers: Workers) -> None:
    mover = _come(people, "representative@dione.example")
    _draft(mover, "Three labs stand still", BOUND)
    mover.get_by_role("button", name="Save and continue").click()
    mover.get_by_label("A milestone").check()
    mover.get_by_label("What must be shown?").fill("The shared tests are passed by every lab.")
    mover.get_by_label("Documents reviewed").check()
    mover.get_by_role("button", name="Add the condition").click()
    _seen(mover, "pause draft conditions")
    mover.get_by_role("link", name="Continue").click()
    mover.get_by_role("link", name="Move: order a pause").click()
    mover.get_by_role("button", name="Start the draft").click()
    mover.get_by_label("Title").fill("Three labs stand still")
    mover.get_by_label("Text", exact=True).fill("Until the shared tests are passed.")
    mover.get_by_role("button", name="Save and continue").click()
    mover.get_by_role("link", name="Continue").click()
    mover.get_by_role("button", name="Propose it").click()
    motion = mover.url.split("/motions/")[1].split("/")[0]
    second = _come(people, "representative@elara.example")
    second.goto(f"/c/frontier/motions/{motion}/")
    second.get_by_role("button", name="Second the motion").click()
    _decided(people, workers, motion)
    ref = _of_motion(motion)
    workers.until(lambda: _state(ref) == "in_force", "the pause is in force")

    _acknowledge_and_attest(_come(people, "liaison@aster.example"), ref, "aster", "A-9")
    cygnus = _come(people, "liaison@cygnus.example")
    _acknowledge_and_attest(cygnus, ref, "cygnus", "C-2")
    workers.move(5 * DAYS)
    workers.until(lambda: bool(_case_of(ref, "borealis")), "a case is opened against the lab that said nothing")
    case = _case_of(ref, "borealis")
    borealis = _come(people, "liaison@borealis.example")
    borealis.goto(f"{HERE}cases/{case}/")
    _seen(borealis, "pause case")
    expect(borealis.get_by_role("main")).to_contain_text("(charter, article 6.")

    cygnus = _come(people, "liaison@cygnus.example")
    cygnus.goto(f"{HERE}{ref}/permits/new/")
    cygnus.locator("[name=run]").fill("C-evals")
    cygnus.get_by_label("What is it for?").fill("To measure what C-2 can do in a closed room.")
    cygnus.get_by_label("How many FLOP may it take at most?").fill("2e26")
    _seen(cygnus, "pause ask for a permit")
    cygnus.get_by_role("button", name="Ask for it").click()
    permit = cygnus.url.rstrip("/").split("/")[-1]
    decider = _by_whoever_may(people, workers, ref, f"{HERE}permits/{permit}/", "Grant it")
    _seen(decider, "pause decide on a permit")
    decider.locator("summary", has_text="Grant it").click()
    decider.get_by_role("button", name="Grant it").click()
    cygnus.reload()
    expect(cygnus.get_by_role("main")).to_contain_text("Granted")
    _seen(cygnus, "pause permit granted")

    condition = f"{HERE}{ref}/conditions/1/"
    cygnus.goto(condition)
    cygnus.locator("#submit [name=text]").fill("All tests passed, with the logs.")
    cygnus.get_by_role("button", name="Give the evidence").click()
    verifier = _come(people, "member@independent.example")
    verifier.goto(condition)
    verifier.get_by_label("Documents reviewed").check()
    verifier.get_by_label("What did you look at").fill("The logs of all three labs.")
    verifier.get_by_role("button", name="Put it on the record").click()
    decider = _by_whoever_may(people, workers, ref, condition, "Find it met")
    _seen(decider, "pause condition verified")
    decider.locator("summary", has_text="Find it met").click()
    decider.get_by_role("button", name="Find it met").click()
    lifting = _lifting(ref)
    _decided(people, workers, lifting)
    workers.until(lambda: _state(ref) == "lifted", "the pause is lifted")
    page = _come(people, "observer@eu.example")
    page.goto(f"{HERE}{ref}/")
    expect(page.get_by_role("main")).to_contain_text("Lifted")
    _seen(page, "pause lifted")
