"""When a message is tried again, how counts are shown, and where due times come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from apps.kernel.decisions import YES, Decision, first_refusal, no
from apps.kernel.registry import Registry
from apps.notices.states import EndpointKind

if TYPE_CHECKING:
    from apps.committees.rules.viewer import Viewer

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=2)
MOST_ATTEMPTS = 20
"""Together about a day of trying."""

LONGEST_ASKED = timedelta(days=1)
"""How long the other end may ask to be left alone."""

BUSY = frozenset({429, 503})

Watch = Callable[[], datetime]
"""Tells the machines' time."""

MOST_COUNTED = 99
MACHINES_OWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

DUES: Registry[Callable[[Sequence[Any]], Mapping[int, datetime]]] = Registry(
    "dues", "until when the acts behind notices must be answered: acts in, due times by act id out"
)

DONE: Registry[Callable[[Sequence[Any]], Collection[int]]] = Registry(
    "done", "which acts behind notices ask nothing any more: acts in, ids of those whose duties are met out"
)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a page is about: a key that its end can name again, and where a machine acknowledges it."""

    key: str
    acknowledge_path: str = ""
    due_at: datetime | None = None


MATTERS: Registry[Callable[[Sequence[Any], str], Mapping[int, Matter]]] = Registry(
    "matters", "what pages are about: acts and the committee's slug in, matters by act id out"
)
ENDINGS: Registry[Callable[[Sequence[Any]], Mapping[int, Sequence[str]]]] = Registry(
    "endings", "which matters are over: acts in, keys of matters by act id out"
)


def wait_before_next(attempts: int, roll: float, first: timedelta = FIRST_WAIT) -> timedelta | None:
    """How long to wait after the given number of failed attempts; None: give up.

    Doubles each time up to a ceiling; `roll` in [0, 1) spreads it by a quarter either way, so that messages that
    failed together do not come back together.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    # The cap on the exponent keeps the product small; the ceiling is reached long before it.
    whole = min(first * 2 ** min(attempts - 1, 16), LONGEST_WAIT)
    return whole * (0.75 + 0.5 * roll)


def not_before(status: int | None, retry_after: str, at: datetime) -> datetime | None:
    """Until when whoever answered at `at` wants to be left alone, at most a day; None: it did not say so.

    `retry_after` is the header as it came: seconds, or a date as HTTP writes it. Only 429 and 503 say it, and what
    cannot be read says nothing.
    """
    if status not in BUSY:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        # Longer numbers are past the ceiling, and Python refuses to read the longest.
        seconds = int(text) if len(text) < 10 else LONGEST_ASKED.total_seconds()
        return at + min(timedelta(seconds=seconds), LONGEST_ASKED)
    try:
        date = parsedate_to_datetime(text[:60])
        asked = date if date.tzinfo else date.replace(tzinfo=UTC)
        return min(asked, at + LONGEST_ASKED) if asked > at else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def counted(number: int) -> str:
    """A count for the bell: at most “99+”, nothing for zero."""
    if number > MOST_COUNTED:
        return f"{MOST_COUNTED}+"
    return str(number) if number else ""


def one_line(text: str, most: int = 200) -> str:
    """The text on one line without control characters, for a mail header or a list; cut with an ellipsis."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def readable(reference: str) -> str:
    """A reference as people read it; nothing where it is a machine's identifier."""
    return "" if MACHINES_OWN.fullmatch(reference) else reference


def instant_in(facts: Mapping[str, Any], name: str) -> datetime | None:
    """An instant that an act states itself (a ladder's step its `due_at`), if it can be read."""
    try:
        stated = datetime.fromisoformat(str(facts.get(name, "")))
    except ValueError:
        return None
    return stated if stated.tzinfo else None


def may_keep_an_inbox(viewer: Viewer) -> Decision:
    """Whether the viewer has an inbox: every seat has one, an operator's look-in has none."""
    return no("An operator's look-in has no inbox.") if viewer.is_operator else YES


def may_confirm_receipt(viewer: Viewer, is_due: bool) -> Decision:
    """Whether the viewer may confirm having read one of its notices."""
    return first_refusal(may_keep_an_inbox(viewer), YES if is_due else no("Nobody asks you to confirm this one."))


def may_see_receipts(viewer: Viewer, asked_by: int | None) -> Decision:
    """Whether the viewer sees who has confirmed and who has not: the clerks do, and the seat that asked."""
    if viewer.is_clerk or viewer.is_operator or viewer.seat_id == asked_by:
        return YES
    return no("Only the clerks and whoever asked see who has confirmed.")


def may_see_deliveries(viewer: Viewer) -> Decision:
    """Whether the viewer looks after what could not be delivered."""
    return YES if viewer.is_clerk else no("Only the clerks look after deliveries.")


MOST_ENDPOINTS = 20
"""Webhooks and pagers of one organisation."""

ROTATION = timedelta(hours=24)
"""How long a webhook's old secret signs beside the new one."""

TELL_AFTER = timedelta(hours=24)
"""How long an endpoint may fail before its keepers are told."""

LONGEST_REPLAY = timedelta(days=30)


def may_keep_endpoints(viewer: Viewer) -> Decision:
    """Whether the viewer answers for an organisation's webhooks and pagers."""
    return YES if viewer.speaks_for_organisation else no("Only who answers for the organisation keeps its endpoints.")


def may_add_endpoint(there: int) -> Decision:
    """Whether an organisation with so many endpoints may have one more."""
    return YES if there < MOST_ENDPOINTS else no(f"An organisation has at most {MOST_ENDPOINTS}. Remove one first.")


def may_replay(kind: EndpointKind, since: datetime, now: datetime) -> Decision:
    """Whether everything since then may be sent once more: to a webhook, which knows each by its id, not to a pager."""
    if kind != EndpointKind.WEBHOOK:
        return no("A pager would ring again for what is over.")
    if not since <= now <= since + LONGEST_REPLAY:
        return no(f"At most the last {LONGEST_REPLAY.days} days are sent again; older acts are in the feed of acts.")
    return YES
