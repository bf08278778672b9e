"""Who is told of a case, and who owes what in it: those who speak for a side, those who sit on its panel."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.disputes.models import Case, CaseParty, Place, seats_that_read
from apps.disputes.rules.who import SPEAKING
from apps.disputes.states import PARTIES, Capacity
from apps.record.rules import AUDIENCES, Audience

SIDES = "dispute.parties"
COMPLAINANT = "dispute.complainant"
RESPONDENT = "dispute.respondent"
READERS = "dispute.readers"
PANEL = "dispute.panel"


def speaking_seats(case_id: int, at: datetime, capacities: Collection[Capacity]) -> QuerySet[Seat]:
    """The seats that speak for those who take part in these capacities; counsel for this case alone."""
    parties = CaseParty.objects.filter(case=case_id, left_at=None, capacity__in=capacities)
    ref = Case.objects.filter(pk=case_id).values("ref")
    seats = Seat.objects.at(at).filter(organisation__in=parties.values("organisation"), role__in=SPEAKING)
    return seats.filter(Q(matter="") | Q(matter__in=ref))


def involving(organisation_id: int) -> QuerySet[Case]:
    """The cases in which an organisation takes part."""
    taking_part = CaseParty.objects.filter(organisation=organisation_id, left_at=None)
    return Case.objects.filter(pk__in=taking_part.values("case"))


def _of(key: str, words: str, capacities: Collection[Capacity]) -> Audience:
    def about(viewer: Viewer) -> QuerySet[Case]:
        if viewer.role not in SPEAKING or viewer.is_operator:
            return Case.objects.none()
        return involving(viewer.organisation_id).filter(
            parties__capacity__in=capacities, parties__organisation=viewer.organisation_id
        )

    return Audience(key, words, lambda case_id, at: speaking_seats(case_id, at, capacities), about=about)


def _sitting(case_id: int, at: datetime) -> QuerySet[Seat]:
    places = Place.objects.filter(panel__case=case_id, ends_at=None)
    return Seat.objects.at(at).filter(pk__in=places.values("seat"))


def _sat_by(viewer: Viewer) -> QuerySet[Case]:
    if viewer.role != Role.PANELLIST or viewer.is_operator:
        return Case.objects.none()
    places = Place.objects.filter(seat=viewer.seat_id, ends_at=None)
    return Case.objects.filter(pk__in=places.values("panel__case"))


def register() -> None:
    """Register the audiences."""
    for audience in (
        _of(SIDES, "who speaks for the parties", sorted(PARTIES)),
        _of(COMPLAINANT, "who speaks for the complainant", [Capacity.COMPLAINANT]),
        _of(RESPONDENT, "who speaks for the respondent", [Capacity.RESPONDENT]),
        Audience(READERS, "everyone who reads the case", seats_that_read),
        Audience(PANEL, "the panel", _sitting, about=_sat_by),
    ):
        AUDIENCES.register(audience.key, audience)
