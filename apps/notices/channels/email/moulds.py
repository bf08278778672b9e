"""One letter cast many times: built once by Django, then each reader's own words are put into its bytes."""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from typing import Any

from django.core.mail import EmailMultiAlternatives


@dataclass(frozen=True, slots=True)
class Own:
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
    """A finished letter; Django's mail backends take it as they take a message of their own."""

    encoding = None

    def __init__(self, sender: str, to: str, content: bytes) -> None:
        self.from_email, self.to, self._content = sender, [to], content

    def recipients(self) -> list[str]:
        """To whom."""
        return self.to

    def message(self) -> "Cast":
        """Itself: it is made up already."""
        return self

    def as_bytes(self, **_how: Any) -> bytes:
        """The letter as it goes out."""
        return self._content


class Mould:
    """Casts letters from one that `build` makes; whatever will not go into bytes safely is built on its own."""

    def __init__(self, build: Callable[[Own], EmailMultiAlternatives]) -> None:
        self._build = build
        blank = build(BLANK)
        self._sender = blank.from_email
        self._content = blank.message().as_bytes(linesep="\r\n")
        bodies = str(blank.body) + "".join(str(part.content) for part in blank.alternatives)
        # An encoded body would hide the places: then every letter is built.
        self._is_castable = self._content.count(BLANK.url.encode()) == bodies.count(BLANK.url)
        self._has_unsubscribe = BLANK.unsubscribe_url.encode() in self._content

    def letter(self, own: Own) -> Any:
        """The reader's letter."""
        if not self._is_castable or not all(word.isascii() and word.isprintable() for word in astuple(own)):
            return self._build(own)
        content = self._content
        for blank, word in zip(astuple(BLANK), astuple(own), strict=True):
            content = content.replace(blank.encode(), word.encode())
        return Cast(self._sender, own.to, content)
