"""For which members of a roll somebody may cast a ballot, in which capacity, and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.committees.models import Cover, Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import MEMBER_ROLES, MembershipState, Role
from apps.kernel.decisions import YES, Decision, first_refusal, no
from apps.votes.models import Ballot, Elector, Motion, Proxy
from apps.votes.rules.roll import gives_way, may_be_cast
from apps.votes.rules.words import listed
from apps.votes.states import Capacity, ProxyState, Standing


@dataclass(frozen=True, slots=True)
class Voice:
    """That a seat may speak for a member of the roll: as what, whether it may vote now, and the ballot in force."""

    elector: Elector
    capacity: Capacity
    may: Decision
    ballot: Ballot | None = None
    proxy: Proxy | None = None


def voices_of(viewer: Viewer, motion: Motion, now: datetime, in_force: Mapping[int, Ballot]) -> list[Voice]:
    """The members of the frozen roll that the viewer can vote for: its own first, then those that gave it a proxy.

    `in_force` are the ballots that count, by elector. Whether voting is open is not asked here. Empty for seats that
    have no vote. At most four queries.
    """
    if viewer.is_operator or viewer.role not in MEMBER_ROLES:
        return []
    capacity, may = capacity_of(viewer, now)
    own = own_line(viewer, motion)
    found = [] if own is None else [_own(own, capacity, may, _said(in_force, own))]
    if capacity == Capacity.REPRESENTATIVE and may:
        held = held_for(viewer, motion, now)
        found += [_by_proxy(proxy, line, own, _said(in_force, line)) for proxy, line in held]
    return [replace(voice, ballot=in_force.get(voice.elector.pk)) for voice in found]


def voice_for(viewer: Viewer, motion: Motion, line: Elector, now: datetime, in_force: str | None) -> Voice | None:
    """The viewer's voice for one line of the roll; None where it has none. `in_force` is the capacity of its ballot.

    One query for the own member, four for another.
    """
    if viewer.is_operator or viewer.role not in MEMBER_ROLES:
        return None
    capacity, may = capacity_of(viewer, now)
    if is_own(viewer, line):
        return _own(line, capacity, may, in_force)
    if capacity != Capacity.REPRESENTATIVE or not may:
        return None
    proxy = next((proxy for proxy, other in held_for(viewer, motion, now) if other.pk == line.pk), None)
    return None if proxy is None else _by_proxy(proxy, line, own_line(viewer, motion), in_force)


def is_own(viewer: Viewer, line: Elector) -> bool:
    """Whether the line is the viewer's own member: an independent member's own, a lab's for whoever sits for it."""
    if line.personal:
        return line.seat_id == viewer.seat_id
    return line.organisation_id == viewer.organisation_id and viewer.role != Role.INDEPENDENT


def own_line(viewer: Viewer, motion: Motion) -> Elector | None:
    """The viewer's own member on the roll (one query)."""
    lines = motion.electors.filter(organisation=viewer.organisation_id)
    return next((line for line in lines if is_own(viewer, line)), None)


def capacity_of(viewer: Viewer, now: datetime) -> tuple[Capacity, Decision]:
    """In which capacity the viewer votes for its own member at the instant, and why not (one query, none for itself)."""
    if viewer.role == Role.INDEPENDENT:
        return Capacity.REPRESENTATIVE, YES
    covers = Cover.objects.at(now).filter(Q(seat=viewer.seat_id) | Q(absent=viewer.seat_id))
    covered = set(covers.values_list("seat", flat=True))
    if viewer.seat_id in covered:
        return Capacity.REPRESENTATIVE, YES
    if covered:
        return Capacity.REPRESENTATIVE, no("Your alternate stands in for you at present, and casts the ballot.")
    return (Capacity.ALTERNATE if viewer.role == Role.ALTERNATE else Capacity.REPRESENTATIVE), YES


