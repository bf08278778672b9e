"""What can happen to a case, who is told, and which of its clocks run."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.deadlines.rules import CLOCKS, ClockRule, Step
from apps.disputes.acts.times import of_cases
from apps.disputes.models import Case, CaseParty, seats_that_read
from apps.disputes.rules.clocks import Clock
from apps.disputes.rules.who import SPEAKING, SUBJECT
from apps.disputes.states import PARTIES, Capacity
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

FILED = "dispute.filed"
DISCARDED = "dispute.discarded"
REPLIED = "dispute.replied"
CONSULTING = "dispute.consulting"
TALKED = "dispute.talked"
WITHDRAWN = "dispute.withdrawn"
LAPSED = "dispute.lapsed"
AGENT_NAMED = "dispute.agent_named"

TO_CONSULT = "dispute.consult"
TO_TALK = "dispute.talk"
TO_ASK = "dispute.ask"

TALKS_OVER = "dispute.talks_over"
LAPSES = "dispute.lapses"
"""What comes at the end of a time: the complainant may ask for a panel; the complaint lapses."""

SIDES = "dispute.parties"
COMPLAINANT = "dispute.complainant"
READERS = "dispute.readers"


def speaking_seats(case_id: int, at: datetime, capacities: Collection[Capacity]) -> QuerySet[Seat]:
    """The seats that speak for those who take part in these capacities; counsel for this case alone."""
    parties = CaseParty.objects.filter(case=case_id, left_at=None, capacity__in=capacities)
    ref = Case.objects.filter(pk=case_id).values("ref")
    seats = Seat.objects.at(at).filter(organisation__in=parties.values("organisation"), role__in=SPEAKING)
    return seats.filter(Q(matter="") | Q(matter__in=ref))


def _titles(ids: Collection[int]) -> Mapping[int, str]:
    rows = CaseParty.objects.filter(case__in=ids, capacity__in=PARTIES).order_by("pk")
    named: dict[int, dict[str, list[str]]] = {pk: {} for pk in ids}
    for case_id, capacity, name in rows.values_list("case", "capacity", "organisation__name"):
        named[case_id].setdefault(capacity, []).append(name)
    return {pk: f"{_listed(sides, Capacity.COMPLAINANT)} against {_listed(sides, Capacity.RESPONDENT)}" for pk, sides in named.items()}  # fmt: skip


def _listed(sides: Mapping[str, list[str]], capacity: Capacity) -> str:
    return " and ".join(sides.get(capacity, ["nobody yet"]))


def _involving(organisation_id: int) -> QuerySet[Case]:
    taking_part = CaseParty.objects.filter(organisation=organisation_id, left_at=None)
    return Case.objects.filter(pk__in=taking_part.values("case"))


def _of(*capacities: Capacity) -> Audience:
    """The audience of those who speak for a case's parties in these capacities."""
    key = SIDES if len(capacities) > 1 else COMPLAINANT
    return Audience(
        key,
        "who speaks for the parties" if len(capacities) > 1 else "who speaks for the complainant",
        lambda case_id, at: speaking_seats(case_id, at, capacities),
        about=lambda viewer: (
            _involving(viewer.organisation_id).filter(
                parties__capacity__in=capacities, parties__organisation=viewer.organisation_id
            )
            if viewer.role in SPEAKING and not viewer.is_operator
            else Case.objects.none()
        ),
    )


CLOCKS_HERE = (
    ClockRule(
        key=TO_CONSULT,
        name="Enter consultations",
        owed_by=(SIDES,),
        length=0,
        unit="days",
        because="",
        terms=of_cases(Clock.BEGIN),
        ladder=(Step(-48, to=("owner",), does="remind"), Step(0, to=("owner",), does="escalate")),
    ),
    ClockRule(
        key=TO_TALK,
        name="Consultations end",
        owed_by=(SIDES,),
        length=0,
        unit="days",
        because="",
        terms=of_cases(Clock.CONSULT),
        ladder=(Step(-72, to=("owner",), does="remind"),),
        at_end=TALKS_OVER,
        end_after_hours=0,
    ),
    ClockRule(
        key=TO_ASK,
        name="Ask for a panel, or the complaint lapses",
        owed_by=(COMPLAINANT,),
        length=0,
        unit="months",
        because="",
        terms=of_cases(Clock.PANEL),
        ladder=(Step(-720, to=("owner",), does="remind"), Step(-72, to=("owner",), does="remind")),
        at_end=LAPSES,
        end_after_hours=0,
        fixed=True,
    ),
)


def register() -> None:
    """Fill the subject, the audiences, the clocks and the catalogue.

    Its clocks are the parties' to meet, so they are no party in the sense of SubjectKind: who is told has been reached.
    """
    SUBJECTS.register(
        SUBJECT,
        SubjectKind(
            key=SUBJECT,
            label="dispute",
            address=lambda slug, ref: reverse("disputes:case", args=[slug, ref]),
            visible=lambda viewer: Case.objects.read_by(viewer),
            seats=seats_that_read,
            titles=_titles,
            own=_involving,
        ),
    )
    for audience in (_of(Capacity.COMPLAINANT, Capacity.RESPONDENT), _of(Capacity.COMPLAINANT)):
        AUDIENCES.register(audience.key, audience)
    AUDIENCES.register(READERS, Audience(READERS, "everyone who reads the case", seats_that_read))
    for clock in CLOCKS_HERE:
        CLOCKS.register(clock.key, clock)
    _declare()


def _declare() -> None:
    running = (TO_CONSULT, TO_TALK, TO_ASK)
    declare(
        ActKind(FILED, "filed the complaint", told=(READERS,), starts=(TO_CONSULT, TO_TALK), icon="gavel", urgent=True),
        ActKind(DISCARDED, "discarded the draft", icon="trash", founding=True),
        ActKind(REPLIED, "replied to the complaint", told=(READERS,), icon="message-reply"),
        ActKind(CONSULTING, "entered consultations", told=(READERS,), meets=(TO_CONSULT,), icon="messages"),
        ActKind(
            TALKED,
            "noted that the time of consultations is over",
            told=(SIDES,),
            starts=(TO_ASK,),
            moots=(TO_TALK, TO_CONSULT),
            asks="The complainant may ask for a panel now.",
            icon="clock-stop",
        ),
        ActKind(WITHDRAWN, "withdrew the complaint", told=(READERS,), moots=running, icon="arrow-back-up", urgent=True),
        ActKind(LAPSED, "noted that the complaint has lapsed", told=(READERS,), moots=running, icon="clock-x"),
        ActKind(AGENT_NAMED, "named its agent of record", told=(SIDES,), icon="user-check"),
    )
