"""The people who hear one case hear the other that was put together with it."""

from datetime import datetime

from apps.committees.rules.viewer import Portal
from apps.disputes.acts.times import pace_of
from apps.disputes.models import Case, Panel
from apps.disputes.rules.panel import may_agree_on_panel
from apps.disputes.rules.who import FIRST
from apps.disputes.selectors.cases import case_for
from apps.disputes.selectors.companions import joined_with
from apps.disputes.selectors.panels import sitting_on
from apps.disputes.selectors.roster import pool_for
from apps.disputes.services.composing.seating import compose
from apps.disputes.states import PanelState, Stage

TOGETHER = Portal("two cases that are heard together")


def share(case: Case, now: datetime) -> None:
    """Where its panel has just been composed, and a case is put together with it, the same people sit there.

    Nothing where that case has asked for no panel yet: it does when it asks. The caller has taken its turn and holds the
    case. Where somebody of them may not sit there that case composes its own panel.
    """
    panel = Panel.objects.filter(case=case, number=FIRST, state=PanelState.SEATED).first()
    if panel is None or case.stage != Stage.COMPOSED:
        return
    for other in joined_with(case):
        _sit_there(panel, case_for(TOGETHER, other.ref, lock=True), now)


def take_over(case: Case, now: datetime) -> None:
    """A case that has just asked for its panel gets that of the case with which it was put together, where that has one."""
    for other in joined_with(case):
        held = case_for(TOGETHER, other.ref, lock=True)
        panel = Panel.objects.filter(case=held, number=FIRST, state=PanelState.SEATED).first()
        if panel is not None:
            _sit_there(panel, case, now)


def _sit_there(panel: Panel, case: Case, now: datetime) -> None:
    theirs = Panel.objects.filter(case=case, number=FIRST).first()
    if theirs is None or not may_agree_on_panel(theirs.state):
        return
    found, _groups, seats = pool_for(case, theirs, pace_of(case).charter, now)
    eligible = {seats[one.key].person_id: seats[one.key] for one in found.eligible}
    people = [place.seat.person_id for place in sitting_on(panel)]
    if people and set(people) <= set(eligible):
        theirs.size = panel.size
        theirs.save(update_fields=["size"])
        compose(case, theirs, [eligible[one] for one in people], actor=TOGETHER, now=now, verb="agree")
