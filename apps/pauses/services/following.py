"""Follows the record: of motions that lay orders or let them go, of members who come and go, of what labs declare."""

from collections.abc import Sequence

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal
from apps.funding.acts import declarations as of_figures
from apps.funding.models import Declarant
from apps.membership import acts as of_members
from apps.pauses.models import PauseOrder
from apps.pauses.rules.moved import ACTIVATE
from apps.pauses.services import members
from apps.pauses.services.after import follow_order
from apps.pauses.services.figures import judge_by_figures
from apps.pauses.services.laying import lay, reject
from apps.pauses.states import State
from apps.record.models import Act
from apps.votes import acts as of_votes
from apps.votes.models import Motion

LAYS = frozenset({of_votes.PROPOSED, of_votes.TABLED})
SETTLES = frozenset({of_votes.WITHDRAWN, of_votes.LAPSED, of_votes.CERTIFIED})
CHANGES_A_FIGURE = frozenset({of_figures.MADE, of_figures.ESTIMATED, of_figures.UPHELD})


def follow(acts: Sequence[Act]) -> None:
    """Lay orders before the committee with their motions, reject those whose motion came to nothing, see who is bound and judge what waits."""
    for act in acts:
        if act.kind in LAYS | SETTLES:
            motion = Motion.objects.get(pk=act.subject_id)
            if motion.kind == ACTIVATE:
                _follow(act, motion)
        elif act.kind in of_members.GOES:
            members.release(Organisation.objects.get(pk=act.subject_id), now=act.at)
        elif act.kind in of_members.COMES:
            members.admit(Organisation.objects.get(pk=act.subject_id), now=act.at)
        elif act.kind in CHANGES_A_FIGURE:
            lab = Declarant.objects.values_list("organisation", flat=True).get(pk=act.subject_id)
            judge_by_figures([lab], now=act.at)
        else:
            follow_order(act)


def _follow(act: Act, motion: Motion) -> None:
    order = PauseOrder.objects.select_for_update().filter(draft_ref=motion.payload["name"]).first()
    if order is None:
        return
    if act.kind in LAYS and order.state == State.DRAFT:
        lay(order, motion, actor=Portal(f"motion {motion.ref}"), now=act.at)
    elif act.kind in SETTLES and order.state == State.PROPOSED and order.motion_id == motion.pk:
        came_to = "is lost" if motion.carried is False else "came to nothing"
        reject(order, act.at, actor=Portal(f"motion {motion.ref}"), because=f"{motion.ref} {came_to}.")
