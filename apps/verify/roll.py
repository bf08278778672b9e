"""Checks the roll of a decision dossier against its recusals and the charter's weights."""

from collections import Counter

from apps.verify.report import Report
from apps.votes.rules.charter import EQUAL, WEIGHTS
from apps.votes.rules.dossier import Dossier
from apps.votes.rules.filed import Line
from apps.votes.rules.words import listed
from apps.votes.states import RecusalState, Standing

DECIDED = (RecusalState.UPHELD, RecusalState.LIFTED)


def check_roll(dossier: Dossier, report: Report) -> None:
    """Each member once; whoever has no vote has a reason; who stands back is on the list of recusals, and nobody else."""
    twice = [key for key, times in Counter(line.key for line in dossier.roll).items() if times > 1]
    voting = sum(line.standing == Standing.VOTING for line in dossier.roll)
    report.check(
        "roll",
        not twice,
        f"The roll has {len(dossier.roll)} lines, each member once; {voting} vote.",
        f"On the roll stands twice: {listed(twice)}.",
    )
    silent = [line.key for line in dossier.roll if line.standing != Standing.VOTING and not line.why]
    report.check(
        "reasons",
        not silent,
        "Everybody without a vote has a reason.",
        f"Without a vote and without a reason: {listed(silent)}.",
    )
    decided = {one["member"] for one in dossier.recusals if one["state"] in DECIDED and one["because"]}
    report.check(
        "decided",
        len(decided) == len(dossier.recusals),
        "Every recusal has a reason and was decided, one of each member.",
        "A recusal has no reason, was not decided before voting opened, or stands there twice.",
    )
    upheld = {one["member"]: one["because"] for one in dossier.recusals if one["state"] == RecusalState.UPHELD}
    wrong = [line.key for line in dossier.roll if not _fits(line, upheld.get(_member(line)))]
    report.check(
        "recusals",
        not wrong,
        "Those who stand back are those whose recusal was upheld.",
        f"The roll is not what was decided on recusals: {listed(wrong)}.",
    )
    if dossier.charter.values[WEIGHTS] == EQUAL:
        heavier = [line.key for line in dossier.roll if line.weight != 1]
        report.check(
            "weights",
            not heavier,
            "Every member weighs the same, as the charter says.",
            f"By the charter every member weighs the same; not so: {listed(heavier)}.",
        )


def _fits(line: Line, because: str | None) -> bool:
    if line.standing == Standing.EXCLUDED:
        return True
    return line.standing == Standing.VOTING if because is None else (line.standing, line.why) == ("recused", because)


def _member(line: Line) -> str:
    """The organisation of a line; an independent member's key begins with it."""
    return line.key.partition(":")[0]
