"""A committee's weeks as people live them, beside real workers and a clock that the test moves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from playwright.sync_api import Page, expect

from apps.committees.models import Committee, Seat
from apps.committees.selectors import presiding
from apps.disputes.models import Case
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import PauseOrder
from apps.votes.models import Motion
from tests.browser.people import People
from tests.browser.voting import cast
from tests.browser.workers import Workers

HOURS, DAYS = timedelta(hours=1), timedelta(days=1)
MODELS = {"motion": Motion, "pause": PauseOrder, "dispute": Case}
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Playing:
    """A committee of the demo, its people and the workers; `clerk` certifies."""

    people: People
    workers: Workers
    slug: str
    clerk: str

    def at(self, email: str, path: str) -> Page:
        """Somebody at a page of the committee."""
        page = self.people.come(email)
        page.goto(self.path(path))
        return page

    def path(self, rest: str) -> str:
        """The address of a page of the committee."""
        return f"/c/{self.slug}/{rest}"

    def inside(self, asked: Callable[[], Found]) -> Found:
        """What the committee's rows say."""
        with tenant(Committee.objects.get(slug=self.slug).pk):
            return asked()

    def motion(self, ref: str) -> Motion:
        """A motion by its reference."""
        return self.inside(lambda: Motion.objects.get(ref=ref))

    def presider(self, kind: str = "", ref: str = "") -> str:
        """The address of whoever presides, over a matter or at all, once the workers have seen to it that somebody does."""

        def asked() -> str:
            model: Any = MODELS.get(kind)
            subject = (kind, model.objects.get(ref=ref).pk) if model else ("", 0)
            return _email(presiding(clock.now(), *subject).seat)

        return self.workers.settled(lambda: self.inside(asked), "somebody presides")

    def open_voting(self, motion: str) -> None:
        """Open voting, once the time for discussion has passed."""
        page = self.at(self.presider("motion", motion), f"motions/{motion}/")
        page.get_by_role("link", name="Open voting").click()
        page.get_by_role("button", name="Open voting now").click()

    def certify(self, motion: str) -> None:
        """Certify what carried, once the time for voting has passed."""
        self.workers.until(lambda: self.motion(motion).state == "closed", "the vote closes")
        page = self.at(self.clerk, f"motions/{motion}/")
        page.get_by_role("link", name="Certify the result").first.click()
        page.get_by_role("button", name="Certify it").click()
        expect(page.get_by_role("main")).to_contain_text("Carried")

    def decided(self, voters: tuple[str, ...], *motions: str) -> None:
        """Discuss motions for their time, vote for them, and certify them."""
        self.workers.move(73 * HOURS)
        for motion in motions:
            self.open_voting(motion)
        for voter in voters:
            page = self.people.come(voter)
            for motion in motions:
                cast(page, motion, "yes", committee=self.slug)
        self.workers.move(121 * HOURS)
        for motion in motions:
            self.certify(motion)


def _email(seat: Seat | None) -> str:
    return seat.person.email if seat and seat.person else ""
