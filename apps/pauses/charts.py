"""Pauses over time as a drawing: a lane for each order, its measures within where they differ, and a line for now."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Place = Callable[[datetime], float]
"""Where an instant lies from left to right."""

LABEL, BAR, PART, GAP, TOP = 20, 12, 7, 16, 26
ROOM = 17
HALF_A_TICK = 30
SHORTEST = timedelta(days=14)
MARKS = {
    "a": gettext_lazy("adopted"),
    "c": gettext_lazy("confirmed, or to be confirmed by"),
    "j": gettext_lazy("to be joined by"),
    "m": gettext_lazy("a condition met, or a measure lifted"),
    "r": gettext_lazy("renewed"),
    "e": gettext_lazy("ended"),
}
"""The letters by which a lane's marks are told, and what each says."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with its name."""

    label: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at an instant; `letter` is one of MARKS."""

    letter: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """One order: its name, when it binds or bound (None while that is not known), its measures and its marks.

    `tone` is ok while it stands, neutral where it has ended, abstain where it waits.
    """

    label: str
    whole: Span | None
    parts: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    tone: str = ""

    @property
    def is_staged(self) -> bool:
        """Whether its measures do not all last as long as it does."""
        whole = self.whole
        return whole is not None and any(
            (part.starts_at, part.ends_at) != (whole.starts_at, whole.ends_at) for part in self.parts
        )

    @property
    def height(self) -> int:
        """How much room it takes."""
        return LABEL + BAR + (PART + 3) * (len(self.parts) if self.is_staged else 0) + GAP


def timeline(lanes: Sequence[Lane], now: datetime, *, ident: str = "pauses") -> SafeString:
    """The lanes, drawn wide and, for phones, narrow and taller; put them in a table beside it."""
    drawn = [lane for lane in lanes if lane.whole or lane.marks]
    if not drawn:
        return SafeString("")
    both = [
        _drawn(drawn, now, 720, f"{ident}-wide", "c-chart--wide", 1),
        _drawn(drawn, now, 360, f"{ident}-tall", "c-chart--tall", 1.25),
    ]
    return mark_safe("".join(both))  # noqa: S308 - every text was escaped where it was drawn


def letters(lanes: Sequence[Lane]) -> list[tuple[str, str]]:
    """The letters that the drawing uses, with what they say."""
    used = {mark.letter for lane in lanes for mark in lane.marks}
    return [(letter, str(says)) for letter, says in MARKS.items() if letter in used]


def _instants(lanes: Sequence[Lane], now: datetime) -> list[datetime]:
    spans = [span for lane in lanes for span in (lane.whole, *lane.parts) if span]
    marks = [mark.at for lane in lanes for mark in lane.marks]
    return [now, *marks, *(one for span in spans for one in (span.starts_at, span.ends_at))]


def _drawn(lanes: Sequence[Lane], now: datetime, width: int, ident: str, css_class: str, stretch: float) -> str:
    instants = _instants(lanes, now)
    first, last = min(instants), max(instants)
    margin = max((last - first) * 0.03, timedelta(days=1))
    first, last = first - margin, max(last, first + SHORTEST) + margin
    length = (last - first).total_seconds()
    height = TOP + round(sum(lane.height * stretch for lane in lanes))

    def x(moment: datetime) -> float:
        return round(width * (moment - first).total_seconds() / length, 1)

    said = escape("; ".join(_said(lane) for lane in lanes))
    parts = [
        f'<svg class="c-chart {css_class}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="{ident}-t" aria-describedby="{ident}-d">'
        f'<title id="{ident}-t">{escape(_("Pauses over time"))}</title><desc id="{ident}-d">{said}</desc>'
    ]
    for at, label in _ticks(first, last, width):
        parts.append(f'<line class="c-chart__grid" x1="{x(at)}" x2="{x(at)}" y1="{TOP - 8}" y2="{height}"/>')
        if HALF_A_TICK <= x(at) <= width - HALF_A_TICK:
            parts.append(f'<text class="c-chart__tick" x="{x(at)}" y="12" text-anchor="middle">{escape(label)}</text>')
    # Before the lanes, so that their names and letters stay readable where it crosses them.
    parts.append(
        f'<line class="c-chart__limit" x1="{x(now)}" x2="{x(now)}" y1="{TOP - 8}" y2="{height}">'
        f"<title>{escape(_('Now'))}</title></line>"
    )
    y = float(TOP)
    for lane in lanes:
        parts += _lane(lane, x, round(y), width)
        y += lane.height * stretch
    return "".join([*parts, "</svg>"])


def _lane(lane: Lane, x: Place, y: int, width: int) -> Iterator[str]:
    yield f'<text class="c-chart__label" x="0" y="{y + 12}">{escape(_short(lane.label, width))}</text>'
    top = y + LABEL
    yield f'<rect class="c-chart__track" x="0" y="{top}" width="{width}" height="{BAR}" rx="3"/>'
    if lane.whole:
        yield _bar(lane.whole, x, top, BAR, lane.tone)
    if lane.is_staged:
        for place, part in enumerate(lane.parts):
            yield _bar(part, x, top + BAR + 3 + (PART + 3) * place, PART, lane.tone)
    for mark, at in _beside(lane.marks, x, width):
        says = escape(f"{MARKS[mark.letter]}: {mark.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
        yield (
            f'<g><title>{says}</title><circle class="c-chart__point" cx="{at}" cy="{top + BAR / 2}" r="7"/>'
            f'<text class="c-chart__letter" x="{at}" y="{top + BAR / 2 + 3.5}" text-anchor="middle">{mark.letter}</text></g>'
        )


def _beside(marks: Sequence[Mark], x: Place, width: int) -> list[tuple[Mark, float]]:
    """The marks in their order, none on top of another: what is close by stands next to it."""
    placed: list[tuple[Mark, float]] = []
    for mark in sorted(marks, key=lambda one: one.at):
        at = x(mark.at) if not placed else max(x(mark.at), placed[-1][1] + ROOM)
        placed.append((mark, round(at, 1)))
    over = placed[-1][1] - width + ROOM / 2 if placed else 0
    return [(mark, round(at - over, 1)) for mark, at in placed] if over > 0 else placed


def _bar(span: Span, x: Place, y: float, height: int, tone: str) -> str:
    start, end = x(span.starts_at), x(span.ends_at)
    css_class = f"c-chart__bar c-chart__bar--{escape(tone)}" if tone else "c-chart__bar"
    title = escape(f"{span.label}: {_day(span.starts_at)} – {_day(span.ends_at)}")
    length = max(round(end - start, 1), 2)
    return f'<rect class="{css_class}" x="{start}" y="{y}" width="{length}" height="{height}" rx="3"><title>{title}</title></rect>'


def _said(lane: Lane) -> str:
    if lane.whole is None:
        return lane.label
    return f"{lane.label}, {_day(lane.whole.starts_at)} – {_day(lane.whole.ends_at)}"


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d}"


def _short(label: str, width: int) -> str:
    most = width // 7
    return label if len(label) <= most else f"{label[: most - 1]}…"


def _ticks(first: datetime, last: datetime, width: int) -> Iterator[tuple[datetime, str]]:
    """The beginnings of days, months or years, as many as have room."""
    room = max(width // 90, 2)
    days = (last - first).days
    if days <= 62:
        step = max(-(-days // room), 1)
        start = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(days=1)
        yield from ((start + timedelta(days=n), f"{start + timedelta(days=n):%d %b}") for n in range(0, days, step))
        return
    months = [*_months(first, last)]
    step = max(-(-len(months) // room), 1)
    yield from ((at, f"{at:%b %Y}") for at in months[::step])


def _months(first: datetime, last: datetime) -> Iterator[datetime]:
    year, month = first.year, first.month
    while True:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        at = datetime(year, month, 1, tzinfo=UTC)
        if at >= last:
            return
        yield at