def keeps_its_voice(viewer: Viewer) -> Decision:
    """Whether the viewer's organisation may take up motions and say who stands back: not while suspended (one query)."""
    if Organisation.objects.filter(pk=viewer.organisation_id, state=MembershipState.SUSPENDED).exists():
        return no("Your organisation is suspended: it has no voice until the committee reinstates it.")
    return YES


def of_member(side: str, seat_id: int, organisation_id: int, role: Role) -> Q:
    """The proxies on whose `side` (“giver” or “holder”) the member of this seat stands."""
    if role == Role.INDEPENDENT:
        return Q(**{side: seat_id})
    return Q(**{f"{side}__organisation": organisation_id}) & ~Q(**{f"{side}__role": Role.INDEPENDENT})


def in_force_for(motion: Motion, now: datetime) -> QuerySet[Proxy]:
    """The accepted proxies that hold for a motion at the instant."""
    return Proxy.objects.at(now).filter(Q(motion=motion) | Q(motion=None), state=ProxyState.ACCEPTED)


def held_for(viewer: Viewer, motion: Motion, now: datetime) -> list[tuple[Proxy, Elector]]:
    """The proxies that the viewer's member holds for this motion, each with the line of who gave it (two queries).

    Nobody votes for a member that has nobody left: one that was expelled or has left, or whose seat is vacant.
    """
    mine = of_member("holder", viewer.seat_id, viewer.organisation_id, viewer.role)
    held = list(in_force_for(motion, now).filter(mine).select_related("giver__organisation").order_by("pk"))
    if not held:
        return []
    seats = Seat.objects.at(now).filter(organisation=OuterRef("organisation"))
    labs = Exists(seats.filter(role__in=[Role.REPRESENTATIVE, Role.ALTERNATE]))
    sits = Q(labs, personal=False) | Q(Exists(seats.filter(pk=OuterRef("seat"))), personal=True)
    lines = motion.electors.filter(sits, organisation__in={proxy.giver.organisation_id for proxy in held})
    return [(proxy, line) for proxy in held for line in lines if _gave(proxy, line)]


def holders_of(motion: Motion, lines: Sequence[Elector], now: datetime) -> dict[int, str]:
    """Who could vote by proxy for each of these lines at the instant, in words, by line (one query)."""
    names: dict[int, list[str]] = {}
    for proxy in in_force_for(motion, now).select_related("giver", "holder__organisation").order_by("pk"):
        for line in lines:
            if line.standing == Standing.VOTING and _gave(proxy, line):
                names.setdefault(line.pk, []).append(proxy.holder.organisation.name)
    return {pk: f"{listed(held)} {'holds' if len(held) == 1 else 'hold'} its proxy." for pk, held in names.items()}


def _gave(proxy: Proxy, line: Elector) -> bool:
    if line.personal:
        return line.seat_id == proxy.giver_id
    return line.organisation_id == proxy.giver.organisation_id and proxy.giver.role != Role.INDEPENDENT


def _said(in_force: Mapping[int, Ballot], line: Elector) -> str | None:
    """In which capacity the ballot in force of a line was cast."""
    return in_force[line.pk].capacity if line.pk in in_force else None


def _own(line: Elector, capacity: Capacity, may: Decision, in_force: str | None) -> Voice:
    refusal = first_refusal(may_be_cast(line.standing, line.because), may, gives_way(capacity, in_force))
    return Voice(line, capacity, refusal)


def _by_proxy(proxy: Proxy, line: Elector, holder: Elector | None, in_force: str | None) -> Voice:
    may = may_be_cast(line.standing, line.because)
    if holder is None or holder.standing != Standing.VOTING:
        may = no(f"Your own member has no vote on this motion, so you do not vote for {line.name} either.")
    elif not may:
        may = no(f"{line.name} has no vote on this motion. {line.because}")
    return Voice(line, Capacity.PROXY, first_refusal(may, gives_way(Capacity.PROXY, in_force)), proxy=proxy)
