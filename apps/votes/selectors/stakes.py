"""Who has a stake in a motion, computed: the kind's parties, and whoever a declared tie binds to one of them."""

from datetime import datetime

from apps.committees.selectors import tied
from apps.votes.models import Motion
from apps.votes.rules.kinds import KINDS


def stakes_in(motion: Motion, now: datetime) -> dict[int, str]:
    """The organisations that must stand back from the motion, by id, each with why (two queries or fewer).

    Ties count as they stood when it was proposed: otherwise a party could silence its rivals in the last minute by
    declaring ties to them. Of a later one any member may say that it must stand back.
    """
    parties = KINDS[motion.kind].parties(motion.payload, now)
    if not parties:
        return {}
    return tied(parties.keys(), motion.proposed_at or now) | parties
