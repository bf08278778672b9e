"""A decision as it could be exported: ten lines, seven ballots, an alternate, a proxy, a recusal and a vacant seat."""

from datetime import UTC, datetime, timedelta
from typing import Any

from apps.kernel.canonical import commitment, dumps
from apps.votes.rules import PRESETS, Member, Opening, commit, tally
from apps.votes.rules.dossier import Dossier, build, digest
from apps.votes.rules.filed import Cast, Line, Times

OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
TIMES = Times(OPENED, OPENED + timedelta(days=3), OPENED + timedelta(days=3))
RULE = PRESETS["pause-default"].with_casting_vote("aster")
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
    ("aster", "yes", 2, "representative", "The evidence is plain."),
    ("aster", "abstain", 3, "alternate", ""),
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


BALLOTS = [cast(number, *said) for number, said in enumerate(SAID)]
COUNTING = {"aster": "yes", "borealis": "yes", "cygnus": "yes", "dione": "no"}
OUTCOME = tally(RULE, [Member(one.key, one.weight, one.standing) for one in ROLL[:-1]], COUNTING)
DOSSIER = Dossier(
    committee={"slug": "frontier", "name": "Frontier"},
    motion={"ref": "M-1", "title": "Pause run 7", "kind": "pause.activate", "text": "We *pause* it.\n\nFrom today."},
    procedure="vote",
    rule=RULE,
    charter=3,
    roll=ROLL,
    ballots=BALLOTS,
    statements=[{"by": "Somebody of aster", "at": "2026-03-01T10:00:00Z", "text": "Let us."}],
    recusals=[{"member": "eos", "because": "It reported the incident."}],
    times=TIMES,
    outcome=OUTCOME.as_data(),
)
FILE = build(DOSSIER)


def sealed(data: dict[str, Any]) -> bytes:
    """A file made by hand, its digest right."""
    return dumps({**data, "digest": digest(data)})
