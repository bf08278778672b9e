"""Who could preside at an instant: members with their standing, and the seats that sit for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.db.models import Min, Q

from apps.chairs.models import Absence, Exclusion
from apps.chairs.rules.eligibility import Member, may_preside
from apps.committees.models import Committee, Cover, Organisation, Seat
from apps.committees.rules.standing import GOOD, Standing
from apps.committees.selectors import seats_at, standings
from apps.committees.states import MEMBER_ROLES, MembershipState, OrganisationKind, Role
from apps.kernel.decisions import Decision
from apps.kernel.tenancy.context import active_committee

PRESIDING = frozenset({OrganisationKind.LAB, OrganisationKind.CIVIL})
SPEAKING_FIRST = (Role.REPRESENTATIVE, Role.INDEPENDENT, Role.ALTERNATE)


@dataclass(frozen=True, slots=True)
class Scene:
    """The members at an instant. `voices` are their seats that speak first, in order; `clerks` the secretariat's."""

    at: datetime
    zone: str
    organisations: dict[int, Organisation]
    standing: dict[int, Standing]
    voices: dict[int, list[Seat]]
    covers: dict[int, int]
    excluded: dict[tuple[int, int], str]
    clerks: list[Seat]

    def id_of(self, key: str) -> int:
        """The id of an organisation by its short name; raises KeyError."""
        return next(pk for pk, one in self.organisations.items() if one.key == key)

    @property
    def secretariat(self) -> Organisation:
        """The clerks' organisation."""
        if self.clerks:
            return self.organisations[self.clerks[0].organisation_id]
        return next(one for one in self.organisations.values() if one.kind == OrganisationKind.SECRETARIAT)

    def sits_for(self, organisation_id: int) -> Seat | None:
        """The seat that presides for it: its representative or independent member, whoever covers, or the alternate.

        While one of the first two holds it is who speaks and votes (membership's `representing`), asked here of all at
        once. A vacant seat has no vote, yet its alternate is the chair's deputy and presides: the term is the
        organisation's.
        """
        voices = self.voices.get(organisation_id, [])
        if not voices:
            return None
        covering = self.covers.get(voices[0].pk)
        return next((seat for seat in voices if seat.pk == covering), voices[0])

    def deputy_for(self, organisation_id: int) -> Seat | None:
        """Its alternate, where that is not who presides."""
        first = self.sits_for(organisation_id)
        voices = self.voices.get(organisation_id, [])
        return next((seat for seat in voices if seat.role == Role.ALTERNATE and seat != first), None)

    def presides_at_all(self, organisation_id: int) -> bool:
        """Whether it is a lab, or the body of an independent member."""
        return self.organisations[organisation_id].kind in PRESIDING

    def is_admitted(self, organisation_id: int) -> bool:
        """Whether it is a member, suspended or not."""
        one = self.organisations[organisation_id]
        gone = one.state in {MembershipState.LEFT, MembershipState.EXPELLED}
        return not gone and one.admitted_at <= self.at and (one.left_at is None or one.left_at > self.at)

    def is_active(self, organisation_id: int) -> bool:
        """Whether it is a member that is not suspended."""
        suspended = self.organisations[organisation_id].state == MembershipState.SUSPENDED
        return self.is_admitted(organisation_id) and not suspended

    def may_stay(self, organisation_id: int) -> str:
        """Why it cannot go on presiding; empty when it can."""
        name = self.organisations[organisation_id].name
        if not self.is_admitted(organisation_id):
            return f"{name} is not a member any more."
        if not self.is_active(organisation_id) or self.standing[organisation_id].state in {"suspended", "expelled"}:
            return f"{name} is suspended."
        return "" if self.sits_for(organisation_id) else f"Nobody sits for {name} any more."

    def member(self, organisation_id: int, when: datetime) -> Member:
        """It as the rule of eligibility knows it, for a term that begins then."""
        one, how = self.organisations[organisation_id], self.standing[organisation_id]
        good = how.state == GOOD and self.is_active(organisation_id)
        year = when.astimezone(ZoneInfo(self.zone)).year
        return Member(
            one.key,
            one.name,
            presides=self.presides_at_all(organisation_id),
            admitted=self.is_admitted(organisation_id),
            standing=how.state if how.state != GOOD else "suspended",
            good=good,
            seated=self.sits_for(organisation_id) is not None,
            excluded=self.excluded.get((organisation_id, year), ""),
        )

    def may(self, key: str, when: datetime, last: str | None) -> Decision:
        """Whether a member may take the term that begins then; `last` held the one before."""
        able = [pk for pk in self.organisations if may_preside(self.member(pk, when), last=None)]
        member = self.member(self.id_of(key), when)
        return may_preside(member, last=last, alone=[self.organisations[pk].key for pk in able] == [key])


def scene(at: datetime) -> Scene:
    """The members at the instant (seven queries)."""
    organisations = {one.pk: one for one in Organisation.objects.all()}
    voices: dict[int, list[Seat]] = {}
    clerks = []
    seats = [seat for seat in seats_at(at) if seat.role in MEMBER_ROLES or seat.role == Role.CLERK]
    for seat in sorted(seats, key=lambda seat: (seat.starts_at, seat.pk)):
        if seat.role == Role.CLERK:
            clerks.append(seat)
        elif organisations[seat.organisation_id].kind in PRESIDING:
            voices.setdefault(seat.organisation_id, []).append(seat)
    for of_one in voices.values():
        of_one.sort(key=lambda seat: SPEAKING_FIRST.index(Role(seat.role)))
    exclusions = Exclusion.objects.filter(lifted_at=None)
    return Scene(
        at=at,
        zone=Committee.objects.values_list("zone", flat=True).get(pk=cast(int, active_committee())),
        organisations=organisations,
        standing=standings(at),
        voices=voices,
        covers=dict(Cover.objects.at(at).values_list("absent", "seat")),
        excluded={(row.organisation_id, row.year): row.because for row in exclusions},
        clerks=clerks,
    )


def changes_after(found: Scene) -> list[datetime]:
    """The next instants at which dated rows change who presides (three queries)."""
    at = found.at
    moments = [seat.ends_at for seats in (*found.voices.values(), found.clerks) for seat in seats]
    seats = Seat.objects.filter(starts_at__gt=at, role__in=MEMBER_ROLES).aggregate(first=Min("starts_at"))
    moments.append(seats["first"])
    for dated in (Cover, Absence):
        rows = dated.objects.aggregate(
            starts=Min("starts_at", filter=Q(starts_at__gt=at)), ends=Min("ends_at", filter=Q(ends_at__gt=at))
        )
        moments += rows.values()
    return [moment for moment in moments if moment is not None and moment > at]
