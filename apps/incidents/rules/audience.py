"""Who sees a report and why, what a change of it would do, and what about an audience is unusual."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from apps.committees.states import OrganisationKind, Role
from apps.incidents.states import KIND_LABELS, SEVERITY_LABELS, Kind, Severity
from apps.kernel.tlp import STRICTEST_FIRST, TLP

FEW = 3
"""So many organisations are a few: TLP:RED is for these."""
ENOUGH = 3
"""From so many reports of the same kind and severity on, an organisation has a usual label."""
OPEN_TO_ALL = frozenset({TLP.GREEN, TLP.CLEAR})
CLOSE = ("weights_exfiltrated", "security_breach")
"""Facts that tell an attacker, or a rival, where to look."""


class Door(StrEnum):
    """By what somebody sees a report."""

    OWN = "own"
    NAMED = "named"
    AUDITOR = "auditor"
    OFFICE = "office"
    LABEL = "label"


DOOR_LABELS = {
    Door.OWN: "reports it",
    Door.NAMED: "named",
    Door.AUDITOR: "auditor",
    Door.OFFICE: "chair's office",
    Door.LABEL: "by the label",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """A seat that sees a report, in plain values."""

    seat: int
    organisation: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Group:
    """An organisation's people who see a report, and by what."""

    key: str
    name: str
    people: int
    doors: tuple[Door, ...]

    @property
    def reasons(self) -> str:
        """By what, in words."""
        return ", ".join(DOOR_LABELS[door] for door in self.doors)


def door_of(reader: Reader, *, own: str, named: Collection[str], roles: Collection[Role]) -> Door:
    """By what a reader sees the report: the first that holds, as people would say it.

    `roles` are those that the label lets in; whoever comes by none of all this belongs to the chair's office.
    """
    if reader.organisation == own:
        return Door.OWN
    if reader.organisation in named:
        return Door.NAMED
    if reader.role not in roles:
        return Door.OFFICE
    return Door.AUDITOR if reader.role == Role.AUDITOR else Door.LABEL


def grouped(readers: Sequence[Reader], *, own: str, named: Collection[str], roles: Collection[Role]) -> list[Group]:
    """The readers by organisation, by name, the one that reports first."""
    by_key: dict[str, list[Reader]] = {}
    for reader in readers:
        by_key.setdefault(reader.organisation, []).append(reader)
    groups = [
        Group(
            key,
            some[0].name,
            len(some),
            tuple(sorted({door_of(one, own=own, named=named, roles=roles) for one in some}, key=list(Door).index)),
        )
        for key, some in by_key.items()
    ]
    return sorted(groups, key=lambda group: (group.key != own, group.name))


@dataclass(frozen=True, slots=True)
class Change:
    """What another label or other recipients do: who sees it now, who would then, and whom nobody sits for yet.

    `now` and `then` hold seats' ids; `empty` the names of organisations newly named for which nobody sits.
    """

    label_now: str
    label_then: str
    now: frozenset[int]
    then: frozenset[int]
    named_now: frozenset[str]
    named_then: frozenset[str]
    empty: tuple[str, ...] = ()

    @property
    def gains(self) -> frozenset[int]:
        """Who newly sees it."""
        return self.then - self.now

    @property
    def loses(self) -> frozenset[int]:
        """Who does not see it any more."""
        return self.now - self.then

    @property
    def any(self) -> bool:
        """Whether anything changes at all."""
        return self.label_now != self.label_then or self.named_now != self.named_then

    @property
    def is_public(self) -> bool:
        """Whether the report could then be published word for word."""
        return TLP.CLEAR == self.label_then != self.label_now

    @property
    def is_looser(self) -> bool:
        """Whether the label lets in more roles, though perhaps nobody sits in one of them today."""
        return _rank(self.label_then) > _rank(self.label_now)

    @property
    def widens(self) -> bool:
        """Whether somebody newly sees it, or would as soon as they take a seat."""
        return bool(self.any and (self.gains or self.empty or self.is_looser))

    @property
    def mark(self) -> tuple[Any, ...]:
        """All that a person agrees to: it differs as soon as the audience does."""
        seats = (sorted(self.gains), sorted(self.loses))
        named = (sorted(self.named_now), sorted(self.named_then))
        return (self.label_now, self.label_then, *seats, *named, sorted(self.empty))


