"""Tables as XLSX workbooks: what is a number or a day in the table is one in the sheet, and nothing in it is a formula.

A spreadsheet keeps 15 digits of a number (it is a binary fraction there). What has more stands as text, so that no digit
is lost; docs/decisions/0016 says why, the second sheet of every workbook says that.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

DIGITS = 15
"""How many digits of a number a spreadsheet keeps."""

FIRST_DAY = date(1900, 3, 1)
"""Before it spreadsheets disagree about days."""

DAY, INSTANT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
MEASURED = 200
"""Of so many rows the widths of the columns are taken."""

MOST = 5_000
"""Rows of a workbook: it takes a fifth of a second for a thousand, while somebody waits."""

NARROW, BROAD = 9, 60
LONGEST = 32_767
"""Characters of a cell."""

EXACT = (
    "A spreadsheet keeps 15 digits of a number. Each number here has no more and is exact as it is shown; what has more"
    " stands as text. The CSV file of the same table has every digit."
)


def workbook(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], *, about: Iterable[tuple[str, Any]], at: datetime
) -> bytes:
    """An XLSX file of two sheets: the figures under a bold header that stays in sight, and what is said about them.

    The same table at the same instant gives the same bytes.
    """
    said = list(about)
    book = Workbook(write_only=True)
    book.properties.creator = "Concord"
    book.properties.created = book.properties.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.title = "; ".join(str(value) for _what, value in said[:2])
    left_out = _figures(book, columns, rows)
    extent = f"The first {MOST}; the CSV file has all." if left_out else "All."
    _about(book, [*said, ("Rows", extent), ("Numbers", EXACT), ("Days and hours", "Hours are in UTC.")])
    return _packed(book)


def _figures(book: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bool:
    """Write the first sheet; whether rows were left out for being too many."""
    following = iter(rows)
    kept = list(islice(following, MOST))
    sheet = book.create_sheet("Figures")
    for place, width in enumerate(_widths(columns, kept[:MEASURED]), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.append([_cell(sheet, name, bold=True) for name in columns])
    for row in kept:
        sheet.append([_cell(sheet, value) for value in row])
    return next(following, None) is not None


def _about(book: Any, said: Sequence[tuple[str, Any]]) -> None:
    sheet = book.create_sheet("About")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
    for what, value in said:
        cell = _cell(sheet, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        sheet.append([_cell(sheet, what, bold=True), cell])


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[int]:
    for place, name in enumerate(columns):
        longest = max([len(name), *(len(_written(row[place])) for row in rows)])
        yield min(max(longest + 3, NARROW), BROAD)


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return "" if value is None else str(value)


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    cell = _typed(sheet, value)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _typed(sheet: Any, value: Any) -> Any:
    """A cell of a number, a day, an instant, nothing, or else a text that is never read as a formula."""
    if value is None or value == "":
        return WriteOnlyCell(sheet)
    if isinstance(value, datetime):
        return _formatted(sheet, value.astimezone(UTC).replace(tzinfo=None, microsecond=0), INSTANT)
    if isinstance(value, date) and value >= FIRST_DAY:
        return _formatted(sheet, value, DAY)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        if fits(value):
            return _formatted(sheet, value, _number_format(value))
        value = f"{value:f}"
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(value))[:LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def fits(value: Decimal | int) -> bool:
    """Whether a spreadsheet keeps every digit of the number, those after the point too."""
    number = Decimal(value)
    return number.is_finite() and len(f"{abs(number):f}".replace(".", "").lstrip("0")) <= DIGITS


def _formatted(sheet: Any, value: Any, number_format: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell


def _number_format(value: Decimal | int) -> str:
    """Thousands apart, and as many places as the number was written with."""
    exponent = Decimal(value).as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    whole = "#,##0" if isinstance(value, Decimal) else "0"
    return f"{whole}.{'0' * places}" if places else whole


def _packed(book: Any) -> bytes:
    """The file without the hour at which it was packed, which would make every copy another."""
    written, packed = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(written, "w", ZIP_DEFLATED, allowZip64=True)).save()
    with ZipFile(written) as source, ZipFile(packed, "w", ZIP_DEFLATED, allowZip64=True) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), compress_type=ZIP_DEFLATED)
    return packed.getvalue()
