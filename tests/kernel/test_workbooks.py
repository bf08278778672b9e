"""A workbook holds what its table held: numbers as numbers, days as days, and never a formula."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from apps.kernel import workbooks
from apps.kernel.exports import XLSX, XLSX_TYPE, Origin, Table, table_answer
from apps.kernel.workbooks import fits, workbook

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ABOUT = [("Committee", "Frontier"), ("What it is", "A list")]


def _read(*rows: list[Any], columns: tuple[str, ...] = ("What", "How much")) -> Any:
    return load_workbook(BytesIO(workbook(columns, rows, about=ABOUT, at=AT)))


def _cell(value: Any) -> Any:
    return _read([value, None])["Figures"]["A2"]


@pytest.mark.parametrize(
    ("value", "shown_as"),
    [
        (Decimal("1234567.89"), "#,##0.00"),
        (Decimal("-0.05"), "#,##0.00"),
        (Decimal("21.999"), "#,##0.000"),
        (Decimal("0.0001"), "#,##0.0000"),
        (Decimal(3), "#,##0"),
        (2027, "0"),
        (Decimal("9999999999999.99"), "#,##0.00"),
    ],
)
def test_a_number_is_a_number_and_shows_its_places(value: Any, shown_as: str) -> None:
    cell = _cell(value)
    assert cell.data_type == "n"
    assert Decimal(str(cell.value)) == value
    assert cell.number_format == shown_as


@pytest.mark.parametrize(
    "value", [Decimal("99999999999999.99"), Decimal("1E26"), 10**26, Decimal("33.33333333333333333333")]
)
def test_what_has_more_digits_than_a_spreadsheet_keeps_stands_as_text(value: Any) -> None:
    cell = _cell(value)
    assert cell.data_type == "s"
    assert cell.value == f"{value:f}"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15))
def test_a_number_that_fits_comes_back_to_the_cent(value: Decimal) -> None:
    if fits(value):
        assert Decimal(repr(float(value))) == value


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "#N/A", "12", "2026-11-20"])
def test_a_text_stays_the_text_that_it_is(text: str) -> None:
    cell = _cell(text)
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


def test_a_heading_is_no_formula_either() -> None:
    sheet = _read(["a", 1], columns=("=1+1", "How much"))["Figures"]
    assert (sheet["A1"].data_type, sheet["A1"].value) == ("s", "=1+1")


def test_days_are_days_and_instants_are_in_utc() -> None:
    day, instant = _cell(date(2026, 11, 20)), _cell(datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
    assert (day.value, day.number_format) == (datetime(2026, 11, 20), "yyyy-mm-dd")  # noqa: DTZ001 - as a sheet has it
    assert (instant.value, instant.is_date) == (datetime(2026, 11, 20, 9, 30), True)  # noqa: DTZ001


def test_nothing_is_an_empty_cell() -> None:
    assert _cell(None).value is None
    assert _cell("").value is None


def test_a_character_that_no_sheet_may_hold_is_replaced() -> None:
    assert _cell("a\x00b\x0bc").value == "a\ufffdb\ufffdc"


def test_the_header_is_bold_and_stays_in_sight() -> None:
    sheet = _read(["A rather long description of a thing", 1])["Figures"]
    assert sheet["A1"].font.bold
    assert not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width


def test_the_second_sheet_says_what_it_is_and_what_a_spreadsheet_keeps() -> None:
    book = _read(["a", 1])
    assert book.sheetnames == ["Figures", "About"]
    said = dict(book["About"].iter_rows(values_only=True))
    assert said["Committee"] == "Frontier"
    assert "15 digits" in said["Numbers"]


def test_rows_past_those_that_are_measured_are_there_too() -> None:
    assert _read(*([f"row {number}", number] for number in range(501)))["Figures"].max_row == 502


@pytest.mark.parametrize(("rows", "said"), [(3, "All."), (4, "The first 3; the CSV file has all.")])
def test_a_workbook_that_is_cut_short_says_so(monkeypatch: pytest.MonkeyPatch, rows: int, said: str) -> None:
    monkeypatch.setattr(workbooks, "MOST", 3)
    book = _read(*([f"row {number}", number] for number in range(rows)))
    assert book["Figures"].max_row == 4
    assert dict(book["About"].iter_rows(values_only=True))["Rows"] == said


def test_the_same_table_at_the_same_instant_is_the_same_file() -> None:
    once, again = (workbook(("A",), [["x"], [Decimal("1.10")]], about=ABOUT, at=AT) for _time in range(2))
    assert once == again


def test_a_table_answers_as_an_attachment_with_where_it_is_from() -> None:
    table = Table("paid-2026", "Who has paid", ("Lab", "Paid"), [["Aster", Decimal("10.00")]])
    answer = table_answer(table, XLSX, Origin("Frontier", AT, "https://portal.example/c/frontier/"))
    assert answer["Content-Type"] == XLSX_TYPE
    assert answer["Content-Disposition"] == 'attachment; filename="paid-2026.xlsx"'
    about = dict(load_workbook(BytesIO(answer.content))["About"].iter_rows(values_only=True))
    assert about["As of"] == "2026-11-20 09:30 UTC"
    assert about["Read from"] == "https://portal.example/c/frontier/"
