"""How pages write where a pause stands, and how it is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.kernel.marks import tag
from apps.pauses.charts import Lane, Mark, Span
from apps.pauses.models import PauseOrder
from apps.pauses.selectors.board import Line, moments_of
from apps.pauses.states import ENDED, STANDING, STATE_LABELS, State

TONES = {
    State.DRAFT: "neutral",
    State.PROPOSED: "info",
    State.CONDITIONAL: "info",
    State.IN_FORCE: "stop",
    State.LIFTING: "warn",
    State.LIFTED: "ok",
    State.EXPIRED: "neutral",
    State.LAPSED: "neutral",
    State.SUPERSEDED: "neutral",
}


def state_tag(state: str) -> SafeString:
    """Where an order stands."""
    return tag(STATE_LABELS[State(state)], TONES[State(state)])


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next for an order by itself or by the committee, and by when."""

    says: str
    at: datetime | None = None


def next_of(order: PauseOrder) -> Next:
    """The next step of an order in words."""
    if order.state == State.PROPOSED:
        return Next(_("The committee decides on its motion."))
    if order.state == State.CONDITIONAL and order.condition_by is not None:
        return Next(_("Labs join; it lapses if too few do."), order.condition_by)
    if order.state == State.CONDITIONAL:
        return Next(_("It begins."), order.starts_at)
    if order.state in STANDING and order.confirm_by is not None and order.confirmed_at is None:
        if order.basis == "chair":
            return Next(_("The committee confirms it, or it lapses."), order.confirm_by)
        return Next(_("The committee may stop it; otherwise it stands."), order.confirm_by)
    if order.state in STANDING:
        return Next(_("It ends, unless it is renewed before."), order.ends_at)
    return Next(order.because or _("It has ended."))


def lanes_of(lines: Iterable[Line], now: datetime) -> list[Lane]:
    """The orders as lanes of the drawing, those that began first on top (three queries)."""
    rows = sorted(lines, key=lambda line: (_begins(line.order) or now, line.order.pk))
    moments = moments_of([line.order.pk for line in rows])
    return [_lane(line, moments.get(line.order.pk, [])) for line in rows]


def _begins(order: PauseOrder) -> datetime | None:
    return order.in_force_at or order.starts_at or order.adopted_at or order.laid_at


def _lane(line: Line, moments: list[tuple[str, datetime]]) -> Lane:
    order = line.order
    label = f"{order.marked_title} · {order.ref}"
    begins, ends = order.in_force_at or order.starts_at, order.ended_at or order.ends_at
    whole = Span(label, begins, ends) if begins and ends and begins < ends and _bound(order) else None
    given = [("a", order.adopted_at), ("c", order.confirmed_at), ("e", order.ended_at)]
    if order.ended_at is None:
        given += [("c", None if order.confirmed_at else order.confirm_by), ("j", _joined_by(order))]
    marks = [Mark(letter, at) for letter, at in given if at is not None] + [Mark(*one) for one in moments]
    return Lane(label, whole, _parts(line, whole) if whole else (), tuple(marks), _tone(order))


def _joined_by(order: PauseOrder) -> datetime | None:
    return order.condition_by if order.in_force_at is None else None


def _bound(order: PauseOrder) -> bool:
    return order.in_force_at is not None or order.state not in ENDED


def _parts(line: Line, whole: Span) -> tuple[Span, ...]:
    spans = []
    for one in line.measures:
        row = one.measure
        starts = max(whole.starts_at, row.starts_at or whole.starts_at)
        ends = min(whole.ends_at, row.lifted_at or whole.ends_at, row.ends_at or whole.ends_at)
        spans.append(Span(f"{line.order.ref}/{row.number} {one.reads}", starts, max(starts, ends)))
    return tuple(spans)


def _tone(order: PauseOrder) -> str:
    if order.state in ENDED:
        return "neutral"
    if order.is_drill:
        return "abstain"
    return "stop" if order.state in STANDING else ""


def basis_words(order: PauseOrder) -> str:
    """By whose decision it stands."""
    said = {
        "motion": _("By a vote of the committee"),
        "crossing": _("A threshold was crossed"),
        "chair": _("By the chair's office, in an emergency"),
    }
    return said[order.basis]
