"""Reading the AI Incident Database's CSV; no database."""

from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from apps.incidents.rules.aiid import read

HEAD = "_id,incident_id,date,reports,title,description\n"


def test_multi_line_cells_are_one_row_and_the_next_bad_row_has_its_own_line() -> None:
    text = HEAD + 'a,1,2024-01-02,[1],"Two\nlines","One\n\ntwo"\n' + "b,x,2024-13-02,[2],,d\n"
    reading = read(StringIO(text))
    assert [(row.own_reference, row.title) for row in reading.rows] == [("aiid:1", "Two lines")]
    assert [bad.line for bad in reading.bad] == [6]
    assert "incident_id 'x'" in reading.bad[0].why
    assert "date '2024-13-02'" in reading.bad[0].why
    assert "title is empty" in reading.bad[0].why


def test_a_number_that_stands_twice_is_bad_the_second_time() -> None:
    reading = read(StringIO(HEAD + "a,1,2024-01-02,[],T,D\nb,1,2024-01-03,[],U,E\n"))
    assert [row.title for row in reading.rows] == ["T"]
    assert reading.bad[0].line == 3
    assert "line 2 already" in reading.bad[0].why


def test_a_file_without_the_columns_says_which_are_missing() -> None:
    reading = read(StringIO("a,b\n1,2\n"))
    assert reading.rows == []
    assert reading.bad[0].why == "the file has no column incident_id, date, title, description"


def test_a_short_row_is_bad() -> None:
    assert "cells" in read(StringIO(HEAD + "a,1,2024-01-02\n")).bad[0].why


def test_an_unfinished_quote_is_bad_not_a_crash() -> None:
    assert read(StringIO(HEAD + 'a,1,2024-01-02,[],"T,D\n')).bad


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    reading = read(StringIO(HEAD + text))
    assert all(row.title and row.narrative for row in reading.rows)
