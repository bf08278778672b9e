"""Who has a stake in a motion, computed: the kind's parties, and whoever a declared tie binds to one of them."""

from dataclasses import dataclass
from datetime import datetime

from apps.committees.selectors import tied
from apps.votes.models import Motion
from apps.votes.rules.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Stake:
    """Why a member must stand back; `by_another` where only another member says so, by a tie that it has declared."""

    because: str
    by_another: bool = False


def stakes_in(motion: Motion, now: datetime) -> dict[int, Stake]:
    """The organisations that must stand back from the motion, by id (two queries or fewer).

    Ties count as they stood when it was proposed: otherwise a party could silence its rivals in the last minute by
    declaring ties to them. Of a later one any member may say that it must stand back.
    """
    parties = KINDS[motion.kind].parties(motion.payload, now)
    if not parties:
        return {}
    ties = {
        pk: Stake(tie.says, not tie.by_itself) for pk, tie in tied(parties.keys(), motion.proposed_at or now).items()
    }
    return ties | {pk: Stake(because) for pk, because in parties.items()}
