"""Tables that people take away; a cell that a spreadsheet would run as a formula is made harmless."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from apps.kernel import clock, times
from apps.kernel.workbooks import workbook

CSV, XLSX, JSON = "csv", "xlsx", "json"
"""The kinds of files in which a table is given."""

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMULA = re.compile(r"[\s\x00-\x20\u200b-\u200f\u2060\ufeff\"']*[=+\-@|%＝＋－＠﹢﹣﹦﹫−]|[\t\r\n\x00]")
"""What a spreadsheet may run: signs of a formula, also full-width ones and behind blanks, quotes and invisible marks."""


def harmless(value: Any) -> str:
    """The value as text; what could be a formula gets a quote before it, a plain number does not."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and FORMULA.match(text) else text


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A CSV file as an attachment, UTF-8 with a byte-order mark so that spreadsheets read it right."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([harmless(value) for value in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@dataclass(frozen=True, slots=True)
class Table:
    """What people take away: the file's name without its ending, what it is in words, its columns and rows.

    `note` says what is not in it, such as rows above a limit.
    """

    name: str
    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose a table is, as of when, and the full address at which it was read."""

    committee: str
    at: datetime
    address: str


def give(request: Any, table: Table, kind: str) -> HttpResponse:
    """The table as a file of the kind, with the committee, the hour and the address it was read from."""
    origin = Origin(request.committee.name, clock.now(), f"{settings.BASE_URL}{request.get_full_path()}")
    return table_answer(table, kind, origin)


def table_answer(table: Table, kind: str, origin: Origin) -> HttpResponse:
    """The table as a file of the kind (`CSV`, `XLSX` or `JSON`), as an attachment.

    What is left out is said in a last row of CSV, in the workbook's second sheet, and in JSON's `note`.
    """
    if kind == CSV:
        rows = [*table.rows, [table.note]] if table.note else table.rows
        return csv_answer(f"{table.name}.csv", table.columns, rows)
    if kind == JSON:
        return _json_answer(table, origin)
    about = [
        ("Committee", origin.committee),
        ("What it is", table.title),
        ("As of", f"{origin.at:%Y-%m-%d %H:%M} UTC"),
        ("Read from", origin.address),
    ]
    if table.note:
        about.append(("Left out", table.note))
    content = workbook(table.columns, table.rows, about=about, at=origin.at)
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{table.name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def _json_answer(table: Table, origin: Origin) -> HttpResponse:
    names = [str(column) for column in table.columns]
    body = {
        "committee": origin.committee,
        "title": str(table.title),
        "as_of": times.iso(origin.at),
        "read_from": origin.address,
        "note": str(table.note),
        "rows": [dict(zip(names, row, strict=True)) for row in table.rows],
    }
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{table.name}.json"'
    response["Cache-Control"] = "private, no-store"
    return response
