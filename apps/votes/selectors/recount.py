"""Counting a closed vote again, from the stored roll and ballots and from the record beside them; nothing is changed."""

from dataclasses import dataclass

from apps.record.models import Act
from apps.votes import acts
from apps.votes.models import SUBJECT, Ballot, Elector, Motion
from apps.votes.rules import Outcome, commit, in_force, tally
from apps.votes.selectors.dossier import opening_of
from apps.votes.selectors.standing import choices_of, electors_of, roll_of, rule_of


@dataclass(frozen=True, slots=True)
class Recount:
    """What a vote comes to when it is counted again, and in which points that differs from what was stated."""

    ref: str
    outcome: Outcome
    differs: tuple[str, ...]


def recount(motion: Motion) -> Recount:
    """Count a closed motion again (four queries). Raises ValueError while voting is open."""
    if motion.closed_at is None:
        raise ValueError("A vote is counted again when it is closed.")
    electors = electors_of(motion)
    ballots = list(Ballot.objects.filter(motion=motion).select_related("elector").order_by("id"))
    outcome = tally(
        rule_of(motion), roll_of(electors), choices_of({row.elector_id: row for row in in_force(ballots).values()})
    )
    recorded = list(Act.objects.about(SUBJECT, motion.pk).filter(kind__in=[acts.OPENED, acts.CAST, acts.CLOSED]))
    differs = [
        *_against_the_statement(motion, outcome),
        *_commitments(motion, ballots),
        *_against_the_record(ballots, electors, recorded),
    ]
    return Recount(motion.ref, outcome, tuple(differs))


def _against_the_statement(motion: Motion, outcome: Outcome) -> list[str]:
    stated = motion.outcome
    return [
        f"{name}: {stated.get(name)} was stated, {value} is counted"
        for name, value in outcome.as_data().items()
        if stated.get(name) != value
    ]


def _commitments(motion: Motion, ballots: list[Ballot]) -> list[str]:
    return [
        f"ballot {row.seq} of {row.voter} does not open its commitment"
        for row in ballots
        if commit(opening_of(row, motion.ref)) != row.commitment
    ]


def _against_the_record(ballots: list[Ballot], electors: list[Elector], recorded: list[Act]) -> list[str]:
    """Every ballot has entered the record when it was cast, and every one that entered it is there; so has the roll."""
    stored = {(row.voter, row.seq, row.commitment) for row in ballots}
    cast = [act.facts for act in recorded if act.kind == acts.CAST]
    entered = {(facts["voter"], facts["number"], facts["commitment"]) for facts in cast}
    missing = [f"ballot {seq} of {voter} stands in the record and is not stored" for voter, seq, _c in entered - stored]
    added = [
        f"ballot {seq} of {voter} is stored and does not stand in the record" for voter, seq, _c in stored - entered
    ]
    published: list[dict[str, str]] = next((act.facts["roll"] for act in recorded if act.kind == acts.OPENED), [])
    roll = {(line["member"], line["weight"], line["standing"]) for line in published}
    frozen = {(line.key, line.weight, line.standing) for line in electors}
    lines = [f"the line of {key} on the roll is not as it was published" for key, _w, _s in roll ^ frozen]
    return sorted(missing + added + lines)
