"""Who asks and who acts, in plain values."""

from dataclasses import dataclass, field

from apps.committees.states import (
    FILING_ROLES,
    ONE_MATTER_ROLES,
    SPEAKING_ROLES,
    STRONG_ROLES,
    VOTING_ROLES,
    OfficeKind,
    Role,
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A seat in one committee at one moment: what every question of visibility and right is asked of.

    `acting_for` are the matters (kind and id) over which it presides instead of the chair, `stands_back` those that it
    leaves to another though it holds the chair. `matter` is the reference of the one case that counsel's or a
    panellist's seat is for. `operator_session` is set while an operator looks in through a reasoned, timed, recorded
    session: then `seat_id` and `organisation_id` are 0, everything is seen and nothing may be done.
    """

    committee_id: int
    seat_id: int
    organisation_id: int
    role: Role
    user_id: int | None = None
    offices: frozenset[OfficeKind] = field(default_factory=frozenset)
    chairs_office: bool = False
    administers: bool = False
    acting_for: frozenset[tuple[str, int]] = frozenset()
    stands_back: frozenset[tuple[str, int]] = frozenset()
    matter: str = ""
    label: str = ""
    operator_session: int | None = None

    @property
    def is_operator(self) -> bool:
        """Whether this is an operator's look-in, not a seat."""
        return self.operator_session is not None

    @property
    def is_clerk(self) -> bool:
        """Whether the seat keeps the committee's papers."""
        return self.role == Role.CLERK and not self.is_operator

    @property
    def is_for_one_matter(self) -> bool:
        """Whether the seat sees of all matters only the one with the reference `matter`."""
        return self.role in ONE_MATTER_ROLES

    @property
    def is_chair(self) -> bool:
        """Whether the seat holds the chair now."""
        return OfficeKind.CHAIR in self.offices

    def presides_over(self, kind: str, subject_id: int) -> bool:
        """Whether the seat presides over this matter now: as chair, or instead of a chair with a stake in it."""
        matter = (kind, subject_id)
        return matter in self.acting_for or (self.is_chair and matter not in self.stands_back)

    @property
    def may_file(self) -> bool:
        """Whether the seat speaks for a lab or provider that files incidents."""
        return self.role in FILING_ROLES and not self.is_operator

    @property
    def speaks_for_organisation(self) -> bool:
        """Whether the seat answers for its organisation, its machines and its pagers."""
        return self.role in SPEAKING_ROLES and not self.is_operator

    @property
    def may_vote(self) -> bool:
        """Whether the seat has a vote at all."""
        return self.role in VOTING_ROLES and not self.is_operator

    @property
    def needs_second_factor(self) -> bool:
        """Whether a second factor is required of the person in this seat."""
        return self.role in STRONG_ROLES


@dataclass(frozen=True, slots=True)
class Portal:
    """The portal as actor, with the clock or rule that moved it."""

    moved_by: str

    @property
    def label(self) -> str:
        """How the timeline names it."""
        return f"The portal ({self.moved_by})"


Actor = Viewer | Portal
