"""Checks what a decision dossier holds: roll, ballots, commitments, and the result reckoned anew."""

from collections import defaultdict

from apps.kernel.canonical import commitment
from apps.verify.report import Report
from apps.votes.rules.ballots import PRECEDENCE, commit
from apps.votes.rules.dossier import Dossier
from apps.votes.rules.filed import Cast, named
from apps.votes.rules.tally import tally
from apps.votes.rules.words import listed
from apps.votes.states import Choice, Effect, Procedure, Standing

FIGURES = ("yes", "no", "abstain", "absent", "recused", "yes_weight", "total_weight")


def recount(dossier: Dossier, report: Report) -> None:
    """Check every ballot and reckon the result again, noting each in the report."""
    _voters(dossier, report)
    _commitments(dossier, report)
    _explanations(dossier, report)
    _numbers(dossier, report)
    if _in_force(dossier, report):
        _result(dossier, report)
    _certified(dossier, report)


def _voters(dossier: Dossier, report: Report) -> None:
    standings = {line.key: line.standing for line in dossier.roll}
    strangers = [
        f"{row.opening.voter} ({standings.get(row.opening.voter, 'not on the roll')})"
        for row in dossier.ballots
        if standings.get(row.opening.voter) != Standing.VOTING
    ]
    report.check(
        "voters",
        not strangers,
        "Every ballot is of a member that votes.",
        f"A ballot was cast by whoever has no vote: {listed(strangers)}.",
    )
    elsewhere = [named(row) for row in dossier.ballots if row.opening.motion != dossier.motion["ref"]]
    report.check(
        "motion",
        not elsewhere,
        f"Every ballot is on {dossier.motion['ref']}.",
        f"On another motion: {listed(elsewhere)}.",
    )


def _commitments(dossier: Dossier, report: Report) -> None:
    for row in dossier.ballots:
        report.check(
            "commitment",
            commit(row.opening) == row.commitment,
            f"The commitment of {named(row)} opens to {row.opening.choice}.",
            f"The commitment of {named(row)} does not open to {row.opening.choice}.",
        )


def _explanations(dossier: Dossier, report: Report) -> None:
    other = [
        named(row)
        for row in dossier.ballots
        if row.salt is not None and commitment(row.salt, row.explanation) != row.opening.explanation
    ]
    report.check(
        "explanations",
        not other,
        "Every explanation that may be read is the one committed to.",
        f"Another explanation than the one committed to: {listed(other)}.",
    )
    if dossier.procedure == Procedure.SILENCE:
        wrong = [
            named(row)
            for row in dossier.ballots
            if row.opening.choice == Choice.ABSTAIN or (row.opening.choice == Choice.NO and row.explanation == "")
        ]
        report.check(
            "objections",
            not wrong,
            "Whoever objected gave a reason, and nobody abstained.",
            f"Neither an objection with its reason nor one taken back: {listed(wrong)}.",
        )


def _numbers(dossier: Dossier, report: Report) -> None:
    cast: dict[str, list[Cast]] = defaultdict(list)
    for row in sorted(dossier.ballots, key=lambda one: (one.at, one.opening.seq)):
        cast[row.opening.voter].append(row)
    gaps = [voter for voter, rows in cast.items() if [row.opening.seq for row in rows] != list(range(1, len(rows) + 1))]
    report.check(
        "numbers",
        not gaps,
        "The ballots of each member are numbered from 1 without a gap, in the order of their times.",
        f"Ballots are missing, doubled or out of order: {listed(gaps)}.",
    )
    weaker = [
        voter
        for voter, rows in cast.items()
        if (ranks := [PRECEDENCE.index(row.opening.capacity) for row in rows]) != sorted(ranks)
    ]
    report.check(
        "capacities",
        not weaker,
        "No alternate voted after the representative, and no proxy after either.",
        f"A ballot was taken that had to give way to the one before: {listed(weaker)}.",
    )


def _in_force(dossier: Dossier, report: Report) -> bool:
    try:
        force = dossier.in_force
    except ValueError as error:
        return report.check("in force", False, str(error))
    wrong = [named(row) for row in dossier.ballots if row.counts is not (force[row.opening.voter] == row.opening)]
    report.check(
        "in force",
        not wrong,
        f"{len(force)} of {len(dossier.ballots)} ballots count: of each member the one that prevails.",
        f"Wrongly said to count or not: {listed(wrong)}.",
    )
    return True


def _result(dossier: Dossier, report: Report) -> None:
    try:
        found = tally(dossier.rule, dossier.members, dossier.choices).as_data()
    except ValueError as error:
        report.check("result", False, f"It cannot be counted: {error}")
        return
    stated = dossier.outcome
    report.check(
        "figures",
        all(_same(found[name], stated[name]) for name in FIGURES),
        f"{found['yes']} yes, {found['no']} no, {found['abstain']} abstaining, {found['absent']} absent, "
        f"{found['recused']} recused.",
        "The figures that were stated are not those of the ballots.",
    )
    said = {True: "The quorum was reached.", False: "The quorum was not reached."}
    _compared(report, "quorum", said[found["quorate"]], _same(found["quorate"], stated["quorate"]))
    _steps(found["steps"], stated["steps"], report)
    said = {True: "The motion is carried.", False: "The motion is not carried."}
    _compared(report, "result", said[found["carried"]], _same(found["carried"], stated["carried"]))


def _steps(found: list[str], stated: object, report: Report) -> None:
    told = stated if isinstance(stated, list) else []
    for number, step in enumerate(found, start=1):
        _compared(report, "step", f"Step {number}: {step}", number <= len(told) and _same(told[number - 1], step))
    report.check("steps", len(told) == len(found), "No step is left over.", "Other steps were stated than there are.")


def _certified(dossier: Dossier, report: Report) -> None:
    done = dossier.certified
    if done is None:
        return
    report.check(
        "certified",
        done.at >= dossier.times.closed,
        "The result was certified after voting closed.",
        "The result was certified before voting closed.",
    )
    report.check(
        "effect",
        done.effect == Effect.NONE or dossier.outcome["carried"] is True,
        f"What followed: {done.note}",
        "Something followed from a motion that was not carried.",
    )


def _compared(report: Report, name: str, says: str, same: bool) -> None:
    report.check(name, same, says, f"{says} That is not what was stated.")


def _same(found: object, stated: object) -> bool:
    return type(found) is type(stated) and found == stated
