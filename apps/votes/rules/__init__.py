"""Counting votes: pure, without Django or a database, so that anybody may count again."""

from apps.votes.rules.ballots import Opening, commit, in_force
from apps.votes.rules.count import Member
from apps.votes.rules.needs import Gauge, Needs, is_final, still_needs
from apps.votes.rules.presets import PRESETS
from apps.votes.rules.rule import Rule
from apps.votes.rules.tally import Outcome, tally
from apps.votes.rules.threshold import Measure, Of, Threshold

__all__ = [
    "PRESETS",
    "Gauge",
    "Measure",
    "Member",
    "Needs",
    "Of",
    "Opening",
    "Outcome",
    "Rule",
    "Threshold",
    "commit",
    "in_force",
    "is_final",
    "still_needs",
    "tally",
]
