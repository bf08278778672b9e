"""One letter cast many times: built once by Django, then each reader's own words are put into its bytes."""

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cached_property
from typing import Any, NamedTuple, cast

from django.core.mail import EmailMultiAlternatives


class Own(NamedTuple):
    """What is the reader's own in a letter: address, Message-ID, link, and where to unsubscribe ("" for nowhere)."""

    to: str
    message_id: str
    url: str
    unsubscribe_url: str = ""


BLANK = Own(
    "xqreaderqx@xqreaderqx.example",
    "<xqletterqx@xqletterqx.example>",
    "https://xqlinkqx.example/",
    "https://xqunsubscribeqx.example/",
)


class Cast:
    """A finished letter; Django's mail backends take it as they take a message of their own.

    What it says is read from its bytes, should anybody ask.
    """

    encoding = None

    def __init__(self, sender: str, to: str, content: bytes) -> None:
        self.from_email, self.to, self._content = sender, [to], content

    @property
    def sender(self) -> str:
        """The address alone that it comes from."""
        return parseaddr(self.from_email)[1]

    def recipients(self) -> list[str]:
        """To whom."""
        return self.to

    def message(self) -> "Cast":
        """Itself: it is made up already."""
        return self

    def as_bytes(self, **_how: Any) -> bytes:
        """The letter as it goes out."""
        return self._content

    def __getitem__(self, header: str) -> Any:
        return self.parsed[header]

    @cached_property
    def parsed(self) -> EmailMessage:
        """The letter read back."""
        read = message_from_bytes(self._content, policy=policy.default)
        return cast(EmailMessage, read)

    @property
    def subject(self) -> str:
        """Its subject."""
        return str(self.parsed["Subject"])

    @property
    def body(self) -> str:
        """Its plain part."""
        part = self.parsed.get_body(preferencelist=("plain",))
        return part.get_content() if part else ""

    @property
    def alternatives(self) -> list[tuple[str, str]]:
        """Its HTML part, as Django's messages name it."""
        part = self.parsed.get_body(preferencelist=("html",))
        return [(part.get_content(), "text/html")] if part else []

    def as_string(self) -> str:
        """The letter as text."""
        return self.parsed.as_string()


class Mould:
    """Casts letters from one that `build` makes; whatever will not go into bytes safely is built on its own."""

    def __init__(self, build: Callable[[Own], EmailMultiAlternatives], *, can_unsubscribe: bool) -> None:
        self._build = build
        self._blank = BLANK if can_unsubscribe else BLANK._replace(unsubscribe_url="")
        blank = build(self._blank)
        self._sender = blank.from_email
        self._content = blank.message().as_bytes(linesep="\r\n")
        bodies = str(blank.body) + "".join(str(part.content) for part in blank.alternatives)
        # An encoded body would hide the places: then every letter is built.
        self._is_castable = self._content.count(BLANK.url.encode()) == bodies.count(BLANK.url)

    def letter(self, own: Own) -> Any:
        """The reader's letter."""
        if not self._is_castable or not all(word.isascii() and word.isprintable() for word in own):
            return self._build(own)
        content = self._content
        for blank, word in zip(self._blank, own, strict=True):
            if blank:
                content = content.replace(blank.encode(), word.encode())
        return Cast(self._sender, own.to, content)
