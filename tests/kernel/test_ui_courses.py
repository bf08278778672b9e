"""Several courses in one drawing: told apart without colour, heard in words, safe with odd figures."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.kernel.charts import Bar, bars
from apps.kernel.courses import MOST, Course, compact, course_chart

YEARS = ["2026", "2027", "<b>"]


def _drawn(*courses: Course, points: list[str] | None = None) -> str:
    return course_chart(
        YEARS if points is None else points, courses, ident="x", title="<i>", say=lambda one: f"{one} EUR"
    )


def _of(*values: str | None, name: str = "Income") -> Course:
    return Course(name, [None if value is None else Decimal(value) for value in values])


def test_every_course_has_its_own_colour_and_mark_and_its_name_in_words() -> None:
    drawn = _drawn(*(_of("1", "2", "3", name=f"Course {number}") for number in range(MOST)))
    marks = set(re.findall(r"c-chart__one--(\d)", drawn))
    assert marks == {"1", "2", "3", "4", "5", "6"}
    assert all(drawn.count(f">Course {number}<") == 2 for number in range(MOST))


def test_more_courses_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="told apart"):
        _drawn(*(_of("1", "2", "3") for _number in range(MOST + 1)))


def test_the_description_says_every_value() -> None:
    assert "Income: 2026 1 EUR, &lt;b&gt; 3 EUR; Result: 2027 -2 EUR</desc>" in _drawn(
        _of("1", None, "3"), _of(None, "-2", None, name="Result")
    )


def test_a_line_is_broken_where_there_is_no_value() -> None:
    assert _drawn(_of("1", "2", None)).count("<polyline") == 2
    assert "<polyline" not in _drawn(_of("1", None, "3"))


def test_names_of_lines_that_end_together_do_not_cover_each_other() -> None:
    drawn = _drawn(*(_of("1", "2", "3", name=f"Course {number}") for number in range(4)))
    wide = drawn[: drawn.index("c-chart--tall")]
    heights = sorted(float(y) for y in re.findall(r'c-chart__name" x="[\d.]+" y="([\d.]+)"', wide))
    assert len(heights) == 4
    assert all(later - earlier >= 17 for earlier, later in pairwise(heights))


def test_nothing_is_drawn_of_nothing() -> None:
    assert _drawn(_of(None, None, None)) == ""
    assert _drawn(points=[]) == ""


def test_texts_are_escaped_and_nothing_is_inline() -> None:
    drawn = _drawn(_of("1", "2", "3", name="<script>"))
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert "style=" not in drawn


@given(
    st.lists(st.one_of(st.none(), st.decimals(min_value=-(10**14), max_value=10**14, places=2)), min_size=1, max_size=5)
)
def test_every_point_lies_within_the_drawing(values: list[Decimal | None]) -> None:
    drawn = course_chart(
        [str(place) for place in range(len(values))], [Course("One", values)], ident="x", title="x", say=str
    )
    assert "nan" not in drawn
    assert all(14 <= float(y) <= 250.1 for y in re.findall(r'c-chart__sign" cx="[\d.]+" cy="([-\d.]+)"', drawn)[:-1])


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (950, "950"), (1200, "1.2 k"), (-1_250_000, "\u22121.25 m"), (3_720_397_900, "3.72 bn"), (0.5, "0.5")],
)
def test_heights_are_written_in_few_signs(value: float, said: str) -> None:
    assert compact(value) == said


def test_a_bar_says_its_value_in_the_words_it_was_given() -> None:
    drawn = bars([Bar("Owed", 3720397900.0, "", "3 720 397 900.00 EUR")], ident="b", title="b")
    assert "Owed: 3 720 397 900.00 EUR" in drawn
    assert "e+09" not in drawn
