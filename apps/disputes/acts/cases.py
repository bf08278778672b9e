"""What can happen to a case, who is told, and which of its clocks run."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from apps.deadlines.rules import CLOCKS, ClockRule, Step
from apps.disputes.acts.clocks import ON_A_CASE, TO_ASK, TO_CONSULT, TO_TALK
from apps.disputes.acts.sides import COMPLAINANT, READERS, SIDES, involving
from apps.disputes.acts.times import of_cases
from apps.disputes.models import Case, CaseParty, seats_that_read
from apps.disputes.rules.clocks import Clock
from apps.disputes.rules.who import SUBJECT
from apps.disputes.states import PARTIES, Capacity
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare

FILED = "dispute.filed"
DISCARDED = "dispute.discarded"
REPLIED = "dispute.replied"
CONSULTING = "dispute.consulting"
TALKED = "dispute.talked"
WITHDRAWN = "dispute.withdrawn"
LAPSED = "dispute.lapsed"
AGENT_NAMED = "dispute.agent_named"

TALKS_OVER = "dispute.talks_over"
LAPSES = "dispute.lapses"
"""What comes at the end of a time: the complainant may ask for a panel; the complaint lapses."""


def _titles(ids: Collection[int]) -> Mapping[int, str]:
    rows = CaseParty.objects.filter(case__in=ids, capacity__in=PARTIES).order_by("pk")
    named: dict[int, dict[str, list[str]]] = {pk: {} for pk in ids}
    for case_id, capacity, name in rows.values_list("case", "capacity", "organisation__name"):
        named[case_id].setdefault(capacity, []).append(name)
    return {pk: f"{_listed(sides, Capacity.COMPLAINANT)} against {_listed(sides, Capacity.RESPONDENT)}" for pk, sides in named.items()}  # fmt: skip


def _listed(sides: Mapping[str, list[str]], capacity: Capacity) -> str:
    return " and ".join(sides.get(capacity, ["nobody yet"]))


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
    """Fill the subject, the clocks and the catalogue.

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
            own=involving,
        ),
    )
    for clock in CLOCKS_HERE:
        CLOCKS.register(clock.key, clock)
    _declare()


def _declare() -> None:
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
        ActKind(
            WITHDRAWN, "withdrew the complaint", told=(READERS,), moots=ON_A_CASE, icon="arrow-back-up", urgent=True
        ),
        ActKind(LAPSED, "noted that the complaint has lapsed", told=(READERS,), moots=ON_A_CASE, icon="clock-x"),
        ActKind(AGENT_NAMED, "named its agent of record", told=(SIDES,), icon="user-check"),
    )
