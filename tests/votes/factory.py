"""Motions on their way, for tests: written, proposed, seconded, open for votes, closed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from apps.committees.models import CharterVersion
from apps.committees.rules.charter import preset_values
from apps.votes.models import Motion
from apps.votes.services.balloting import Receipt, cast, hold_box
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.drafting import change_draft, start_draft
from apps.votes.services.opening import open_voting
from apps.votes.services.proposing import propose, second
from tests.cast import BEGINNING, LABS, NOW, Cast

HOUR = timedelta(hours=1)
DISCUSSED = NOW + 80 * HOUR
"""When voting may open on what was seconded at NOW, by the standard preset (72 hours)."""
CLOSES = DISCUSSED + 120 * HOUR
TEXT = "The committee asks every lab to publish its incident contacts."


def charter(**values: Any) -> CharterVersion:
    """A new version of the charter, in force from the beginning, with these articles of votes (name without “votes.”)."""
    latest = CharterVersion.objects.order_by("-number").first()
    number = (latest.number if latest else 0) + 1
    altered = {f"votes.{name}": value for name, value in values.items()}
    base = latest.values if latest else preset_values("standard")
    return CharterVersion.objects.create(
        number=number,
        preset="standard",
        values={**base, **altered},
        in_force_at=BEGINNING + timedelta(minutes=number),
        adopted_by="A test",
    )


def draft(people: Cast, who: str = "aster.representative", **content: Any) -> Motion:
    """A draft with a title and a text."""
    given = {"kind": "general", "title": "Publish contacts", "text": TEXT} | content
    return start_draft(actor=people.viewer(who), now=NOW, **given)


def proposed(people: Cast, who: str = "aster.representative", at: datetime = NOW, **content: Any) -> Motion:
    """A motion that waits for a second (by a clerk: that is discussed already)."""
    written = draft(people, who, **content)
    return propose(actor=people.viewer(who), now=at, ref=written.ref)


def discussed(
    people: Cast, who: str = "aster.representative", by: str = "borealis.alternate", **content: Any
) -> Motion:
    """A motion under discussion since NOW."""
    motion = proposed(people, who, **content)
    if motion.state == "discussion":
        return motion
    return second(actor=people.viewer(by), now=NOW, ref=motion.ref)


def voting(
    people: Cast,
    who: str = "aster.representative",
    at: datetime = DISCUSSED,
    presider: str = "aster.representative",
    **content: Any,
) -> Motion:
    """A motion on which voting opened at DISCUSSED, by whoever presides."""
    motion = discussed(people, who, **content)
    return open_voting(actor=people.viewer(presider, at), now=at, ref=motion.ref)


def vote(people: Cast, motion: Motion, who: str, choice: str, at: datetime | None = None, **more: Any) -> Receipt:
    """A ballot."""
    moment = at or DISCUSSED + HOUR
    actor = people.viewer(who, moment)
    box = hold_box(actor=actor, ref=motion.ref, voter=more.pop("voter", ""))
    return cast(actor=actor, now=moment, box=box, choice=choice, **more)


def closed(people: Cast, ballots: dict[str, str], **content: Any) -> Motion:
    """A motion with these ballots, by seat, closed at its hour."""
    motion = voting(people, **content)
    for who, choice in ballots.items():
        vote(people, motion, who, choice)
    return close_due(ref=motion.ref, now=motion.closes_at or CLOSES)


def decided(
    people: Cast,
    ref: str,
    *,
    choice: str = "yes",
    at: datetime = DISCUSSED,
    presider: str = "",
    voters: Iterable[str] = LABS,
) -> datetime:
    """Vote on the motion, close and certify it; the instant of that."""
    clerk = people.viewer("clerk", at)
    motion = open_voting(actor=people.viewer(presider or "aster.representative", at), now=at, ref=ref)
    for lab in voters:
        vote(people, motion, f"{lab}.representative", choice, at + HOUR)
    closes = motion.closes_at
    close_due(ref=ref, now=closes)
    certify(actor=clerk, now=closes + HOUR, ref=ref)
    return closes + HOUR


def rewrite(people: Cast, motion: Motion, who: str = "aster.representative", **changes: Any) -> Motion:
    """A draft with changes."""
    return change_draft(actor=people.viewer(who), now=NOW, ref=motion.ref, changes=changes)
