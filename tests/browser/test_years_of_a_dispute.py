"""A dispute as people live it, from its complaint to compliance: two labs, a third party, a panel of three.

At each step those who may not read a paper find nothing where it stands. It comes last of its half, for it moves the clock.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.services import create_person
from apps.committees.models import Committee, Organisation, Seat
from apps.committees.selectors import charter_value
from apps.committees.states import OrganisationKind, Role
from apps.desk.demo.people import CLERK
from apps.desk.demo_accounts import PASSWORD
from apps.disputes.models import Case, Panel
from apps.disputes.rules.charter import ADOPT_DAYS
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from tests.at_once import at_once
from tests.browser.people import People
from tests.browser.playing import DAYS, Playing
from tests.browser.seeing import seen
from tests.browser.workers import at_work

COMPLAINS, ANSWERS = "representative@cygnus.example", "representative@dione.example"
THIRD, MEMBER, AUTHORITY = "representative@elara.example", "representative@aster.example", "observer@eu.example"
BENCH = ("ada", "ben", "cleo")
TITLE = "Chips that were not declared"
PLAIN, SEALED = "It trained on chips that it did not declare", "4 128 of them in the old harbour"
TALK, NOTE = "We could declare them next month", "The witness seems sound"


@pytest.fixture
def playing(people: People, tmp_path: Path, settings: Any) -> Iterator[Playing]:
    """Frontier with real workers, a clock that the test moves, and three people on the roster of panellists."""
    with at_work(tmp_path, settings) as workers:
        assert at_once(_seat_roster) == []
        workers.start()
        yield Playing(people, workers, "frontier", CLERK)


def _seat_roster() -> None:
    """By a connection of its own: that of the tests is in a transaction of which the server never sees the end."""
    now = clock.now()
    with tenant(Committee.objects.get(slug="frontier").pk):
        for name in BENCH:
            body = Organisation.objects.create(
                key=f"{name}-institute", name=f"{name.title()} Institute", kind=OrganisationKind.CIVIL, admitted_at=now
            )
            person = create_person(email=_of(name), name=name.title(), password=PASSWORD)
            Seat.objects.create(organisation=body, person=person, role=Role.PANELLIST, starts_at=now)


def _of(name: str) -> str:
    return f"{name}@{name}-institute.example"


class Court:
    """The case as its people drive it."""

    def __init__(self, playing: Playing) -> None:
        self.playing, self.ref = playing, ""
        self._pages: dict[str, Page] = {}

    def person(self, email: str) -> Page:
        """Somebody's page; whoever also sits on the roster has taken the seat that they have in the case."""
        if email not in self._pages:
            page = self._pages[email] = self.playing.people.person(email)
            if email in map(_of, BENCH):
                page.goto("/seats/")
                page.get_by_role("button", name=self.ref).first.click()
        return self._pages[email]

    def forget(self) -> None:
        """The clock has moved beyond everybody's session: they sign in anew."""
        self._pages.clear()
        self.playing.people.forget()

    def at(self, email: str, rest: str = "") -> Page:
        """Somebody at a page of the case."""
        page = self.person(email)
        page.goto(self.address(rest))
        return page

    def address(self, rest: str = "") -> str:
        """The address of a page of the case."""
        return self.playing.path(f"disputes/{self.ref}/{rest}")

    def write(self, email: str, kind: str, text: str, **chosen: str) -> None:
        """Write a paper of a kind and file it; `chosen` are its other fields, by name."""
        page = self.at(email)
        page.locator("summary", has_text="Write a paper").click()
        page.get_by_role("button", name=kind, exact=True).click()
        page.locator("[name=text]").fill(text)
        for name, value in chosen.items():
            field = page.locator(f"[name={name}]")
            if field.first.get_attribute("type") == "radio":
                page.locator(f"[name={name}][value={value}]").check()
            else:
                field.fill(value)
        page.get_by_role("button", name="File and serve it").click()
        expect(page.get_by_role("main")).to_contain_text("Filed and served as")

    def open(self, email: str, name: str, has: str) -> Page:
        """Open what was served, and read it."""
        page = self.at(email, f"papers/{name}/")
        page.get_by_role("button", name="Open it").click()
        expect(page.get_by_role("main")).to_contain_text(has)
        return page

    def finds(self, email: str, name: str, *, has: str = "", lacks: str = "") -> None:
        """Somebody reads a paper without anything that is sealed from them; or finds no paper there, where `has` is empty."""
        page = self.person(email)
        answer = page.goto(self.address(f"papers/{name}/"))
        assert answer is not None
        assert answer.status == (200 if has else 404), (email, name)
        if has:
            expect(page.get_by_role("main")).to_contain_text(has)
        if lacks:
            expect(page.get_by_role("main")).not_to_contain_text(lacks)

    def agree(self, kind: str, *, check: tuple[str, ...] = ()) -> None:
        """One side proposes, the other agrees."""
        page = self.at(COMPLAINS, "agreeing/")
        page.locator("summary", has_text=kind).click()
        for name in check:
            page.get_by_label(name).check()
        page.locator("details[open]").get_by_role("button", name="Propose it").click()
        page = self.at(ANSWERS, "agreeing/")
        page.locator("summary", has_text="Agree").click()
        page.get_by_role("button", name="Agree to it").click()
        expect(page.get_by_role("main")).to_contain_text("agreed")

    def stage(self) -> str:
        """Where it stands."""
        return self.playing.inside(lambda: Case.objects.get(ref=self.ref).stage)


