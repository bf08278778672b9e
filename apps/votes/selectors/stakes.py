"""Who has a stake in a motion, computed: the kind's parties, and whoever has declared a tie with one of them."""

from datetime import datetime

from apps.committees.selectors import tied
from apps.votes.models import Motion
from apps.votes.rules.kinds import KINDS


def stakes_in(motion: Motion, now: datetime) -> dict[int, str]:
    """The organisations that must stand back from the motion, by id, each with why (two queries or fewer).

    Only what a member has declared itself binds it, as it stood when the motion was proposed: otherwise a party could
    silence its rivals by declaring ties to them. Of any other tie every member may say that it must stand back.
    """
    parties = KINDS[motion.kind].parties(motion.payload, now)
    if not parties:
        return {}
    return tied(parties.keys(), motion.proposed_at or now) | parties
