"""Whether a dossier is what the record says: every act that a vote left there, compared with the file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from apps.kernel.canonical import dumps, instant
from apps.votes.rules.charter import HIDDEN
from apps.votes.rules.dossier import Dossier, words_digest
from apps.votes.rules.filed import Cast as Filed
from apps.votes.rules.filed import named

OPENED = "motion.opened"
CAST = "motion.ballot_cast"
EXTENDED = "motion.extended"
CLOSED = "motion.closed"
CERTIFIED = "motion.certified"
OF_A_VOTE = (OPENED, CAST, EXTENDED, CLOSED, CERTIFIED)
"""The acts of a vote that a dossier can be compared with, in their order but for ballots after an extension."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act as the record keeps it."""

    kind: str
    at: datetime
    actor: str
    facts: Mapping[str, Any]


def differences(dossier: Dossier, acts: Sequence[Recorded]) -> list[str]:
    """In which points the record of the vote, in its order, says something else than the dossier; empty where in none."""
    by_kind: dict[str, list[Recorded]] = {kind: [act for act in acts if act.kind == kind] for kind in OF_A_VOTE}
    said = [f"{act.kind} stands in the record where it cannot stand" for act in _misplaced(acts)]
    said += _opened(dossier, by_kind[OPENED])
    said += _cast(dossier.ballots, by_kind[CAST])
    said += _extended(dossier, by_kind[EXTENDED])
    said += _closed(dossier, by_kind[CLOSED])
    return said + _certified(dossier, by_kind[CERTIFIED])


def _misplaced(acts: Sequence[Recorded]) -> Iterator[Recorded]:
    """What stands before something that must come before it; of ballots also those that a voter cast earlier."""
    reached, numbers = 0, Counter[str]()
    for act in acts:
        place = {CAST: 1, EXTENDED: 1}.get(act.kind, OF_A_VOTE.index(act.kind))
        if place < reached:
            yield act
        reached = max(reached, place)
        if act.kind == CAST:
            voter, number = str(act.facts.get("voter")), act.facts.get("number")
            numbers[voter] += 1
            if number != numbers[voter]:
                yield act


def _opened(dossier: Dossier, acts: Sequence[Recorded]) -> list[str]:
    if len(acts) != 1:
        return [f"voting was opened {len(acts)} times by the record"]
    facts, times = acts[0].facts, dossier.times
    stated: dict[str, Any] = {
        "rule": dossier.rule.as_data(),
        "charter": dossier.charter.number,
        "hidden": dossier.charter.values[HIDDEN],
        "text": words_digest(dossier.motion["title"], dossier.motion["text"]),
    }
    if times.extended is None:
        stated["closes_at"] = instant(times.closes)
    said = [f"the record has another {name} at the opening" for name, it in stated.items() if facts.get(name) != it]
    said += [] if acts[0].at == times.opened else ["voting opened at another time by the record"]
    published = {_line(one) for one in facts.get("roll", [])}
    frozen = {(one.key, Fraction(one.weight), str(one.standing), one.why) for one in dossier.roll}
    keys = sorted({one[0] for one in published ^ frozen})
    return said + [f"the line of {key} on the roll is not as it was published" for key in keys]


def _line(one: Mapping[str, Any]) -> tuple[str, Fraction, str, str]:
    return one["member"], Fraction(one["weight"]), one["standing"], one["because"]


def _cast(ballots: Iterable[Filed], acts: Iterable[Recorded]) -> list[str]:
    """Every ballot entered the record when it was cast, and every one that entered it is there."""
    filed = {
        (row.opening.voter, row.opening.seq, str(row.opening.capacity), row.commitment, row.at, row.opening.by)
        for row in ballots
    }
    entered = {
        (act.facts["voter"], act.facts["number"], act.facts["capacity"], act.facts["commitment"], act.at, act.actor)
        for act in acts
    }
    return [
        *(f"ballot {one[1]} of {one[0]} stands in the record and is not there" for one in sorted(entered - filed)),
        *(f"ballot {one[1]} of {one[0]} does not stand in the record so" for one in sorted(filed - entered)),
    ]


def _extended(dossier: Dossier, acts: Sequence[Recorded]) -> list[str]:
    times = dossier.times
    found = [(act.at, act.facts.get("closes_at")) for act in acts]
    stated = [] if times.extended is None else [(times.extended, instant(times.closes))]
    return [] if found == stated else ["by the record voting was kept open otherwise"]


def _closed(dossier: Dossier, acts: Sequence[Recorded]) -> list[str]:
    if len(acts) != 1:
        return [f"voting was closed {len(acts)} times by the record"]
    facts = acts[0].facts
    stated = {
        "closed_at": instant(dossier.times.closed),
        "carried": dossier.outcome["carried"],
        "outcome": dict(dossier.outcome),
    }
    said = [f"the record has another {name} at the close" for name, it in stated.items() if facts.get(name) != it]
    filed = {
        dumps({"opening": row.opening.as_data(), "commitment": row.commitment, "at": instant(row.at)}): named(row)
        for row in dossier.ballots
    }
    published = {dumps(one): f"ballot {one['opening']['seq']} of {one['opening']['voter']}" for one in facts["ballots"]}
    said += [f"{filed[one]} was not opened so at the close" for one in sorted(filed.keys() - published)]
    return said + [f"{published[one]} was opened so at the close" for one in sorted(published.keys() - filed)]


def _certified(dossier: Dossier, acts: Sequence[Recorded]) -> list[str]:
    done = dossier.certified
    found = [(act.at, act.facts.get("effect"), act.facts.get("effect_note")) for act in acts]
    stated = [] if done is None else [(done.at, str(done.effect), done.note)]
    return [] if found == stated else ["the certification is not the one in the record"]
