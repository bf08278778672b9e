"""Charts as SVG, drawn by the server: no script, no inline style, and a title and description to hear.

Each takes plain numbers and returns markup; put the same figures in a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


class Point(NamedTuple):
    """One value of a series: the label under the axis and the height."""

    label: str
    value: float


class Bar(NamedTuple):
    """One bar: what it is, how long, its tone (for, against, abstain, ok, stop, neutral or empty), and its value in words.

    Without words the number itself is written.
    """

    label: str
    value: float
    tone: str = ""
    said: str = ""


@dataclass(frozen=True)
class Frame:
    """The size of a drawing and the room around what is plotted."""

    width: int
    height: int
    left: int
    right: int
    top: int = 14
    bottom: int = 30

    @property
    def plot_width(self) -> int:
        """How wide the plotted part is."""
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> int:
        """How high the plotted part is."""
        return self.height - self.top - self.bottom


_WIDE = Frame(width=720, height=260, left=48, right=104)
_TALL = Frame(width=360, height=260, left=48, right=20)


def line_chart(
    points: Sequence[Point], *, ident: str, title: str, limit: float | None = None, unit: str = ""
) -> SafeString:
    """Return a line over ``points``, drawn twice: wide, and narrower for phones (CSS shows one).

    ``ident`` must be unique on the page. ``limit`` draws a line and shades what lies above it.
    """
    series = [Point(*point) for point in points]
    if not series:
        return SafeString("")
    said = _describe(series, limit, unit)
    drawn = [
        _line(series, _WIDE, f"{ident}-wide", "c-chart--wide", title, said, limit, unit),
        _line(series, _TALL, f"{ident}-tall", "c-chart--tall", title, said, limit, unit),
    ]
    return mark_safe("".join(drawn))  # noqa: S308 - every text was escaped where it was drawn


def bars(rows: Sequence[Bar], *, ident: str, title: str, unit: str = "", whole: float = 0) -> SafeString:
    """Return one horizontal bar for each row with its label and value, drawn for wide pages and for phones.

    A bar as long as its track is the largest of the rows, or `whole` where none is above that.
    """
    items = [Bar(*row) for row in rows]
    said = "; ".join(f"{bar.label}: {bar.said or _number(bar.value) + unit}" for bar in items)
    drawn = [
        _bars(items, 720, f"{ident}-wide", "c-chart--wide", title, said, unit, whole),
        _bars(items, 360, f"{ident}-tall", "c-chart--tall", title, said, unit, whole),
    ]
    return mark_safe("".join(drawn))  # noqa: S308 - every text was escaped where it was drawn


def _bars(
    items: list[Bar], width: int, ident: str, css_class: str, title: str, said: str, unit: str, whole: float
) -> str:
    top = max(whole, *(bar.value for bar in items)) or 1 if items else 1
    words = [bar.said or f"{_number(bar.value)}{unit}" for bar in items]
    room = width - max(70, 14 + 8 * max((len(one) for one in words), default=0))
    parts = [open_drawing(ident, width, 42 * len(items), css_class, title, said)]
    for row, bar in enumerate(items):
        y = 42 * row
        length = room * max(bar.value, 0) / top
        value = escape(words[row])
        parts.append(
            f'<text class="c-chart__label" x="0" y="{y + 12}">{escape(bar.label)}</text>'
            f'<rect class="c-chart__track" x="0" y="{y + 19}" width="{room}" height="12" rx="3"/>'
            f'<rect class="{_bar_class(bar.tone)}" x="0" y="{y + 19}" width="{length:.1f}" height="12" rx="3"/>'
            f'<text class="c-chart__label" x="{width}" y="{y + 30}" text-anchor="end">{value}</text>'
        )
    return "".join([*parts, "</svg>"])


def progress_bar(value: float, total: float, *, need: float | None = None, tone: str = "") -> SafeString:
    """Return a bar of ``value`` out of ``total`` with a mark at ``need``; decorative: say the numbers in text."""
    share = 100 * min(max(value / total, 0), 1) if total else 0
    mark = ""
    if need is not None and total:
        x = f"{100 * min(need / total, 1):.2f}%"
        mark = f'<line class="c-chart__mark" x1="{x}" x2="{x}" y1="-15%" y2="115%"/>'
    return mark_safe(  # noqa: S308 - numbers and our own class names only
        '<svg class="c-bar" aria-hidden="true" focusable="false">'
        '<rect class="c-chart__track" width="100%" height="100%" rx="4"/>'
        f'<rect class="{_bar_class(tone)}" width="{share:.2f}%" height="100%" rx="4"/>{mark}</svg>'
    )


def _bar_class(tone: str) -> str:
    return f"c-chart__bar c-chart__bar--{escape(tone)}" if tone else "c-chart__bar"


def open_drawing(ident: str, width: int, height: int, css_class: str, title: str, said: str) -> str:
    """The beginning of a drawing with what it is called and what is heard of it; close it with ``</svg>``."""
    ident = escape(ident)
    return (
        f'<svg class="c-chart {css_class}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="{ident}-t" aria-describedby="{ident}-d">'
        f'<title id="{ident}-t">{escape(title)}</title><desc id="{ident}-d">{escape(said)}</desc>'
    )


def _describe(series: list[Point], limit: float | None, unit: str) -> str:
    first, last = series[0], series[-1]
    said = _("From %(first)s in %(start)s to %(last)s in %(end)s.") % {
        "first": f"{_number(first.value)}{unit}",
        "start": first.label,
        "last": f"{_number(last.value)}{unit}",
        "end": last.label,
    }
    if limit is not None:
        over = sum(point.value > limit for point in series)
        said += " " + _("Limit %(limit)s; %(over)d of %(all)d values are above it.") % {
            "limit": f"{_number(limit)}{unit}",
            "over": over,
            "all": len(series),
        }
    return said


def _number(value: float) -> str:
    return f"{value:g}"


def _steps(top: float) -> list[float]:
    """Return round heights for the grid: four to six of them, from zero to just below ``top``."""
    size = 1.0
    while size * 5 > top:
        size /= 10
    while size * 50 <= top:
        size *= 10
    step = next(size * factor for factor in (1, 2, 5, 10) if top / (size * factor) <= 6)
    return [step * index for index in range(int(top / step) + 1)]


def _line(
    series: list[Point],
    frame: Frame,
    ident: str,
    css_class: str,
    title: str,
    said: str,
    limit: float | None,
    unit: str,
) -> str:
    top = max([point.value for point in series] + [limit or 0]) * 1.15 or 1
    gaps = max(len(series) - 1, 1)
    bottom, end = frame.height - frame.bottom, frame.width - frame.right
    xs = [frame.left + frame.plot_width * index / gaps for index in range(len(series))]

    def y(value: float) -> float:
        return frame.top + frame.plot_height * (1 - value / top)

    parts = [open_drawing(ident, frame.width, frame.height, css_class, title, said)]
    for height in _steps(top):
        parts.append(
            f'<line class="c-chart__grid" x1="{frame.left}" x2="{end}" y1="{y(height):.1f}" y2="{y(height):.1f}"/>'
            f'<text class="c-chart__tick" x="{frame.left - 8}" y="{y(height) + 4:.1f}" text-anchor="end">'
            f"{_number(round(height, 6))}{escape(unit)}</text>"
        )
    parts.extend(_axis_labels(series, xs, frame))
    line = " ".join(f"{x:.1f},{y(point.value):.1f}" for x, point in zip(xs, series, strict=True))
    area = f"{xs[0]:.1f},{bottom} {line} {xs[-1]:.1f},{bottom}"
    if limit is not None:
        parts.append(_limit_line(y(limit), frame, f"{_number(limit)}{unit}"))
    parts.append(f'<polygon class="c-chart__area" points="{area}"/><polyline class="c-chart__series" points="{line}"/>')
    for x, point in zip(xs, series, strict=True):
        over = " c-chart__point--over" if limit is not None and point.value > limit else ""
        said_point = escape(f"{point.label}: {_number(point.value)}{unit}")
        parts.append(
            f'<circle class="c-chart__point{over}" cx="{x:.1f}" cy="{y(point.value):.1f}" r="4">'
            f"<title>{said_point}</title></circle>"
        )
    if frame is _WIDE:
        now = escape(_("%(value)s now") % {"value": f"{_number(series[-1].value)}{unit}"})
        height = _clear_of(y(series[-1].value), None if limit is None else y(limit))
        parts.append(f'<text class="c-chart__end-label" x="{xs[-1] + 10:.1f}" y="{height + 4:.1f}">{now}</text>')
    return "".join([*parts, "</svg>"])


def _clear_of(height: float, other: float | None, gap: float = 16) -> float:
    """Return ``height``, moved away from ``other`` where two labels would cover each other."""
    if other is None or abs(height - other) >= gap:
        return height
    return other + gap if height >= other else other - gap


def _axis_labels(series: list[Point], xs: list[float], frame: Frame) -> list[str]:
    room = frame.plot_width // 60
    every = -(-len(series) // max(room, 1))
    y = frame.height - 8
    return [
        f'<text class="c-chart__tick" x="{x:.1f}" y="{y}" text-anchor="middle">{escape(point.label)}</text>'
        for index, (x, point) in enumerate(zip(xs, series, strict=True))
        if index % every == 0
    ]


def _limit_line(y: float, frame: Frame, written: str) -> str:
    end = frame.width - frame.right
    text = escape(_("Limit %(value)s") % {"value": written})
    beside = f'x="{end + 8}" y="{y + 4:.1f}"' if frame is _WIDE else f'x="{frame.left + 6}" y="{y - 6:.1f}"'
    return (
        f'<rect class="c-chart__breach" x="{frame.left}" y="{frame.top}" width="{frame.plot_width}" '
        f'height="{y - frame.top:.1f}"/>'
        f'<line class="c-chart__limit" x1="{frame.left}" x2="{end}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="c-chart__limit-label" {beside}>{text}</text>'
    )