def _complain(court: Court) -> None:
    page = court.person(COMPLAINS)
    page.goto(court.playing.path("disputes/new/"))
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("About which member do you complain?").select_option("dione")
    page.get_by_label("What is it about?").fill(TITLE)
    page.get_by_label("The complaint").fill(f"{PLAIN}.\n\nIt used [[{SEALED}]]. This breaks article 3.2.")
    page.get_by_role("button", name="Save and check").click()
    seen(page, "complaint check")
    page.locator("summary", has_text="File the complaint").click()
    page.get_by_role("button", name="File and serve it").click()
    expect(page.get_by_role("main")).to_contain_text(TITLE)
    court.ref = page.url.rstrip("/").split("/")[-1]


def _talk(court: Court) -> None:
    """The complaint is read, replied to and talked about; nobody else reads the talks."""
    waiting = court.at(ANSWERS, "papers/1/")
    expect(waiting.get_by_role("main")).not_to_contain_text(PLAIN)
    seen(waiting, "paper not opened")
    court.open(ANSWERS, "1", SEALED)
    court.finds(MEMBER, "1", has=PLAIN, lacks=SEALED)
    court.finds(AUTHORITY, "1")
    court.write(ANSWERS, "Reply", "We declared all of them.")
    court.finds(MEMBER, "2")
    court.write(ANSWERS, "Word in consultations", "Let us meet.")
    court.write(ANSWERS, "Word in the settlement thread", TALK)
    for who in (MEMBER, AUTHORITY, CLERK):
        court.finds(who, "S1")
    court.open(COMPLAINS, "S1", TALK)
    court.agree("Consultations have failed")


def _compose(court: Court) -> None:
    """A panel is asked for, a third party is let in, both sides agree on who sits."""
    court.write(COMPLAINS, "Request for a panel", "We ask for a panel.", claims="Article 3.2 is broken.")
    asks = court.at(THIRD)
    asks.locator("summary", has_text="Ask to take part").click()
    asks.locator("[name=capacity][value=third_party]").check()
    asks.locator("[name=because]").fill("We sold the chips.")
    asks.get_by_role("button", name="Ask for it").click()
    decides = court.at(_whoever_orders(court))
    seen(decides, "case that waits for an order")
    decides.locator("summary", has_text="Let it take part").click()
    decides.locator("details[open]").get_by_role("button", name="Let it take part").click()
    expect(decides.locator("#parties")).to_contain_text("A third party")
    court.agree("Who sits on the panel", check=("Ada", "Ben", "Cleo"))
    assert court.stage() == "composed"
    seen(court.at(COMPLAINS, "panel/"), "panel composed")


