"""Who sits before the browser: a context each, signed in once by the real form, with an ear on the console."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from apps.desk.demo_accounts import PASSWORD

WIDE = {"width": 1440, "height": 1000}
NARROW = {"width": 390, "height": 844}


class People:
    """Opens pages for people of the demo and remembers what their consoles said."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self._browser = browser
        self._sessions: dict[str, Any] = {}
        self._contexts: list[BrowserContext] = []
        self._said: list[str] = []

    def stranger(self, **options: Any) -> Page:
        """A page of somebody who is not signed in."""
        given = {"viewport": WIDE, "reduced_motion": "reduce", "locale": "en-GB"} | options
        context = self._browser.new_context(base_url=self.address, **given)
        context.set_default_timeout(10_000)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self._said.append(str(error.error)))
        context.on("response", self._see)
        self._contexts.append(context)
        return context.new_page()

    def person(self, email: str, **options: Any) -> Page:
        """A page of somebody who is signed in."""
        if email not in self._sessions:
            page = self.stranger()
            sign_in(page, email)
            self._sessions[email] = page.context.storage_state()
        return self.stranger(storage_state=self._sessions[email], **options)

    def come(self, email: str) -> Page:
        """A page of somebody who signs in anew, as they must when the clock has moved."""
        page = self.stranger()
        sign_in(page, email)
        return page

    def forget(self) -> None:
        """Nobody is signed in any more, as when the clock has moved beyond their sessions."""
        self._sessions.clear()

    def leave(self) -> list[str]:
        """Close everything; what the consoles said since the last time."""
        while self._contexts:
            self._contexts.pop().close()
        said, self._said = self._said, []
        return said

    def _hear(self, message: ConsoleMessage) -> None:
        # An answer of 4xx is reported here too, but without its address: `_see` judges those.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self._said.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _see(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self._said.append(f"{response.status} {response.url}")


def sign_in(page: Page, email: str) -> None:
    """Sign in by the form."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/account/login/" not in address)


def confirm_identity(page: Page) -> None:
    """Prove again who one is, where the page asked for it before a sensitive act."""
    if "/reauthenticate/" in page.url:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_url(lambda address: "/reauthenticate/" not in address)
