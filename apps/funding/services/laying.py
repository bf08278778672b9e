"""Follows the record of motions, which lay scales and budgets before the committee or let them go."""

from collections.abc import Sequence

from apps.committees.rules.viewer import Portal
from apps.funding.models import Budget, Scale
from apps.funding.rules.moved import ADOPT_BUDGET, ADOPT_SCALE
from apps.funding.services.texts import lay, reject
from apps.funding.states import Text
from apps.record.models import Act
from apps.votes import acts as of_votes
from apps.votes.models import Motion

LAYS = frozenset({of_votes.PROPOSED, of_votes.TABLED})
SETTLES = frozenset({of_votes.WITHDRAWN, of_votes.LAPSED, of_votes.CERTIFIED})
NAMES = {ADOPT_SCALE: Scale, ADOPT_BUDGET: Budget}


def follow(acts: Sequence[Act]) -> None:
    """Lay texts before the committee with their motions, and let go those whose motion came to nothing."""
    for act in acts:
        if act.kind in LAYS | SETTLES:
            motion = Motion.objects.get(pk=act.subject_id)
            if motion.kind in NAMES:
                _follow(act, motion)


def _follow(act: Act, motion: Motion) -> None:
    rows = NAMES[motion.kind].objects.select_for_update(of=("self",)).select_related("period")
    row = rows.filter(draft_ref=motion.payload["name"]).first()
    if row is None:
        return
    actor = Portal(f"motion {motion.ref}")
    if act.kind in LAYS and row.state == Text.DRAFT:
        lay(row, motion, actor=actor, now=act.at)
    elif act.kind in SETTLES and row.state == Text.PROPOSED and row.motion_id == motion.pk:
        came_to = "is lost" if motion.carried is False else "came to nothing"
        reject(row, actor=actor, now=act.at, because=f"{motion.ref} {came_to}.")
