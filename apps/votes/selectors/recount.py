"""Counting a closed vote again, from the stored roll and ballots and from the record beside them; nothing is changed."""

from dataclasses import dataclass

from apps.record.models import Act
from apps.votes.models import SUBJECT, Motion
from apps.votes.rules import Outcome, commit, tally
from apps.votes.rules.dossier import Dossier
from apps.votes.rules.recorded import OF_A_VOTE, Recorded, differences
from apps.votes.selectors.dossier import filed


@dataclass(frozen=True, slots=True)
class Recount:
    """What a vote comes to when it is counted again, and in which points that differs from what was stated."""

    ref: str
    outcome: Outcome
    differs: tuple[str, ...]


def recount(motion: Motion) -> Recount:
    """Count a closed motion again (a constant number of queries). Raises ValueError while voting is open."""
    if motion.closed_at is None:
        raise ValueError("A vote is counted again when it is closed.")
    dossier = filed(motion)
    outcome = tally(dossier.rule, dossier.members, dossier.choices)
    kept = Act.objects.about(SUBJECT, motion.pk).filter(kind__in=OF_A_VOTE)
    acts = [Recorded(act.kind, act.at, act.actor, act.facts) for act in kept]
    differs = [*_against_the_statement(dossier, outcome), *_commitments(dossier), *differences(dossier, acts)]
    return Recount(motion.ref, outcome, tuple(differs))


def _against_the_statement(dossier: Dossier, outcome: Outcome) -> list[str]:
    stated = dossier.outcome
    return [
        f"{name}: {stated.get(name)} was stated, {value} is counted"
        for name, value in outcome.as_data().items()
        if stated.get(name) != value
    ]


def _commitments(dossier: Dossier) -> list[str]:
    return [
        f"ballot {row.opening.seq} of {row.opening.voter} does not open its commitment"
        for row in dossier.ballots
        if commit(row.opening) != row.commitment
    ]
