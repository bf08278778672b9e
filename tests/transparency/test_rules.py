"""The public form of an act, without a database."""

from datetime import UTC, datetime

import pytest

from apps.kernel.canonical import NotCanonical
from apps.transparency.rules import Line, Published, Redacted, is_redacted, lines

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Lazy:
    """Like a text whose translation waits."""

    def __str__(self) -> str:
        return "High"


def form(**body: object) -> Published:
    return Published("incident", "INC-1", "Title", "Summary", body)


def test_rows_keep_the_order_of_the_body() -> None:
    assert [row["label"] for row in form(z=1, a=2, m=3).rows] == ["z", "a", "m"]


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("text", "text"),
        (3, 3),
        (0, 0),
        (False, False),
        (None, None),
        (["a", 2], ["a", 2]),
        (Lazy(), "High"),
        (NOON, "2026-11-21T12:00:00Z"),
    ],
)
def test_a_value_is_stored_exactly(value: object, stored: object) -> None:
    assert form(x=value).rows == [{"label": "x", "value": stored}]


def test_an_empty_text_is_left_out() -> None:
    assert form(x="", y=[], z="there").rows == [{"label": "z", "value": "there"}]


def test_a_float_is_refused_because_it_is_not_exact() -> None:
    with pytest.raises(NotCanonical):
        _ = form(x=0.1).rows


def test_a_redaction_is_marked_with_its_reason_and_holds_nothing_else() -> None:
    rows = form(model=Redacted("Confidential to the lab")).rows
    assert rows == [{"label": "model", "redacted": "Confidential to the lab"}]
    assert is_redacted(rows)
    assert not is_redacted(form(model="Alba").rows)


def test_lines_read_as_people_write() -> None:
    rows = form(
        **{
            "reported by": "Aster",
            "hurt": False,
            "known": None,
            "where": ["EU", 2],
            "model": Redacted("x"),
            "until": NOON,
            "day": "2026-02-31T12:00:00Z",
        }
    ).rows
    assert lines(rows) == [
        Line("Reported by", ("Aster",)),
        Line("Hurt", (False,)),
        Line("Known", (None,)),
        Line("Where", ("EU", 2)),
        Line("Model", redacted="x"),
        Line("Until", (NOON,)),
        Line("Day", ("2026-02-31T12:00:00Z",)),
    ]


def test_sentences_have_a_line_each_and_short_words_stand_in_a_row() -> None:
    short, long = lines(form(where=["EU", "US"], steps=["The roll lists six members.", "Carried."]).rows)
    assert (short.is_prose, long.is_prose) == (False, True)
