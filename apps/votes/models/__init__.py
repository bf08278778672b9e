"""Motions, the rolls frozen for them, the ballots cast, and what members give each other."""

from apps.votes.models.ballot import Ballot, Brief
from apps.votes.models.motion import SUBJECT, Motion, MotionText, Statement, seats_that_may_see
from apps.votes.models.roll import Elector, Proxy, Recusal, VotingWeight

__all__ = [
    "SUBJECT",
    "Ballot",
    "Brief",
    "Elector",
    "Motion",
    "MotionText",
    "Proxy",
    "Recusal",
    "Statement",
    "VotingWeight",
    "seats_that_may_see",
]
