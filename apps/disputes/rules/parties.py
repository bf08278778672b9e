"""Cases that belong together, and what becomes of a case when somebody in it is no longer a member.

Sources: DSU 9 (several complaints about one matter go to one panel where that can be done) and 3.10 (complaint and
counter-complaint are not linked by themselves: so they are offered for joinder, and nothing more). On members that leave or
are expelled the DSU says nothing; that part is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from apps.disputes.states import BEFORE_PANEL, CASES, PARTIES, UNDER_PANEL, Capacity, Stage

JOINABLE = (*BEFORE_PANEL, Stage.COMPOSED)
"""Until the first papers are exchanged; later one case would have to be argued twice."""


@dataclass(frozen=True, slots=True)
class Involved:
    """A case as joinder needs it: its stage, who takes part in it, and the references of what it is about."""

    stage: Stage
    parties: Mapping[int, Capacity]
    about: frozenset[str] = frozenset()

    def of(self, capacity: Capacity) -> frozenset[int]:
        """The organisations in this capacity."""
        return frozenset(one for one, held in self.parties.items() if held == capacity)


class Why(StrEnum):
    """Why two cases are offered for joinder."""

    CROSS = "cross"
    SAME = "same"


WHY_LABELS = {
    Why.CROSS: "Each complains about the other. The two cases can be heard together; nobody must.",
    Why.SAME: "Two complaints about the same matter against the same member. One panel can hear both; nobody must.",
}


def offer(one: Involved, other: Involved) -> Why | None:
    """Whether two cases are offered for joinder, and why; None where they are not.

    Cross-complaints are offered whatever they are about. The panel decides, before there is one whoever presides.
    """
    if one.stage not in JOINABLE or other.stage not in JOINABLE:
        return None
    accuses, accused = one.of(Capacity.COMPLAINANT), one.of(Capacity.RESPONDENT)
    if accuses & other.of(Capacity.RESPONDENT) and accused & other.of(Capacity.COMPLAINANT):
        return Why.CROSS
    if accused & other.of(Capacity.RESPONDENT) and one.about & other.about:
        return Why.SAME
    return None


class After(StrEnum):
    """What becomes of a case when somebody in it is no longer a member."""

    GOES_ON = "goes_on"
    WITHDRAWN = "withdrawn"
    ENDS = "ends"


AFTER_LABELS = {
    After.GOES_ON: "The case goes on, with those who remain in it.",
    After.WITHDRAWN: "The case is withdrawn: its only complainant is no longer a member.",
    After.ENDS: "The case is closed: there is nobody left in the committee whom its remedies could bind or help.",
}
VERBS = {After.WITHDRAWN: "withdraw", After.ENDS: "comply"}
"""The move of the case that follows."""


def after_leaving(case: Involved, organisation_id: int) -> After:
    """What becomes of an open case when this organisation leaves, or is expelled.

    The only complainant's case is withdrawn while that is open: who has left asks the committee for nothing. One against
    the only respondent goes on to its report, for what was done as a member was done under the charter, and leaving is no
    way out of being judged; its counsel's seat for the case stays. From adoption on there is nothing more to reach: then
    the case is closed when either side has nobody left. A circulated report is the committee's, and takes its course.
    """
    capacity = case.parties.get(organisation_id)
    if capacity not in PARTIES or len(case.of(capacity)) > 1:
        return After.GOES_ON
    if CASES.may(VERBS[After.ENDS], case.stage):
        return After.ENDS
    if capacity == Capacity.COMPLAINANT and case.stage in {*BEFORE_PANEL, *UNDER_PANEL}:
        return After.WITHDRAWN
    return After.GOES_ON
