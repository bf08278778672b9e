"""What can happen to a pause order as a whole: who is told, which clocks run, what becomes public."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import MEMBER_ROLES
from apps.deadlines.rules import CLOCKS, ClockRule, Step
from apps.pauses.acts.public import public_form
from apps.pauses.acts.told import EVERY_MEMBER, EVERYBODY
from apps.pauses.models import SUBJECT, Adhesion, Binding, PauseOrder, seats_that_may_see
from apps.pauses.rules.charter import NOTICE_DAYS
from apps.pauses.states import State
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

DISCARDED = "pause.discarded"
LAID = "pause.laid"
REJECTED = "pause.rejected"
ADOPTED = "pause.adopted"
IMPOSED = "pause.imposed"
CONFIRMED = "pause.confirmed"
JOINED = "pause.joined"
LEFT = "pause.left"
WAITS = "pause.waits_for_its_hour"
ENTERED = "pause.entered_into_force"
EXTENDED = "pause.extended"
FAILED = "pause.condition_failed"
LAPSED = "pause.lapsed"
LIFTED = "pause.lifted"
EXPIRED = "pause.expired"
SUPERSEDED = "pause.superseded"

TO_CONFIRM = "pause.confirm"
TO_JOIN = "pause.join"
TO_ENTER = "pause.enter"
TO_END = "pause.end"

UNJOINED = "pause.unjoined"


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = PauseOrder.objects.filter(pk__in=ids).only("title", "is_drill")
    return {row.pk: row.marked_title for row in rows}


def _confidential(order_id: int) -> bool:
    return PauseOrder.objects.filter(pk=order_id, laid_at=None).exists()


def _moment(field: str) -> Callable[[int], datetime]:
    def of(order_id: int) -> datetime:
        moment: datetime = PauseOrder.objects.values_list(field, flat=True).get(pk=order_id)
        return moment

    return of


def _not_joined() -> QuerySet[Binding]:
    latest = Adhesion.objects.filter(binding=OuterRef("pk")).order_by("-id").values("adheres")[:1]
    return Binding.objects.filter(released_at=None).annotate(joined=Subquery(latest)).exclude(joined=True)


def _unjoined_seats(order_id: int, at: datetime) -> QuerySet[Seat]:
    """Whoever may join for a lab that the order would bind and that has not joined."""
    labs = _not_joined().filter(order=order_id).values("organisation")
    return Seat.objects.at(at).filter(role__in=sorted(MEMBER_ROLES), organisation__in=labs)


def _unjoined_orders(viewer: Viewer) -> QuerySet[PauseOrder]:
    if viewer.is_operator or viewer.role not in MEMBER_ROLES:
        return PauseOrder.objects.none()
    waiting = _not_joined().filter(organisation=viewer.organisation_id).values("order")
    return PauseOrder.objects.filter(state=State.CONDITIONAL, pk__in=waiting)


OF_ORDERS = (
    ClockRule(
        key=TO_CONFIRM,
        name="Confirm or stop the order",
        owed_by=("members",),
        length=_moment("confirm_by"),
        unit="hours",
        because="An order made without a vote is confirmed or stopped by the committee until then (charter, articles 6.4a and 6.4b).",
        ladder=(Step(-24, to=EVERY_MEMBER, does="remind"), Step(-4, to=EVERY_MEMBER, does="remind", pages=True)),
        at_end=CONFIRMED,
        end_after_hours=0,
        fixed=True,
    ),
    ClockRule(
        key=TO_JOIN,
        name="Join the pause",
        owed_by=(UNJOINED,),
        length=_moment("condition_by"),
        unit="hours",
        because="An order whose condition of participation is not met in time lapses (charter, article 6.5).",
        ladder=(
            Step(-168, to=(UNJOINED,), does="remind"),
            Step(-24, to=(UNJOINED, "chair", "clerks"), does="escalate"),
        ),
        at_end=FAILED,
        end_after_hours=0,
        fixed=True,
    ),
    ClockRule(
        key=TO_ENTER,
        name="The pause begins",
        owed_by=("clerks",),
        length=_moment("starts_at"),
        unit="hours",
        because="The order says from when it binds; the portal serves it at that hour.",
        ladder=(Step(-24, to=EVERYBODY, does="remind"),),
        at_end=ENTERED,
        end_after_hours=0,
        fixed=True,
    ),
    ClockRule(
        key=TO_END,
        name="Renew the pause, or let it end",
        owed_by=("members",),
        length=_moment("ends_at"),
        unit="hours",
        because="Every pause has an end, and a vote may renew it before that (charter, article 6.2).",
        ladder=(Step(f"-{NOTICE_DAYS}", to=EVERYBODY, does="remind"), Step(-24, to=EVERYBODY, does="remind")),
        at_end=EXPIRED,
        end_after_hours=0,
        fixed=True,
    ),
)


def register() -> None:
    """Fill the subject, the audience, the clocks and the catalogue."""
    SUBJECTS.register(
        SUBJECT,
        SubjectKind(
            key=SUBJECT,
            label="pause order",
            address=lambda slug, ref: reverse("pauses:detail", args=[slug, ref]),
            visible=lambda viewer: PauseOrder.objects.visible_to(viewer),
            seats=seats_that_may_see,
            titles=_titles,
            confidential=_confidential,
        ),
    )
    AUDIENCES.register(
        UNJOINED, Audience(UNJOINED, "the labs that have not joined", _unjoined_seats, about=_unjoined_orders)
    )
    for clock in OF_ORDERS:
        CLOCKS.register(clock.key, clock)
    _declare()


def _declare() -> None:
    every_clock = (TO_CONFIRM, TO_JOIN, TO_ENTER, TO_END)
    declare(
        ActKind(DISCARDED, "discarded the draft of a pause order", icon="trash", founding=True),
        ActKind(LAID, "laid the pause order before the committee", told=EVERY_MEMBER, icon="gavel"),
        ActKind(REJECTED, "let the pause order go", told=EVERY_MEMBER, icon="x"),
        ActKind(
            ADOPTED,
            "adopted the pause order, which waits for labs to join",
            told=EVERYBODY,
            starts=(TO_JOIN,),
            asks="Your lab may join.",
            publishes=public_form,
            icon="users",
        ),
        ActKind(
            IMPOSED,
            "ordered a pause without a vote",
            told=EVERYBODY,
            starts=(TO_CONFIRM,),
            asks="The committee must confirm or stop it.",
            icon="alert-octagon",
            urgent=True,
        ),
        ActKind(
            CONFIRMED,
            "confirmed the pause order",
            told=EVERYBODY,
            meets=(TO_CONFIRM,),
            publishes=public_form,
            icon="check",
        ),
        ActKind(JOINED, "joined the pause", told=EVERY_MEMBER, icon="user-plus"),
        ActKind(LEFT, "left the pause", told=EVERY_MEMBER, icon="user-minus"),
        ActKind(
            WAITS,
            "found every condition of the pause met; it waits for its hour",
            told=EVERYBODY,
            meets=(TO_JOIN,),
            starts=(TO_ENTER,),
            publishes=public_form,
            icon="clock",
        ),
        ActKind(
            ENTERED,
            "put the pause into force",
            told=EVERYBODY,
            meets=(TO_JOIN, TO_ENTER),
            starts=(TO_END,),
            publishes=public_form,
            icon="player-pause",
            urgent=True,
        ),
        ActKind(
            EXTENDED,
            "renewed the pause",
            told=EVERYBODY,
            meets=(TO_END,),
            starts=(TO_END,),
            publishes=public_form,
            icon="calendar-plus",
        ),
        *(
            ActKind(
                key,
                label,
                told=EVERYBODY,
                meets=meets,
                moots=tuple(clock for clock in every_clock if clock not in meets),
                publishes=public_form,
                icon=icon,
                urgent=True,
            )
            for key, label, icon, meets in (
                (FAILED, "let the pause order lapse: its condition was not met", "hourglass-off", ()),
                (LAPSED, "let the pause lapse", "hourglass-off", ()),
                # Confirm or stop it, says the clock, and this stops it.
                (LIFTED, "lifted the pause", "player-play", (TO_CONFIRM,)),
                # Renew it or let it end, says the clock, and this lets it end.
                (EXPIRED, "let the pause end at its date", "calendar-off", (TO_END,)),
                (SUPERSEDED, "replaced the pause by another order", "replace", ()),
            )
        ),
    )
