"""What can happen to requests to open a sealed figure: every step is for everybody to read, the figure for two people."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from apps.committees.models import Seat
from apps.committees.models.seat import not_for_another
from apps.committees.rules.viewer import Viewer
from apps.deadlines.rules import CLOCKS, ClockRule, Step
from apps.funding.acts.declarations import CUSTODIAN, keeping_seats
from apps.funding.acts.told import open_subject
from apps.funding.models import OPENING, OpeningRequest
from apps.funding.rules.charter import OPENING as OPENING_DAYS
from apps.funding.rules.keeping import KEEPERS
from apps.funding.rules.opening import one_of_two
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, declare

ASKED = "opening.asked"
OPENED = "opening.opened"
REFUSED = "opening.refused"
LAPSED = "opening.lapsed"
READ = "opening.read"

TO_ANSWER = "opening.answer"
UNANSWERED = "opening.unanswered"
"""What comes when nobody has answered in time: the request lapses."""

OPENERS, ASKER, LAB = "opening.openers", "opening.asker", "opening.lab"


def _openers(opening_id: int, at: datetime) -> QuerySet[Seat]:
    row = OpeningRequest.objects.select_related("declaration", "asked_by").get(pk=opening_id)
    rows = Seat.objects.at(at).filter(role__in=sorted(KEEPERS)).exclude(pk__in=keeping_seats(at).values("pk"))
    return rows.exclude(organisation__in=[row.asked_by.organisation_id, row.declaration.organisation_id])


def _asker(opening_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(pk__in=OpeningRequest.objects.filter(pk=opening_id).values("asked_by"))


def _lab(opening_id: int, at: datetime) -> QuerySet[Seat]:
    whose = OpeningRequest.objects.filter(pk=opening_id).values("declaration__organisation")
    return Seat.objects.at(at).filter(not_for_another(), organisation__in=whose)


def _to_answer(viewer: Viewer) -> QuerySet[OpeningRequest]:
    if not one_of_two(viewer):
        return OpeningRequest.objects.none()
    own = viewer.organisation_id
    return OpeningRequest.objects.exclude(asked_by__organisation=own).exclude(declaration__organisation=own)


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = OpeningRequest.objects.filter(pk__in=ids).select_related("declaration__organisation", "declaration__period")
    return {
        row.pk: f"Opening the figure of {row.declaration.organisation.name} for {row.declaration.period.name}"
        for row in rows
    }


CLOCK = ClockRule(
    key=TO_ANSWER,
    name="Agree that the figure is opened, or refuse",
    owed_by=(OPENERS,),
    length=OPENING_DAYS,
    unit="days",
    because="A request to open a sealed figure stands open for {length} (charter, article {article}); then it lapses.",
    ladder=(Step(-72, to=("owner",), does="remind"),),
    at_end=UNANSWERED,
    end_after_hours=0,
)


def register() -> None:
    """Fill the subject, the audience, the clock and the catalogue."""
    kind = open_subject(OPENING, "request to open a figure", OpeningRequest, "opening", _titles)
    SUBJECTS.register(OPENING, kind)
    AUDIENCES.register(OPENERS, Audience(OPENERS, "whoever can agree to open the figure", _openers, about=_to_answer))
    AUDIENCES.register(ASKER, Audience(ASKER, "whoever asked to open the figure", _asker))
    AUDIENCES.register(LAB, Audience(LAB, "the lab whose figure it is", _lab))
    CLOCKS.register(TO_ANSWER, CLOCK)
    declare(
        ActKind(
            ASKED,
            "asked that a sealed figure be opened",
            told=(LAB, OPENERS, CUSTODIAN),
            starts=(TO_ANSWER,),
            asks="Agree, or refuse with your reason.",
            icon="lock-question",
        ),
        ActKind(
            OPENED,
            "agreed that the figure is opened",
            told=(LAB, ASKER, CUSTODIAN),
            meets=(TO_ANSWER,),
            icon="lock-open",
        ),
        ActKind(REFUSED, "refused to open the figure", told=(LAB, ASKER, CUSTODIAN), meets=(TO_ANSWER,), icon="lock"),
        ActKind(LAPSED, "let the request lapse", told=(LAB, ASKER, CUSTODIAN), moots=(TO_ANSWER,), icon="lock"),
        ActKind(READ, "read the opened figure", told=(LAB,), icon="eye"),
    )
