"""The roster at an instant, and what keeps its people out of one case."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from apps.committees.models import Organisation, Seat, Tie
from apps.committees.states import MembershipState, Role, TieKind
from apps.disputes.models import Case, CaseParty, Disclosure, Panel, Place
from apps.disputes.rules import charter as article
from apps.disputes.rules.conflicts import Interest, Link, Matter, Panellist, Party, PastRole
from apps.disputes.rules.panel import Pool, pool
from apps.disputes.rules.roster import groups_of, key_of
from apps.disputes.rules.who import ON_APPEAL
from apps.disputes.selectors.companions import joined_with
from apps.disputes.states import Capacity, ProposalKind, ProposalState
from apps.record.models import Act
from apps.record.rules import CATALOGUE


def rostered(at: datetime) -> Sequence[Seat]:
    """The seats of those who are on the roster at the instant, by name; not of a member that is suspended."""
    rows = Seat.objects.at(at).filter(role=Role.PANELLIST, matter="").select_related("person", "organisation")
    rows = rows.filter(organisation__state=MembershipState.ADMITTED, person__is_active=True)
    return sorted(rows, key=lambda seat: (seat.holder, seat.pk))


def disclosures_of(seats: Collection[Seat], at: datetime) -> Mapping[int, Sequence[Disclosure]]:
    """What each of these seats has declared and still holds, by the seat's id."""
    found: dict[int, list[Disclosure]] = {}
    rows = Disclosure.objects.at(at).filter(seat__in=[seat.pk for seat in seats]).select_related("organisation")
    for row in rows.order_by("pk"):
        found.setdefault(row.seat_id, []).append(row)
    return found


def key_for(seat: Seat) -> str:
    """What the lot draws for this seat of the roster."""
    return key_of(seat.holder, str(seat.uid))


def links_at(at: datetime) -> tuple[Link, ...]:
    """Every declared tie between organisations of the committee."""
    rows = Tie.objects.at(at).filter(other__isnull=False).order_by("pk")
    return tuple(
        Link(one.organisation_id, one.other_id or 0, TieKind(one.kind), one.because, one.starts_at, one.ends_at)
        for one in rows
    )


def matter_of(case: Case, at: datetime, *, established_at: datetime | None = None) -> Matter:
    """The case as conflicts need it, with those that are heard together with it (three queries, four where there are any)."""
    cases = [case, *joined_with(case)]
    rows = CaseParty.objects.filter(case__in=cases, left_at=None).select_related("organisation").order_by("pk")
    parties: dict[int, Party] = {}
    for row in sorted(rows, key=lambda row: row.case_id != case.pk):
        party = Party(row.organisation_id, row.organisation.name, Capacity(row.capacity))
        parties.setdefault(row.organisation_id, party)
    refs = frozenset(ref for one in cases for ref in (one.ref, *one.about))
    return Matter(tuple(parties.values()), links_at(at), refs, established_at)


def candidates(case: Case, seats: Sequence[Seat], at: datetime, *, panel: int) -> list[Panellist]:
    """People of the roster with what they have disclosed, where else they sit and what they did in this matter (four queries)."""
    told = disclosures_of(seats, at)
    roles = _roles_in(case, seats, panel)
    elsewhere = _also_of(seats, at)
    return [
        Panellist(
            key_for(seat),
            seat.holder,
            seat.organisation_id,
            seat.organisation.name,
            seat.starts_at,
            seat.ends_at,
            tuple(Interest(one.organisation_id, one.because) for one in told.get(seat.pk, ())),
            tuple(roles.get(seat.person_id or 0, ())),
            tuple(sorted(elsewhere.get(seat.person_id or 0, set()) - {seat.organisation_id})),
        )
        for seat in seats
    ]


def _also_of(seats: Collection[Seat], at: datetime) -> Mapping[int, set[int]]:
    """The organisations for which each of these people sits in any way, by the person's id."""
    found: dict[int, set[int]] = {}
    held = Seat.objects.at(at).filter(person__in=[seat.person_id for seat in seats])
    for person, organisation in held.values_list("person", "organisation"):
        found.setdefault(person, set()).add(organisation)
    return found


def _roles_in(case: Case, seats: Collection[Seat], panel: int) -> Mapping[int, Sequence[PastRole]]:
    """What these people did in the matter before: acts on what it hangs on, a place on the panel that is appealed from."""
    people = [seat.person_id for seat in seats]
    found: dict[int, list[PastRole]] = {}
    about = [ref for one in (case, *joined_with(case)) for ref in one.about]
    acts = Act.objects.filter(subject_ref__in=about, seat__person__in=people).order_by("pk")
    for person, ref, kind in acts.values_list("seat__person", "subject_ref", "kind"):
        role = PastRole(ref, CATALOGUE[kind].label)
        if role not in found.setdefault(person, []):
            found[person].append(role)
    if panel == ON_APPEAL:
        sat = Place.objects.filter(panel__case=case, panel__number__lt=panel, seat__person__in=people)
        for person in set(sat.values_list("seat__person", flat=True)):
            found.setdefault(person, []).append(PastRole(case.ref, "sat on the first panel"))
    return found


def waived_in(case: Case) -> frozenset[str]:
    """The keys of those whom all parties accept although they are in conflict."""
    agreed = case.proposals.filter(kind=ProposalKind.WAIVER, state=ProposalState.AGREED)
    return frozenset(key for terms in agreed.values_list("terms", flat=True) for key in terms["keys"])


def pool_for(case: Case, panel: Panel, charter: Mapping[str, int], at: datetime) -> tuple[Pool, Mapping[str, int], Mapping[str, Seat]]:  # fmt: skip
    """Who of the roster may sit and who may not, the groups of all by key, and their seats by key (eight queries)."""
    seats = rostered(at)
    matter = matter_of(case, at, established_at=panel.established_at)
    people = candidates(case, seats, at, panel=panel.number)
    found = pool(people, matter, at, waived=waived_in(case), ties_bar=bool(charter[article.TIES]))
    return found, groups_of(people, matter.links), {key_for(seat): seat for seat in seats}


def disclosable(at: datetime) -> Sequence[Organisation]:
    """The organisations of the committee that somebody can be tied to, by name."""
    return list(Organisation.objects.order_by("name"))


def bench_in(case: Case, at: datetime) -> tuple[list[Panellist], Matter]:
    """Those who sit in the case now, as conflicts need them, and the case itself; nobody before a panel is composed."""
    places = Place.objects.filter(panel__case=case, ends_at=None)
    panel = Panel.objects.filter(case=case).order_by("-number").first()
    people = set(places.values_list("seat__person", flat=True))
    seats = [seat for seat in rostered(at) if seat.person_id in people]
    matter = matter_of(case, at, established_at=panel.established_at if panel else None)
    return candidates(case, seats, at, panel=panel.number if panel else 0), matter
