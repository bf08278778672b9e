"""Compares a decision dossier with what others hold: voters' receipts, and acts kept from the record (`events/`)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from apps.kernel.canonical import commitment, instant
from apps.verify.report import Report
from apps.votes.rules.ballots import Opening, commit
from apps.votes.rules.dossier import Dossier
from apps.votes.rules.filed import named
from apps.votes.rules.recorded import CERTIFIED, CLOSED, OF_A_VOTE, OPENED, Recorded, differences
from apps.votes.rules.words import listed


def check_receipt(dossier: Dossier, data: Any, report: Report) -> None:
    """The ballot of the receipt stands in the file as it was cast; raises ValueError for what is no receipt."""
    try:
        said = data.get("receipt", data)
        opening = Opening.from_data(said["opening"])
        holds = said["commitment"] == commit(opening)
        holds = holds and opening.explanation == commitment(said["salt"], said["explanation"])
        at = said["at"]
    except (AttributeError, LookupError, TypeError) as error:
        raise ValueError("This is no receipt.") from error
    if opening.motion != dossier.motion["ref"]:
        raise ValueError(f"This receipt is for {opening.motion}.")
    if not holds:
        raise ValueError("This receipt does not open its own commitment.")
    found = [row for row in dossier.ballots if row.opening == opening and instant(row.at) == at]
    mark = ", and it counts" if found and found[0].counts else ""
    report.check(
        "receipt",
        bool(found),
        f"The {' '.join(map(named, found))} stands there as its receipt says: {opening.choice}{mark}.",
        f"Ballot {opening.seq} of {opening.voter} does not stand there as its receipt says: {opening.choice}.",
    )


def check_record(dossier: Dossier, data: Any, report: Report) -> None:
    """The file is what the record says; raises ValueError for what holds no whole record of this vote."""
    try:
        events = {one["id"]: one for one in _events(data) if _is_of(one, dossier.motion["ref"])}
        acts = [
            Recorded(one["type"], datetime.fromisoformat(one["at"]), one["actor"], one["facts"])
            for one in events.values()
        ]
        wanted = {OPENED, CLOSED} | ({CERTIFIED} if dossier.certified else set())
        missing = sorted(wanted - {act.kind for act in acts})
        if missing:
            raise ValueError(f"It has no {listed(missing)} of {dossier.motion['ref']}.")
        found = differences(dossier, acts)
    except (AttributeError, LookupError, TypeError, ArithmeticError) as error:
        raise ValueError("These are no acts of a record.") from error
    report.check(
        "record",
        not found,
        f"It is what the record says in {len(acts)} acts: the roll, the rule, the text, the hours, every ballot, the end.",
        f"It is not what the record says: {listed(found)}.",
    )


def _events(data: Any) -> Iterator[Any]:
    """Acts as `events/` gives them: a page, an act, or a list of either."""
    if isinstance(data, list):
        for one in data:
            yield from _events(one)
    elif "results" in data:
        yield from _events(data["results"])
    else:
        yield data


def _is_of(event: Any, ref: str) -> bool:
    return event["type"] in OF_A_VOTE and event["subject"]["ref"] == ref
