"""Tables that people take away; a cell that a spreadsheet would run as a formula is made harmless."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.http import HttpResponse

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
