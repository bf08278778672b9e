"""Who of the roster may not sit in a case, and why, each reason in a sentence that its page shows.

Source: DSU 8.2, 8.3 and 8.9 (nobody of a party or third party sits without the parties' consent; panellists sit in their
own person) and the WTO's Rules of Conduct (what was disclosed). That ties count by groups is ours.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from apps.committees.states import TIE_LABELS, TieKind
from apps.disputes.rules.charter import JOIN_DAYS, refuse
from apps.disputes.states import CAPACITY_LABELS, Capacity
from apps.kernel.decisions import YES, Decision

GROUPING = frozenset({TieKind.AFFILIATE, TieKind.OWNER})
"""Ties that make one group of organisations, however many steps lie between two of them."""


class Kind(StrEnum):
    """What a conflict is."""

    TERM = "term"
    ORGANISATION = "organisation"
    AFFILIATE = "affiliate"
    TIE = "tie"
    DECLARED = "declared"
    PAST_ROLE = "past_role"


WAIVABLE = frozenset({Kind.ORGANISATION, Kind.AFFILIATE, Kind.TIE, Kind.DECLARED})
"""What all parties together can overlook; nobody judges what they had a hand in, or after their term."""


@dataclass(frozen=True, slots=True)
class Link:
    """A declared tie between two organisations of the committee, by which of them, from–to; it binds both ways."""

    declared_by: int
    other: int
    kind: TieKind
    because: str
    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it is in force at the instant."""
        return self.since <= at and (self.until is None or at < self.until)

    def joins(self, one: int, other: int) -> bool:
        """Whether these two are the ones it ties."""
        return {one, other} == {self.declared_by, self.other}


@dataclass(frozen=True, slots=True)
class Interest:
    """What somebody of the roster has declared of themselves: which organisation, and what ties them to it."""

    organisation_id: int
    because: str


@dataclass(frozen=True, slots=True)
class PastRole:
    """What somebody did before, and in which matter: “signed the attestation” in PAU-2026-0001."""

    ref: str
    what: str


@dataclass(frozen=True, slots=True)
class Panellist:
    """Somebody of the roster: a short name that the lot draws, who they are, and what they have disclosed.

    `also_of` are other organisations for which they sit in the committee.
    """

    key: str
    name: str
    organisation_id: int
    organisation: str
    starts_at: datetime
    ends_at: datetime | None = None
    interests: tuple[Interest, ...] = ()
    roles: tuple[PastRole, ...] = ()
    also_of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that takes part in a case, and as what."""

    organisation_id: int
    name: str
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class Matter:
    """A case as conflicts need it: who takes part, what is tied to whom, what belongs to the same matter.

    `established_at` is when its panel was established: a tie that a party alone declares later unseats nobody.
    """

    parties: tuple[Party, ...]
    links: tuple[Link, ...] = ()
    refs: frozenset[str] = frozenset()
    established_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why somebody may not sit; `party` is the organisation that it is about, 0 where it is about none."""

    kind: Kind
    sentence: str
    party: int = 0

    @property
    def waivable(self) -> bool:
        """Whether all parties together can overlook it."""
        return self.kind in WAIVABLE


def counted(matter: Matter, at: datetime) -> list[Link]:
    """The ties that bar: in force, and not declared by a party alone once the panel was established.

    Otherwise a party could rid itself of a panellist in the last minute by declaring a tie.
    """
    taking_part = {party.organisation_id for party in matter.parties}
    return [link for link in matter.links if link.holds(at) and not _too_late(link, matter.established_at, taking_part)]


def _too_late(link: Link, established_at: datetime | None, taking_part: Collection[int]) -> bool:
    return established_at is not None and link.since > established_at and link.declared_by in taking_part


def group_of(organisation_id: int, links: Iterable[Link]) -> frozenset[int]:
    """The organisation and all that belong to one group with it, over any number of steps."""
    pairs = [(link.declared_by, link.other) for link in links if link.kind in GROUPING]
    group = {organisation_id}
    while more := {end for pair in pairs if group & set(pair) for end in pair} - group:
        group |= more
    return frozenset(group)


