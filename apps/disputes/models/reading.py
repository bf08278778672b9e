"""Who sees what of cases and their papers, in SQL: `rules.readers.reader_of` over rows, and its inverse over seats.

A paper keeps beside it what each reader sees of it (`sights`, see rules.sight.letters); as whom a viewer reads it depends on
the case and on who filed it. `tests/disputes/test_reading.py` compares all of it with the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.db.models.lookups import In

from apps.committees.models import Seat, narrowed_authorities
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import presiding
from apps.committees.states import ONE_MATTER_ROLES, Role
from apps.disputes.models.panels import Place
from apps.disputes.models.taking_part import CaseParty
from apps.disputes.rules.readers import OF_MEMBERS
from apps.disputes.rules.sight import LETTERS, Reader, Sight, position
from apps.disputes.rules.who import SUBJECT
from apps.disputes.states import PARTIES, Capacity

NONE = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Rows:
    """Cases or papers: how a row names its case, and whether it has somebody who filed it."""

    case: str
    has_author: bool


CASES, PAPERS = Rows("", has_author=False), Rows("case__", has_author=True)


def presided_by(viewer: Viewer, case: str = "pk") -> Q:
    """Rows whose case (`case` is the field's name) the viewer presides over, as chair or instead of it."""
    over = Q(**{f"{case}__in": [pk for kind, pk in viewer.acting_for if kind == SUBJECT]})
    if viewer.is_chair and not viewer.is_operator:
        over |= ~Q(**{f"{case}__in": [pk for kind, pk in viewer.stands_back if kind == SUBJECT]})
    return over


def seen(rows: Rows, viewer: Viewer, least: Sight) -> Q:
    """The rows of which the viewer sees at least so much."""
    if viewer.is_operator:
        return _letter(Reader.OPERATOR, least)
    if not viewer.is_for_one_matter:
        return _in_any_matter(rows, viewer, least)
    its = Q(**{f"{rows.case}ref": viewer.matter})
    own = _on_a_panel(rows, viewer, least) if viewer.role == Role.PANELLIST else _by_party(rows, viewer, least)
    return (its & own) | (~its & _letter(Reader.PUBLIC, least))


def _letter(reader: Reader, least: Sight) -> Q:
    enough = [letter for letter, sight in LETTERS.items() if sight >= least]
    return Q(In(Substr(F("sights"), position(reader), 1), enough))


def _by_author(rows: Rows, mine: Q, reader: Reader, least: Sight) -> Q:
    """What the viewer reads as its own where it filed it, else as this reader."""
    if not rows.has_author:
        return _letter(reader, least)
    return (mine & _letter(Reader.OWN, least)) | (~mine & _letter(reader, least))


def _by_party(rows: Rows, viewer: Viewer, least: Sight) -> Q:
    mine = Q(organisation=viewer.organisation_id)
    reader = Reader.COUNSEL if viewer.role == Role.COUNSEL else Reader.RIVAL
    side = _takes_part(rows, viewer, *PARTIES) & _by_author(rows, mine, reader, least)
    third = _takes_part(rows, viewer, Capacity.THIRD_PARTY) & _by_author(rows, mine, Reader.THIRD, least)
    parties = side | third if rows.has_author else side | third | (mine & Q(filed_at=None))
    outside = ~_takes_part(rows, viewer) & _letter(Reader.PUBLIC, least)
    return parties | outside if viewer.is_for_one_matter else parties


def _takes_part(rows: Rows, viewer: Viewer, *capacities: Capacity) -> Q:
    case = "case" if rows.has_author else "pk"
    parties = CaseParty.objects.filter(case=OuterRef(case), organisation=viewer.organisation_id, left_at=None)
    return Q(Exists(parties.filter(capacity__in=capacities) if capacities else parties))


def _on_a_panel(rows: Rows, viewer: Viewer, least: Sight) -> Q:
    case = "case" if rows.has_author else "pk"
    places = Place.objects.filter(panel__case=OuterRef(case), seat=viewer.seat_id, ends_at=None)
    sits = Q(Exists(places))
    own = Q(Exists(places.filter(panel__number=OuterRef("panel")))) if rows.has_author else NONE
    return (sits & _by_author(rows, own, Reader.PANEL, least)) | (~sits & _letter(Reader.PUBLIC, least))


def _in_any_matter(rows: Rows, viewer: Viewer, least: Sight) -> Q:
    outside = ~_takes_part(rows, viewer) & _from_outside(rows, viewer, least)
    return _by_party(rows, viewer, least) | outside


def _from_outside(rows: Rows, viewer: Viewer, least: Sight) -> Q:
    if viewer.is_clerk:
        return _by_author(rows, Q(organisation=viewer.organisation_id), Reader.CLERK, least)
    presided = presided_by(viewer, "case" if rows.has_author else "pk")
    return (presided & _letter(Reader.PRESIDING, least)) | (~presided & _by_role(viewer, least))


def _by_role(viewer: Viewer, least: Sight) -> Q:
    if viewer.role in OF_MEMBERS:
        return _letter(Reader.MEMBER, least)
    if viewer.role != Role.OBSERVER:
        return _letter(Reader.OTHER, least)
    narrowed = Q(Exists(narrowed_authorities().filter(pk=viewer.organisation_id)))
    return (narrowed & _letter(Reader.PUBLIC, least)) | (~narrowed & _letter(Reader.OTHER, least))


@dataclass(frozen=True, slots=True)
class Kept:
    """One case or paper: its case, what each reader sees, who filed it: an organisation, or a panel by its number."""

    case_id: int
    ref: str
    sights: str
    organisation_id: int | None = None
    panel: int = 0

    def shows(self, reader: Reader, least: Sight) -> bool:
        """Whether the reader sees at least so much of it."""
        return LETTERS[self.sights[position(reader) - 1]] >= least


def seats_reading(kept: Kept, at: datetime, least: Sight) -> QuerySet[Seat]:
    """The inverse of `seen`: the seats that see at least so much of it at the instant.

    What is kept of a case has no author: its parties see it as rivals do, which is the least that a party sees.
    """
    parties = dict(CaseParty.objects.filter(case=kept.case_id, left_at=None).values_list("organisation", "capacity"))
    seats = Seat.objects.at(at)
    others = ~Q(organisation__in=parties)
    head = presiding(at, SUBJECT, kept.case_id).seat
    heads = Q(pk=head.pk) & ~Q(role=Role.CLERK) if head else NONE
    narrowed = Q(role=Role.OBSERVER, organisation__in=narrowed_authorities().values("pk"))
    for_all = ~Q(role__in=ONE_MATTER_ROLES)
    here = Q(role=Role.COUNSEL, matter=kept.ref, organisation__in=parties) | _sits(kept)
    groups = {
        Reader.PRESIDING: others & heads & for_all,
        Reader.MEMBER: others & ~heads & Q(role__in=OF_MEMBERS),
        Reader.OTHER: others & ~heads & for_all & ~narrowed & ~Q(role__in=[*OF_MEMBERS, Role.CLERK]),
        Reader.PUBLIC: (others & narrowed & ~heads) | (~for_all & ~here),
    }
    clerks = others & Q(role=Role.CLERK)
    mine = Q(organisation=kept.organisation_id) if kept.organisation_id else NONE
    wanted = (clerks & mine if kept.shows(Reader.OWN, least) else NONE) | (
        clerks & ~mine if kept.shows(Reader.CLERK, least) else NONE
    )
    for reader, condition in groups.items():
        if kept.shows(reader, least):
            wanted |= condition
    return seats.filter(wanted | _of_parties(kept, parties, least) | _of_panels(kept, least))


def _of_parties(kept: Kept, parties: Mapping[int, str], least: Sight) -> Q:
    wanted = NONE
    for organisation_id, capacity in parties.items():
        theirs = Q(organisation=organisation_id)
        own = organisation_id == kept.organisation_id
        third = capacity == Capacity.THIRD_PARTY
        people = Reader.OWN if own else Reader.THIRD if third else Reader.RIVAL
        counsel = Reader.OWN if own else Reader.THIRD if third else Reader.COUNSEL
        if kept.shows(people, least):
            wanted |= theirs & ~Q(role__in=ONE_MATTER_ROLES)
        if kept.shows(counsel, least):
            wanted |= theirs & Q(role=Role.COUNSEL, matter=kept.ref)
    return wanted


def _of_panels(kept: Kept, least: Sight) -> Q:
    own = _sits(kept, kept.panel)
    wanted = NONE
    if kept.shows(Reader.OWN, least):
        wanted |= own
    if kept.shows(Reader.PANEL, least):
        wanted |= _sits(kept) & ~own
    return wanted


def _sits(kept: Kept, panel: int | None = None) -> Q:
    places = Place.objects.filter(panel__case=kept.case_id, ends_at=None)
    if panel is not None:
        places = places.filter(panel__number=panel)
    return Q(pk__in=places.values("seat"), role=Role.PANELLIST, matter=kept.ref)
