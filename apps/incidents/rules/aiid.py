"""Reads the AI Incident Database's weekly CSV; pure, so that a bad file is known before anything is stored."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TextIO

from apps.incidents.rules.report import OWN_REFERENCE_LENGTH, TEXT_LENGTH, TITLE_LENGTH

COLUMNS = ("incident_id", "date", "title", "description")
PARTIES = (
    ("Alleged developer of AI system", "Alleged developer"),
    ("Alleged deployer of AI system", "Alleged deployer"),
    ("Alleged harmed or nearly harmed parties", "Alleged harmed or nearly harmed"),
)


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


def _read_rows(lines: csv.DictReader, reading: Reading) -> None:
    seen: dict[str, int] = {}
    begins = lines.line_num + 1
    for cells in lines:
        line, begins = begins, lines.line_num + 1
        problems = list(_problems(cells))
        key = (cells.get("incident_id") or "").strip()
        if not problems and key in seen:
            problems.append(f"incident_id {key} stands on line {seen[key]} already")
        if problems:
            reading.bad.append(BadRow(line, "; ".join(problems)))
            continue
        seen[key] = line
        reading.rows.append(_row(cells))


def _problems(cells: dict[str | None, str]) -> Iterator[str]:
    if None in cells or any(value is None for value in cells.values()):
        yield "the row has not as many cells as the heading"
        return
    if not cells["incident_id"].strip().isdigit():
        yield f"incident_id {cells['incident_id']!r} is not a number"
    try:
        date.fromisoformat(cells["date"].strip())
    except ValueError:
        yield f"date {cells['date']!r} is not a date such as 2024-03-31"
    if not cells["title"].strip():
        yield "the title is empty"
    if not cells["description"].strip():
        yield "the description is empty"


def _row(cells: dict[str, str]) -> Row:
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


def _parties(cells: dict[str, str]) -> Iterator[str]:
    for column, label in PARTIES:
        try:
            names = json.loads(cells.get(column) or "[]")
        except ValueError:
            continue
        if isinstance(names, list) and names:
            yield f"{label}: {', '.join(str(name).replace('-', ' ') for name in names)}."
