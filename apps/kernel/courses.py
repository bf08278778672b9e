"""Several courses in one drawing, such as income and expenditure over the years; lines may go below nothing.

Each course has a colour, a dash and a mark of its own, so that nobody needs to tell colours apart, and its name stands
beside its end; on phones the names stand below. Put the same figures in a table beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from apps.kernel.charts import Frame, open_drawing

MOST = 6
"""So many courses can be told apart; give no more."""

_WIDE = Frame(width=720, height=280, left=64, right=196)
_TALL = Frame(width=360, height=260, left=56, right=20)
_ROW = 22
_APART = 17

_SIZES = ((1e9, " bn"), (1e6, " m"), (1e3, " k"))


class Course(NamedTuple):
    """A line: its name and its value at each point, None where there is none."""

    label: str
    values: Sequence[Decimal | None]


class _Scale(NamedTuple):
    frame: Frame
    low: float
    high: float
    places: int

    def x(self, place: int) -> float:
        gaps = max(self.places - 1, 1)
        return self.frame.left + self.frame.plot_width * place / gaps

    def y(self, value: Decimal | float) -> float:
        return self.frame.top + self.frame.plot_height * (1 - (float(value) - self.low) / (self.high - self.low))


def course_chart(
    points: Sequence[str], courses: Sequence[Course], *, ident: str, title: str, say: Callable[[Decimal], str]
) -> SafeString:
    """Return the courses over the points, drawn twice: wide, and narrower for phones (CSS shows one).

    ``ident`` must be unique on the page; ``say`` writes a value. Raises ValueError for more than `MOST` courses.
    """
    if len(courses) > MOST:
        raise ValueError(f"{len(courses)} courses cannot be told apart.")
    if not points or not any(value is not None for course in courses for value in course.values):
        return SafeString("")
    said = "; ".join(f"{course.label}: {_heard(points, course, say)}" for course in courses)
    tall = replace(_TALL, height=_TALL.height + _ROW * len(courses), bottom=_TALL.bottom + _ROW * len(courses))
    drawn = [
        "".join(_drawing(points, courses, frame, f"{ident}-{size}", f"c-chart--{size}", title, said, say))
        for size, frame in (("wide", _WIDE), ("tall", tall))
    ]
    return mark_safe("".join(drawn))  # noqa: S308 - every text was escaped where it was drawn


def _heard(points: Sequence[str], course: Course, say: Callable[[Decimal], str]) -> str:
    return ", ".join(
        f"{point} {say(value)}" for point, value in zip(points, course.values, strict=True) if value is not None
    )


def _drawing(
    points: Sequence[str],
    courses: Sequence[Course],
    frame: Frame,
    ident: str,
    css_class: str,
    title: str,
    said: str,
    say: Callable[[Decimal], str],
) -> Iterator[str]:
    values = [float(value) for course in courses for value in course.values if value is not None]
    span = (max(*values, 0.0) - min(*values, 0.0)) or 1.0
    low, high = min(*values, 0.0), max(*values, 0.0)
    scale = _Scale(frame, low - (0.08 * span if low < 0 else 0), high + 0.08 * span, len(points))
    yield open_drawing(ident, frame.width, frame.height, css_class, title, said)
    yield from _grid(scale)
    yield from _points(points, scale)
    for number, course in enumerate(courses, start=1):
        yield from _course(points, course, number, scale, say)
    yield from _names(courses, scale) if frame is _WIDE else _key(courses, scale)
    yield "</svg>"


def _grid(scale: _Scale) -> Iterator[str]:
    frame, end = scale.frame, scale.frame.width - scale.frame.right
    for height in _heights(scale.low, scale.high):
        y = scale.y(height)
        strong = " c-chart__grid--nothing" if height == 0 else ""
        yield (
            f'<line class="c-chart__grid{strong}" x1="{frame.left}" x2="{end}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="c-chart__tick" x="{frame.left - 8}" y="{y + 4:.1f}" text-anchor="end">{compact(height)}</text>'
        )


def _heights(low: float, high: float) -> list[float]:
    """Round heights within the drawing, nothing among them: four to eight."""
    size = 1.0
    while size * 5 > high - low:
        size /= 10
    while size * 50 <= high - low:
        size *= 10
    step = next(size * factor for factor in (1, 2, 5, 10) if (high - low) / (size * factor) <= 7)
    return [step * number for number in range(int(low / step), int(high / step) + 1)]


def compact(value: float) -> str:
    """A height in few signs: 1.2 m for 1 200 000, with a true minus."""
    sign, value = ("\u2212" if value < 0 else ""), abs(value)
    for size, name in _SIZES:
        if value >= size:
            return f"{sign}{value / size:.3g}{name}"
    return f"{sign}{value:.3g}"


def _points(points: Sequence[str], scale: _Scale) -> Iterator[str]:
    y = scale.frame.top + scale.frame.plot_height + 20
    for place, point in enumerate(points):
        yield f'<text class="c-chart__tick" x="{scale.x(place):.1f}" y="{y}" text-anchor="middle">{escape(point)}</text>'


def _course(
    points: Sequence[str], course: Course, number: int, scale: _Scale, say: Callable[[Decimal], str]
) -> Iterator[str]:
    yield f'<g class="c-chart__one c-chart__one--{number}">'
    for piece in _pieces(course, scale):
        yield f'<polyline class="c-chart__course" points="{piece}"/>'
    for place, value in enumerate(course.values):
        if value is not None:
            told = escape(f"{course.label}, {points[place]}: {say(value)}")
            yield f"<g>{_mark(number, scale.x(place), scale.y(value))}<title>{told}</title></g>"
    yield "</g>"


def _pieces(course: Course, scale: _Scale) -> list[str]:
    """The line's unbroken parts; where there is no value it is broken."""
    pieces: list[list[str]] = [[]]
    for place, value in enumerate(course.values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{scale.x(place):.1f},{scale.y(value):.1f}")
    return [" ".join(piece) for piece in pieces if len(piece) > 1]


_SHAPES = {
    2: ((-5, -5), (5, -5), (5, 5), (-5, 5)),
    3: ((0, -6), (6, 5), (-6, 5)),
    4: ((0, -7), (7, 0), (0, 7), (-7, 0)),
    5: ((-6, -5), (6, -5), (0, 6)),
    6: ((-2, -6), (2, -6), (2, -2), (6, -2), (6, 2), (2, 2), (2, 6), (-2, 6), (-2, 2), (-6, 2), (-6, -2), (-2, -2)),
}


def _mark(number: int, x: float, y: float) -> str:
    """The mark of a course: a disc, a square, a triangle, a lozenge, a triangle on its tip, a cross."""
    if number not in _SHAPES:
        return f'<circle class="c-chart__sign" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    corners = " ".join(f"{x + across:.1f},{y + down:.1f}" for across, down in _SHAPES[number])
    return f'<polygon class="c-chart__sign" points="{corners}"/>'


def _names(courses: Sequence[Course], scale: _Scale) -> Iterator[str]:
    """Each name beside the last point of its line, moved apart where two would cover each other."""
    ends = []
    for number, course in enumerate(courses, start=1):
        last = next((value for value in reversed(course.values) if value is not None), None)
        if last is not None:
            ends.append((scale.y(last), number, course.label))
    x = scale.frame.width - scale.frame.right + 22
    for y, (_at, number, label) in zip(_apart([end[0] for end in sorted(ends)]), sorted(ends), strict=True):
        yield _named(number, label, x, y)


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights from the top down, none closer to the one before than a line of text."""
    found: list[float] = []
    for height in heights:
        found.append(height if not found else max(height, found[-1] + _APART))
    return found


def _key(courses: Sequence[Course], scale: _Scale) -> Iterator[str]:
    first = scale.frame.top + scale.frame.plot_height + 44
    for number, course in enumerate(courses, start=1):
        yield _named(number, course.label, scale.frame.left, first + _ROW * (number - 1))


def _named(number: int, label: str, x: float, y: float) -> str:
    return (
        f'<g class="c-chart__one c-chart__one--{number}">{_mark(number, x, y)}</g>'
        f'<text class="c-chart__name" x="{x + 12:.1f}" y="{y + 4:.1f}">{escape(label)}</text>'
    )
