"""What an organisation is in the committee at an instant, and its standing, both computed from dated facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.committees.states import MembershipState


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated fact about an organisation's standing: what, since when, until when, why, and what restores it."""

    kind: str
    since: datetime
    until: datetime | None
    because: str
    restored_by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation's standing at an instant, explained."""

    state: str
    because: str = ""
    since: datetime | None = None
    restored_by: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """That a membership changed: to what, since when, by which decision, why."""

    state: MembershipState
    since: datetime
    decision: str = ""
    because: str = ""


GOOD = "in good standing"
NOT_YET = "not yet a member"
VOTE_SUSPENDED = "vote suspended"
UNDER_CASE = "under a pause-compliance case"
CHAIR_SUSPENDED = "eligibility to chair suspended"
GRAVEST_FIRST = ("expelled", "left", "suspended", VOTE_SUSPENDED, UNDER_CASE, "in arrears", CHAIR_SUSPENDED)
"""What takes the chair alone comes last: whatever else is in force takes it too, and the vote besides."""
OUTSIDE = frozenset({MembershipState.LEFT, MembershipState.EXPELLED})

RESTORED_BY = {
    MembershipState.SUSPENDED: "The committee's decision to reinstate it.",
    MembershipState.LEFT: "A new application, and the committee's decision to admit it again.",
    MembershipState.EXPELLED: "A new application, and the committee's decision to admit it again.",
}


def standing(facts: Iterable[Fact], at: datetime) -> Standing:
    """The gravest fact in force at the instant, the oldest of those alike, or good standing."""
    in_force = [fact for fact in facts if fact.since <= at and (fact.until is None or at < fact.until)]
    for kind in GRAVEST_FIRST:
        alike = [fact for fact in in_force if fact.kind == kind]
        if alike:
            fact = min(alike, key=lambda one: one.since)
            return Standing(kind, fact.because, fact.since, fact.restored_by)
    return Standing(GOOD)


def change_at(
    changes: Sequence[Change], at: datetime, *, admitted_at: datetime, leaves_at: datetime | None = None
) -> Change | None:
    """The change by which the membership is what it is at the instant; None before the first admission.

    `changes` are in their order. The admission itself need not be among them. From `leaves_at`, the end of a notice,
    the member has left, also where the portal has not yet come by to record it.
    """
    if at < admitted_at:
        return None
    latest = Change(MembershipState.ADMITTED, admitted_at)
    for change in changes:
        if change.since <= at:
            latest = change
    if leaves_at is not None and latest.since <= leaves_at <= at and latest.state not in OUTSIDE:
        return Change(MembershipState.LEFT, leaves_at, because="Its notice has run.")
    return latest


def membership_facts(
    changes: Sequence[Change], *, admitted_at: datetime, leaves_at: datetime | None = None
) -> list[Fact]:
    """A membership's changes as facts of standing: each holds until the next."""
    facts = []
    for number, change in enumerate(changes, 1):
        until = changes[number].since if number < len(changes) else None
        if change.state in RESTORED_BY:
            because = change.because or change.decision
            facts.append(Fact(change.state.value, change.since, until, because, RESTORED_BY[change.state]))
    last = changes[-1] if changes else Change(MembershipState.ADMITTED, admitted_at)
    if leaves_at is not None and last.state not in OUTSIDE:
        facts.append(
            Fact(MembershipState.LEFT.value, leaves_at, None, "Its notice has run.", RESTORED_BY[MembershipState.LEFT])
        )
    return facts
