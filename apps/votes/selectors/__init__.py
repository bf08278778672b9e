"""What motions are found by, who votes on them, and how they stand."""

from apps.votes.selectors.electorate import Place, electorate
from apps.votes.selectors.finding import Filters, motion_for, motions_for
from apps.votes.selectors.standing import ballots_in_force, needs_of, roll_of, tally_of
from apps.votes.selectors.voices import Voice, voices_of

__all__ = [
    "Filters",
    "Place",
    "Voice",
    "ballots_in_force",
    "electorate",
    "motion_for",
    "motions_for",
    "needs_of",
    "roll_of",
    "tally_of",
    "voices_of",
]
