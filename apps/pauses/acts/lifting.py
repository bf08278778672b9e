"""What can happen on the way to lifting: conditions, measures that are lifted, complete responses."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.deadlines.rules import CLOCKS, ClockRule, Repeat, Step
from apps.pauses.acts.deciders import decided_by, deciding_seats
from apps.pauses.acts.public import public_form, public_form_of_condition
from apps.pauses.acts.told import EVERY_MEMBER, EVERYBODY
from apps.pauses.models import Binding, Condition, seats_that_may_see
from apps.pauses.rules.charter import RESPONSE_DAYS
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

CONDITION = "pause_condition"

AWAITED = "pause_condition.awaited"
SUBMITTED = "pause_condition.submitted"
VERIFIED = "pause_condition.verified"
RETURNED = "pause_condition.returned"
ACCEPTED = "pause_condition.accepted"
CAME = "pause_condition.came"
REOPENED = "pause_condition.reopened"
LET_GO = "pause_condition.let_go"
MEASURE_LIFTED = "pause.measure_lifted"
ALL_MET = "pause.all_conditions_met"
STILL_OPEN = "pause.conditions_open"
RESPONDED = "pause_lab.responded"
ANSWERED = "pause_lab.response_answered"

TO_COME = "pause_condition.come"
TO_ANSWER = "pause_lab.answer_response"

ANSWERERS = "pause_lab.answerers"


def _order_of(condition_id: int) -> int:
    found: int = Condition.objects.values_list("order", flat=True).get(pk=condition_id)
    return found


def _seats(condition_id: int, at: datetime) -> QuerySet[Seat]:
    return seats_that_may_see(_order_of(condition_id), at)


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = Condition.objects.filter(pk__in=ids).select_related("order")
    return {row.pk: f"{row.order.marked_title}: condition {row.number}" for row in rows}


def _address(slug: str, ref: str) -> str:
    order, _slash, number = ref.partition("/c")
    return reverse("pauses:condition", args=[slug, order, int(number)])


def _date(condition_id: int) -> datetime:
    """The date, or where it had passed when the order began, that hour: no clock is due before it starts."""
    row = Condition.objects.select_related("order").get(pk=condition_id)
    moments = [moment for moment in (row.date, row.order.in_force_at) if moment is not None]
    return max(moments)


def _answerers(binding_id: int, at: datetime) -> QuerySet[Seat]:
    binding = Binding.objects.get(pk=binding_id)
    return deciding_seats(binding.order_id, {binding.organisation_id}, at)


def _to_answer(viewer: Viewer) -> QuerySet[Binding]:
    rows = Binding.objects.filter(responses__isnull=False, responses__answered_at=None)
    return decided_by(rows, viewer, "order", "organisation")


ON_THE_WAY = (
    ClockRule(
        key=TO_COME,
        name="The date of a condition",
        owed_by=("clerks",),
        length=_date,
        unit="hours",
        because="The order names the date; the portal finds the condition met when it has come.",
        at_end=CAME,
        end_after_hours=0,
        fixed=True,
    ),
    ClockRule(
        key=TO_ANSWER,
        name="Answer the complete response",
        owed_by=(ANSWERERS,),
        length=RESPONSE_DAYS,
        unit="days",
        because="A lab's complete response is answered within {length} (charter, article {article}).",
        ladder=(
            Step(-72, to=(ANSWERERS,), does="remind"),
            Step(0, to=(ANSWERERS, "chair", "clerks", "members"), does="escalate"),
        ),
        repeat=Repeat(every=72, to=(ANSWERERS, "clerks", "members"), most=20),
    ),
)


def register() -> None:
    """Fill the subject, the audience, the clocks and the catalogue."""
    SUBJECTS.register(
        CONDITION,
        SubjectKind(
            key=CONDITION,
            label="condition for lifting a pause",
            address=_address,
            visible=lambda viewer: Condition.objects.visible_to(viewer),
            seats=_seats,
            titles=_titles,
            confidential=lambda _condition_id: False,
        ),
    )
    AUDIENCES.register(
        ANSWERERS,
        Audience(ANSWERERS, "whoever presides over the pause, or else the clerks", _answerers, about=_to_answer),
    )
    for clock in ON_THE_WAY:
        CLOCKS.register(clock.key, clock)
    _declare()


def _declare() -> None:
    declare(
        ActKind(AWAITED, "waits for the date of the condition", starts=(TO_COME,), icon="calendar", quiet=True),
        ActKind(
            SUBMITTED,
            "gave evidence for the condition",
            told=EVERY_MEMBER,
            asks="Somebody without a stake verifies it.",
            icon="file-text",
        ),
        ActKind(
            VERIFIED,
            "verified the condition",
            told=EVERY_MEMBER,
            asks="Whoever presides decides whether it is met.",
            icon="eye-check",
        ),
        ActKind(RETURNED, "returned the condition: more is needed", told=EVERY_MEMBER, icon="arrow-back-up"),
        ActKind(
            ACCEPTED,
            "found the condition met",
            told=EVERY_MEMBER,
            publishes=public_form_of_condition,
            icon="circle-check",
        ),
        ActKind(
            CAME,
            "found the condition met",
            told=EVERY_MEMBER,
            meets=(TO_COME,),
            publishes=public_form_of_condition,
            icon="circle-check",
        ),
        ActKind(
            REOPENED,
            "found the condition met no longer",
            told=EVERY_MEMBER,
            publishes=public_form_of_condition,
            icon="refresh",
        ),
        ActKind(LET_GO, "no longer waits for the condition", moots=(TO_COME,), icon="calendar-off", quiet=True),
        ActKind(
            MEASURE_LIFTED,
            "lifted a measure of the pause",
            told=EVERYBODY,
            publishes=public_form,
            icon="player-play",
            urgent=True,
        ),
        ActKind(ALL_MET, "found all conditions of the pause met", told=EVERYBODY, icon="checklist", urgent=True),
        ActKind(STILL_OPEN, "says which conditions are open while the pause ends", told=EVERYBODY, icon="list-details"),
        ActKind(
            RESPONDED,
            "says that everything is shown",
            told=("chair", *EVERY_MEMBER),
            starts=(TO_ANSWER,),
            asks="Whoever presides answers.",
            icon="message-check",
        ),
        ActKind(
            ANSWERED, "answered the complete response", told=EVERY_MEMBER, meets=(TO_ANSWER,), icon="message-reply"
        ),
    )