def _rank(label: str) -> int:
    return STRICTEST_FIRST.index(TLP(label)) if label in list(TLP) else -1


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation that a report names; `people` sit for it now."""

    name: str
    kind: str
    people: int


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the rules need to know of a report and its audience.

    `usual` are the labels of the organisation's earlier reports of this kind and severity; `owed` the authorities to
    which a duty is owed or may be, and that cannot see the report.
    """

    label: str
    kind: str = ""
    severity: int | None = None
    facts: Mapping[str, bool | None] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    usual: tuple[str, ...] = ()
    secretariat_sees: bool = True
    owed: tuple[str, ...] = ()


def unusual(sharing: Sharing) -> list[str]:
    """What is unusual about the audience, each in a sentence; nothing here forbids it."""
    if sharing.label not in list(TLP):
        return []
    label = TLP(sharing.label)
    found = [
        _too_many(label, sharing.named),
        _looser_than_usual(label, sharing),
        _close_facts(label, sharing.facts),
        "A clerk may publish a TLP:CLEAR report word for word." if label == TLP.CLEAR else "",
        *_of_those_named(label, sharing.named),
        ""
        if sharing.secretariat_sees
        else "Nobody of the secretariat can see it: no clerk can help or remind anybody.",
        _owed(sharing.owed),
    ]
    return [sentence for sentence in found if sentence]


def _too_many(label: TLP, named: Sequence[Named]) -> str:
    if label != TLP.RED or len(named) <= FEW:
        return ""
    return f"TLP:RED is meant for a few; this names {len(named)} organisations."


def _looser_than_usual(label: TLP, sharing: Sharing) -> str:
    known = [_rank(one) for one in sharing.usual if one in list(TLP)]
    if len(known) < ENOUGH or _rank(label) <= max(known):
        return ""
    widest = STRICTEST_FIRST[max(known)]
    what = KIND_LABELS[Kind(sharing.kind)].lower() if sharing.kind in list(Kind) else "reports"
    how = f", severity {SEVERITY_LABELS[Severity(sharing.severity)]}," if sharing.severity in list(Severity) else ""
    return (
        f"This is wider than usual: of your last {len(known)} reports of this sort ({what}{how.rstrip(',')}) "
        f"none was wider than {widest}."
    )


def _close_facts(label: TLP, facts: Mapping[str, bool | None]) -> str:
    if label not in OPEN_TO_ALL or not any(facts.get(name) for name in CLOSE):
        return ""
    what = "model weights got out" if facts.get("weights_exfiltrated") else "there was a security breach"
    who = "the public may read it" if label == TLP.CLEAR else "every seat reads it, your rivals' too"
    return f"It says that {what}, and {who}."


def _of_those_named(label: TLP, named: Sequence[Named]) -> list[str]:
    rivals = [one.name for one in named if one.kind == OrganisationKind.LAB] if label not in OPEN_TO_ALL else []
    empty = [one.name for one in named if not one.people]
    return [
        f"It names a rival: {_listed(rivals)}." if rivals else "",
        f"Nobody sits for {_listed(empty)} now; whoever takes a seat there later will see it." if empty else "",
    ]


def _owed(authorities: Sequence[str]) -> str:
    if not authorities:
        return ""
    verb = (
        "is owed a report, or may be, and cannot"
        if len(authorities) == 1
        else "are owed reports, or may be, and cannot"
    )
    return f"{_listed(authorities)} {verb} see this one: only what you send to a desk is read there."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
