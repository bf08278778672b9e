"""As what somebody acts in a case, and whether they bind whom they act for."""

from collections.abc import Collection, Mapping
from typing import Protocol

from apps.committees.rules.viewer import Viewer
from apps.committees.states import MEMBER_ROLES, Role
from apps.disputes.rules.charter import refuse, under
from apps.disputes.states import CASES, PARTIES, Capacity, Stage
from apps.kernel.decisions import YES, Decision

SUBJECT = "dispute"
SPEAKING = MEMBER_ROLES | {Role.COUNSEL, Role.CLERK}
"""Who binds a party: its representative or alternate, an independent member for itself, its counsel in the case.

Where the committee complains its clerks do, for the secretariat is the party then.
"""


class Case(Protocol):
    """What the rules need to know of a case."""

    @property
    def ref(self) -> str:
        """Its reference."""

    @property
    def stage(self) -> str:
        """Where it stands."""

    @property
    def pk(self) -> int:
        """Its id, by which somebody may preside over it."""

    @property
    def drafted_by(self) -> int:
        """The organisation that wrote the complaint."""

    @property
    def parties(self) -> Mapping[int, Capacity]:
        """Who takes part, by organisation, and as what."""

    @property
    def panel_seats(self) -> Mapping[int, Collection[int]]:
        """The seats of those who sit on a panel of it now, and on which: 1, on appeal 2, on review 3.

        Where the first panel also does the review its people sit on both.
        """

    @property
    def presiding_seats(self) -> Collection[int]:
        """Those of them who preside over their panel, and so speak for it."""

    @property
    def is_suspended(self) -> bool:
        """Whether the panel's work is suspended now."""

    @property
    def clerks_take_part(self) -> bool:
        """Whether the clerks are a party's people: then whoever presides does what a clerk else does."""


PANEL_NUMBERS = (FIRST, ON_APPEAL, ON_REVIEW) = (1, 2, 3)
PANEL_LABELS = {FIRST: "The panel", ON_APPEAL: "The panel on appeal", ON_REVIEW: "The panel of the compliance review"}
SITTING = {Stage.APPEAL: ON_APPEAL, Stage.COMPLIANCE: ON_REVIEW, Stage.REVIEW: ON_REVIEW, Stage.REMEDIES: ON_REVIEW}
"""Which panel decides at a stage; at all others the first."""


def capacity_of(viewer: Viewer, case: Case) -> Capacity:
    """As what a viewer acts in a case: a party before anything else, so that no office serves the own cause."""
    if viewer.is_operator or (viewer.is_for_one_matter and viewer.matter != case.ref):
        return Capacity.NOBODY
    if viewer.role == Role.PANELLIST:
        sits = SITTING.get(Stage(case.stage), FIRST) in case.panel_seats.get(viewer.seat_id, ())
        return Capacity.PANEL if sits else Capacity.NOBODY
    if viewer.organisation_id in case.parties:
        return case.parties[viewer.organisation_id]
    if viewer.presides_over(SUBJECT, case.pk):
        return Capacity.PRESIDING
    return Capacity.CLERK if viewer.is_clerk else Capacity.NOBODY


def does_clerks_work(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer keeps the papers of this case: a clerk, or whoever presides where the clerks are a party."""
    return capacity_of(viewer, case) == (Capacity.PRESIDING if case.clerks_take_part else Capacity.CLERK)


def speaks(viewer: Viewer, case: Case, capacities: Collection[Capacity], key: str, sentence: str) -> Decision:
    """Somebody who binds a party in one of these capacities, or who presides over the panel for it."""
    capacity = capacity_of(viewer, case)
    if capacity not in capacities:
        return refuse(key, sentence)
    if capacity == Capacity.PANEL and viewer.seat_id not in case.presiding_seats:
        return refuse(key, "Whoever presides over the panel does that for it.")
    if capacity in {*PARTIES, Capacity.THIRD_PARTY} and viewer.role not in SPEAKING:
        return refuse(key, "Your representative, an alternate or your counsel in this case does that.")
    return YES


def step(verb: str, case: Case, key: str) -> Decision:
    """Whether the case is where this verb begins, by the table of stages; a refusal names the article of this key."""
    return under(key, CASES.may(verb, case.stage))
