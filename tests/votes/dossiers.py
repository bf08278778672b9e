"""A decision as it could be exported: ten lines, seven ballots, an alternate, a proxy, a recusal and a vacant seat."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from apps.kernel.canonical import commitment, dumps, instant
from apps.votes.rules import PRESETS, Member, Opening, commit, tally
from apps.votes.rules.charter import SECTION
from apps.votes.rules.dossier import Dossier, build, digest, words_digest
from apps.votes.rules.filed import Articles, Cast, Certified, Line, Times
from apps.votes.rules.recorded import CAST, CERTIFIED, CLOSED, Recorded
from apps.votes.rules.recorded import EXTENDED as EXTENDED_VOTING
from apps.votes.rules.recorded import OPENED as OPENED_VOTING

OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = OPENED + timedelta(days=3)
TIMES = Times(OPENED - timedelta(days=4), OPENED, None, HOUR, HOUR)
RULE = PRESETS["pause-default"]
VALUES = {article.key: article.presets["standard"] for article in SECTION.articles} | {
    "votes.rule_general": "pause-default",
    "votes.window_hours": 72,
    "votes.weights": "table",
}
CHARTER = Articles.of(3, "votes.rule_general", VALUES.__getitem__)
ROLL = [
    Line("aster", "Aster Labs", 30, "voting"),
    Line("borealis", "Borealis", 20, "voting"),
    Line("cygnus", "Cygnus – “recherche”", 10, "voting"),
    Line("dione", "Dione", 10, "voting"),
    Line("eos", "Eos", 25, "recused", "It reported the incident."),
    Line("fornax", "Fornax", 5, "excluded", "Its seat is vacant."),
]
SAID = [
    ("aster", "no", 1, "alternate", "Not yet."),
    ("aster", "abstain", 2, "alternate", ""),
    ("aster", "yes", 3, "representative", "The evidence is plain."),
    ("borealis", "yes", 1, "proxy", ""),
    ("cygnus", "abstain", 1, "representative", ""),
    ("cygnus", "yes", 2, "representative", "Très bien."),
    ("dione", "no", 1, "representative", "Kept among members."),
]


SALT = "5a" * 32


def cast(number: int, voter: str, choice: str, seq: int, capacity: str, explanation: str, motion: str = "M-1") -> Cast:
    opening = Opening(
        motion,
        voter,
        choice,
        seq,
        f"Somebody of {voter}",
        capacity,
        commitment(SALT, explanation),
        f"{number:02x}" * 32,
    )
    shown = (None, None) if "members" in explanation else (explanation, SALT)
    return Cast(opening, commit(opening), OPENED + timedelta(hours=number, microseconds=number), *shown)


def recusal(member: str, because: str, state: str) -> dict[str, str]:
    said = {"member": member, "because": because, "state": state}
    return {**said, "contested_because": "", "decided_because": ""}


BALLOTS = [cast(number, *said) for number, said in enumerate(SAID)]
COUNTING = {"aster": "yes", "borealis": "yes", "cygnus": "yes", "dione": "no"}
OUTCOME = tally(RULE, [Member(one.key, one.weight, one.standing) for one in ROLL[:-1]], COUNTING)
DOSSIER = Dossier(
    committee={"slug": "frontier", "name": "Frontier"},
    motion={
        "ref": "M-1",
        "title": "Pause run 7",
        "kind": "pause.activate",
        "text": "We *pause* it.\n\nFrom today.",
        "moved_by": "Aster Labs",
        "seconded_by": "Borealis",
    },
    procedure="vote",
    rule=RULE,
    charter=CHARTER,
    roll=ROLL,
    ballots=BALLOTS,
    statements=[{"by": "Somebody of aster", "at": "2026-03-01T10:00:00Z", "text": "Let us."}],
    recusals=[recusal("eos", "It reported the incident.", "upheld"), recusal("dione", "It is near.", "lifted")],
    times=TIMES,
    outcome=OUTCOME.as_data(),
    certified=Certified(HOUR + timedelta(hours=5), "done", "Run 7 is paused."),
)
FILE = build(DOSSIER)


def under(dossier: Dossier, **values: Any) -> Dossier:
    """The same under a charter with these articles (name without “votes.”)."""
    altered: Mapping[str, Any] = {**dossier.charter.values, **{f"votes.{name}": it for name, it in values.items()}}
    return replace(dossier, charter=replace(dossier.charter, values=altered))


def counted(dossier: Dossier) -> Dossier:
    """The same with the outcome that its roll, ballots and rule come to."""
    return replace(dossier, outcome=tally(dossier.rule, dossier.members, dossier.choices).as_data())


OWN = [*BALLOTS[:3], cast(3, "borealis", "yes", 1, "representative", ""), *BALLOTS[4:]]
EARLY = under(
    replace(DOSSIER, ballots=OWN, times=replace(TIMES, closed=OPENED + timedelta(hours=30))), early_close=True
)
"""All have voted themselves, and voting closed long before its hour."""

AGAIN = HOUR + timedelta(minutes=10)
EXTENDED = replace(
    DOSSIER,
    ballots=[*BALLOTS[:4], *(replace(row, at=AGAIN + timedelta(hours=n)) for n, row in enumerate(BALLOTS[4:]))],
    times=replace(TIMES, extended=AGAIN, closes=AGAIN + timedelta(hours=48), closed=AGAIN + timedelta(hours=48)),
    certified=Certified(AGAIN + timedelta(hours=50), "none", "The decision stands for itself."),
)
"""Two of four had voted by the hour, so voting stayed open once more."""


def record_of(dossier: Dossier) -> list[Recorded]:
    """The acts that such a vote leaves in the record, in their order."""
    times, done = dossier.times, dossier.certified
    rows = sorted(dossier.ballots, key=lambda row: row.at)
    line = [
        {"member": one.key, "weight": str(one.weight), "standing": one.standing, "because": one.why}
        for one in dossier.roll
    ]
    opened = {
        "closes_at": instant(HOUR),
        "rule": dossier.rule.as_data(),
        "charter": dossier.charter.number,
        "roll": line,
    }
    opened |= {
        "hidden": dossier.charter.values["votes.hidden"],
        "text": words_digest(dossier.motion["title"], dossier.motion["text"]),
    }
    openings = [{"opening": row.opening.as_data(), "commitment": row.commitment, "at": instant(row.at)} for row in rows]
    outcome = {"outcome": dict(dossier.outcome), "carried": dossier.outcome["carried"], "ballots": openings}
    acts = [Recorded(OPENED_VOTING, times.opened, "Somebody of aster", opened)]
    acts += [Recorded(CAST, row.at, row.opening.by, _entered(row)) for row in rows if row.at < HOUR]
    if times.extended:
        acts.append(Recorded(EXTENDED_VOTING, times.extended, "The hour", {"closes_at": instant(times.closes)}))
        acts += [Recorded(CAST, row.at, row.opening.by, _entered(row)) for row in rows if row.at >= HOUR]
    acts.append(Recorded(CLOSED, times.closed, "The hour", {"closed_at": instant(times.closed), **outcome}))
    if done:
        acts.append(Recorded(CERTIFIED, done.at, "A clerk", {"effect": done.effect, "effect_note": done.note}))
    return acts


def _entered(row: Cast) -> dict[str, Any]:
    one = row.opening
    return {"voter": one.voter, "number": one.seq, "capacity": one.capacity, "commitment": row.commitment}


def sealed(data: dict[str, Any]) -> bytes:
    """A file made by hand, its digest right."""
    return dumps({**data, "digest": digest(data)})
