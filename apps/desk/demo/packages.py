"""Plays what an authority is sent of a report, and what passes between the two about it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from apps.desk.demo.seats import viewer
from apps.desk.demo.story.parts_of_packages import (
    Accepted,
    Asked,
    OfPackages,
    Received,
    RevisionRequired,
    Sent,
    SentElsewhere,
)
from apps.incidents.models import PackageQuestion
from apps.incidents.services import answering, packages


def moments_of(step: OfPackages, at: datetime) -> Iterator[tuple[datetime, Callable[[str, datetime], object]]]:
    """What follows from a step taken at the instant; each takes the report's reference and its time."""
    yield at, partial(_take, step)
    if isinstance(step, Asked) and step.answer:
        yield at + step.answered_after, partial(_answer, step)


def _take(step: OfPackages, ref: str, at: datetime) -> None:
    by: dict[str, Any] = {"actor": viewer(step.who, at), "now": at, "ref": f"{ref}/{step.duty}"}
    match step:
        case Sent(why=why, reason=reason, late_reason=late_reason):
            if why:
                packages.prepare(**by, texts={"why": why})
            packages.send(**by, reason=reason, late_reason=late_reason)
        case SentElsewhere(proof=proof, late_reason=late_reason):
            packages.mark_sent(**by, sent_at=at, proof=proof.upload(), late_reason=late_reason)
        case Received():
            answering.receive(**by)
        case Asked(text=text, within=within):
            answering.ask(**by, text=text, answer_by=at + within)
        case RevisionRequired(words=words, within=within):
            answering.require_revision(**by, words=words, revise_by=at + within)
        case Accepted(words=words):
            answering.accept(**by, words=words)


def _answer(step: Asked, ref: str, at: datetime) -> None:
    asked = PackageQuestion.objects.get(ref=f"{ref}/{step.duty}", text=step.text)
    answering.answer(actor=viewer(step.answered_by, at), now=at, uid=asked.uid, text=step.answer)