def conflicts(panellist: Panellist, matter: Matter, at: datetime, *, ties_bar: bool = True) -> list[Conflict]:
    """Everything that keeps somebody out of the case at the instant; nothing where they may sit.

    `ties_bar` is the charter's: whether ties other than of a group keep somebody out (article 8.2f).
    """
    links = counted(matter, at)
    found = [*_of_the_term(panellist, at), *_of_roles(panellist, matter.refs)]
    for party in matter.parties:
        found += _with(panellist, party, links, ties_bar)
    return found


def _of_the_term(panellist: Panellist, at: datetime) -> Iterator[Conflict]:
    if at < panellist.starts_at or (panellist.ends_at is not None and panellist.ends_at <= at):
        yield Conflict(Kind.TERM, f"{panellist.name}'s term on the roster does not run now.")


def _of_roles(panellist: Panellist, refs: Collection[str]) -> Iterator[Conflict]:
    for role in panellist.roles:
        if role.ref in refs:
            sentence = f"{panellist.name} had a part in this matter before: {role.what} ({role.ref})."
            yield Conflict(Kind.PAST_ROLE, sentence)


def _with(panellist: Panellist, party: Party, links: Sequence[Link], ties_bar: bool) -> Iterator[Conflict]:
    whose = f"{party.name}, {CAPACITY_LABELS[party.capacity]}"
    other = party.organisation_id
    if other in {panellist.organisation_id, *panellist.also_of}:
        yield Conflict(Kind.ORGANISATION, f"{panellist.name} is of {whose}.", other)
    elif any(one in group_of(other, links) for one in panellist.also_of):
        sentence = f"{panellist.name} also sits for an organisation that is of one group with {whose}."
        yield Conflict(Kind.AFFILIATE, sentence, other)
    elif other in group_of(panellist.organisation_id, links):
        sentence = f"{panellist.name} is of {panellist.organisation}, which is of one group with {whose}."
        yield Conflict(Kind.AFFILIATE, sentence, other)
    elif ties_bar:
        yield from _by_tie(panellist, party, whose, links)
    for interest in panellist.interests:
        if interest.organisation_id in group_of(other, links):
            yield Conflict(Kind.DECLARED, f"{panellist.name} has declared about {whose}: {interest.because}.", other)


def _by_tie(panellist: Panellist, party: Party, whose: str, links: Sequence[Link]) -> Iterator[Conflict]:
    group = group_of(party.organisation_id, links)
    for link in links:
        if any(link.joins(panellist.organisation_id, one) for one in group):
            tie = TIE_LABELS[link.kind].lower()
            sentence = f"{panellist.organisation}, of which {panellist.name} is, and {whose}, have a declared tie ({tie}): {link.because}."
            yield Conflict(Kind.TIE, sentence, party.organisation_id)


def without_waived(found: Iterable[Conflict], *, waived: bool) -> list[Conflict]:
    """What remains where all parties have agreed to overlook what can be overlooked."""
    return [one for one in found if not (waived and one.waivable)]


def oddities(matter: Matter, at: datetime) -> list[str]:
    """What is odd about the parties themselves, each in a sentence; nothing here stops a case."""
    links = counted(matter, at)
    against = [
        (one, other)
        for one in matter.parties
        for other in matter.parties
        if (one.capacity, other.capacity) == (Capacity.COMPLAINANT, Capacity.RESPONDENT)
    ]
    return [
        f"{one.name} and {other.name}, which stand against each other here, are of one group: "
        "whoever is tied to one is tied to both, and what they settle binds nobody else."
        for one, other in against
        if other.organisation_id in group_of(one.organisation_id, links)
    ]


def may_join(
    joiner: Party, panel: Sequence[Panellist], matter: Matter, at: datetime, *, all_agree: bool = False
) -> Decision:
    """Whether somebody may join a case whose panel sits: never so that a panellist must go, unless all parties agree.

    `all_agree` says that they agree to overlook it, or on who takes the panellist's place. Otherwise a rival could
    choose the panel by joining late. Before there is a panel (`panel` empty) nothing stands in the way.
    """
    if all_agree:
        return YES
    after = replace(matter, parties=(*matter.parties, joiner))
    for panellist in panel:
        before = {one.sentence for one in conflicts(panellist, matter, at)}
        new = [one for one in conflicts(panellist, after, at) if one.sentence not in before]
        if new:
            return refuse(
                JOIN_DAYS,
                f"Whoever joins after the panel was composed unseats nobody. {new[0].sentence} "
                f"All parties may agree that {panellist.name} stays, or on who takes the place.",
            )
    return YES