def _whoever_orders(court: Court) -> str:
    """Whoever presides over the case, or else a clerk."""
    page = court.at(CLERK)
    if page.locator("summary", has_text="Let it take part").count():
        return CLERK
    return court.playing.presider("dispute", court.ref)


def _argue(court: Court) -> None:
    """Both rounds, a hearing and the interim report, before a panel of which only its own people read its notes."""
    presiding = court.playing.inside(lambda: _presiding(court.ref))
    bench = [_of(name) for name in BENCH]
    page = court.at(presiding)
    page.locator("summary", has_text="Open the written rounds").click()
    page.get_by_role("button", name="Open them").click()
    for who in bench:
        court.finds(who, "1", has=SEALED)
        court.finds(who, "S1")
        court.finds(who, "C1")
    court.write(COMPLAINS, "First submission", f"As we said: [[{SEALED}]].")
    name = "4"
    court.open(ANSWERS, name, SEALED)
    court.open(THIRD, name, "As we said: [sealed].")
    court.finds(MEMBER, name)
    court.write(ANSWERS, "First submission", "It was declared in time.")
    court.write(THIRD, "Third party's submission", "We sold them in May.")
    court.write(COMPLAINS, "Rebuttal", "They were not.")
    court.finds(THIRD, "7")
    court.write(bench[1], "Note of the panel", NOTE)
    court.finds(bench[0], "P1-1", has=NOTE)
    for who in (COMPLAINS, ANSWERS, THIRD, MEMBER, CLERK):
        court.finds(who, "P1-1")
    page = court.at(presiding)
    page.locator("summary", has_text="Call a hearing").click()
    for field, days in (("starts_at", 2), ("ends_at", 3)):
        page.locator(f"[name={field}_0]").fill(f"{clock.now() + days * DAYS:%Y-%m-%dT%H:%M}")
    page.locator("[name=where]").fill("Room 3")
    page.get_by_role("button", name="Call it").click()
    expect(page.get_by_role("main")).to_contain_text("Room 3")
    court.write(CLERK, "Minutes of the hearing", "Both were heard.")
    court.write(presiding, "Interim report", "We lean towards a breach.")
    court.finds(THIRD, "9")
    court.write(ANSWERS, "Comment on the interim report", "We do not.")
    court.write(presiding, "Report", "There is a breach.", claim_1="breach")
    assert court.stage() == "report"
    court.finds(MEMBER, "11", has="There is a breach.")
    court.finds(AUTHORITY, "11")


def _presiding(ref: str) -> str:
    place = Panel.objects.get(case__ref=ref).places.select_related("seat__person").get(presides=True)
    assert place.seat.person is not None
    return place.seat.person.email


def test_a_case_from_its_complaint_to_compliance(playing: Playing) -> None:
    court = Court(playing)
    _complain(court)
    _talk(court)
    _compose(court)
    _argue(court)
    days = playing.inside(lambda: int(charter_value(ADOPT_DAYS, clock.now())))
    playing.workers.move(timedelta(days=days + 1))
    playing.workers.until(lambda: court.stage() == "compliance", "the report is adopted")
    court.forget()
    court.finds(AUTHORITY, "11", has="There is a breach.")
    court.write(ANSWERS, "Statement of intentions", "We declare them all.")
    court.write(ANSWERS, "Report on compliance", "They are declared.")
    seen(court.at(COMPLAINS), "case in its time to comply")
    court.finds(MEMBER, "13", has="They are declared.")
    page = court.at(COMPLAINS)
    page.locator("summary", has_text="We are content").click()
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_role("main")).to_contain_text("Closed")
    assert court.stage() == "closed"
