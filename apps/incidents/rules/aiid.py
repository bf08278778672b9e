"""Reads the AI Incident Database's weekly CSV, or JSON with the same names; pure, so that a bad file is known in time."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, TextIO

from apps.incidents.rules.report import OWN_REFERENCE_LENGTH, TEXT_LENGTH, TITLE_LENGTH

COLUMNS = ("incident_id", "date", "title", "description")
FIRST_YEAR, LAST_YEAR = 1950, 2099
PARTIES = (
    ("Alleged developer of AI system", "Alleged developer"),
    ("Alleged deployer of AI system", "Alleged deployer"),
    ("Alleged harmed or nearly harmed parties", "Alleged harmed or nearly harmed"),
)


Cells = dict[str | None, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One incident of history."""

    own_reference: str
    title: str
    narrative: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken, with its line in the file and why."""

    line: int
    why: str


@dataclass(slots=True)
class Reading:
    """What a file holds."""

    rows: list[Row] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


def read(file: TextIO) -> Reading:
    """All rows of a file, good and bad; a file without the columns is one bad row."""
    reading = Reading()
    lines = csv.DictReader(file, strict=True)
    try:
        missing = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
        if missing:
            reading.bad.append(BadRow(1, f"the file has no column {', '.join(missing)}"))
            return reading
        _read_rows(lines, reading)
    except csv.Error as error:
        reading.bad.append(BadRow(lines.line_num, f"the file is broken here: {error}"))
    except UnicodeDecodeError:
        reading.bad.append(BadRow(lines.line_num + 1, "the file is not UTF-8"))
    return reading


def read_json(file: TextIO) -> Reading:
    """The same from a JSON list of objects with the same names; a bad row's line is its place in the list."""
    reading = Reading()
    try:
        found = json.load(file)
    except UnicodeDecodeError:
        reading.bad.append(BadRow(1, "the file is not UTF-8"))
        return reading
    except (ValueError, RecursionError) as error:
        reading.bad.append(BadRow(getattr(error, "lineno", 1), "the file is no JSON"))
        return reading
    if not isinstance(found, list):
        reading.bad.append(BadRow(1, "the file is not a list of incidents"))
        return reading
    _take(((place, _cells(item)) for place, item in enumerate(found, 1)), reading)
    return reading


def _cells(item: Any) -> Cells | None:
    """An object as a row of text; None where it is no object."""
    if not isinstance(item, Mapping):
        return None
    given = {name: value for name, value in item.items() if value is not None}
    cells = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    return dict.fromkeys(COLUMNS, "") | cells


def _read_rows(lines: csv.DictReader, reading: Reading) -> None:
    _take(_numbered(lines), reading)


def _numbered(lines: csv.DictReader) -> Iterator[tuple[int, Cells]]:
    begins = lines.line_num + 1
    for cells in lines:
        line, begins = begins, lines.line_num + 1
        yield line, cells


def _take(rows: Iterable[tuple[int, Cells | None]], reading: Reading) -> None:
    seen: dict[str, int] = {}
    for line, cells in rows:
        if cells is None:
            reading.bad.append(BadRow(line, "this is no object with incident_id, date, title and description"))
            continue
        problems = list(_problems(cells))
        key = (cells.get("incident_id") or "").strip()
        if not problems and key in seen:
            problems.append(f"incident_id {key} stands on line {seen[key]} already")
        if problems:
            reading.bad.append(BadRow(line, "; ".join(problems)))
            continue
        seen[key] = line
        reading.rows.append(_row(cells))


def _problems(cells: Cells) -> Iterator[str]:
    if None in cells or any(value is None for value in cells.values()):
        yield "the row has not as many cells as the heading"
        return
    if not all(_can_be_kept(value) for value in cells.values()):
        yield "a cell holds a character that cannot be kept"
    if not cells["incident_id"].strip().isdigit():
        yield f"incident_id {cells['incident_id']!r} is not a number"
    try:
        happened = date.fromisoformat(cells["date"].strip())
    except ValueError:
        yield f"date {cells['date']!r} is not a date such as 2024-03-31"
    else:
        if not FIRST_YEAR <= happened.year <= LAST_YEAR:
            yield f"date {cells['date']!r} is not between {FIRST_YEAR} and {LAST_YEAR}"
    if not cells["title"].strip():
        yield "the title is empty"
    if not cells["description"].strip():
        yield "the description is empty"


def _can_be_kept(text: str) -> bool:
    """JSON can spell what no database keeps: the zero character and halves of others."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _row(cells: Cells) -> Row:
    title = " ".join(cells["title"].split())
    if len(title) > TITLE_LENGTH:
        title = f"{title[: TITLE_LENGTH - 1]}…"
    happened = date.fromisoformat(cells["date"].strip())
    return Row(
        own_reference=f"aiid:{cells['incident_id'].strip()}"[:OWN_REFERENCE_LENGTH],
        title=title,
        narrative="\n\n".join([cells["description"].strip(), *_parties(cells)])[:TEXT_LENGTH],
        happened_at=datetime.combine(happened, time.min, UTC),
    )


def _parties(cells: Cells) -> Iterator[str]:
    for column, label in PARTIES:
        try:
            names = json.loads(cells.get(column) or "[]")
        except ValueError:
            continue
        if isinstance(names, list) and names:
            yield f"{label}: {', '.join(str(name).replace('-', ' ') for name in names)}."


FORMATS: dict[str, Callable[[TextIO], Reading]] = {"csv": read, "json": read_json}
"""How a file is read, by the ending of its name."""
