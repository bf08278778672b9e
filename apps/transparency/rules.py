"""What the public is shown of an act: a title, a plain-language summary, and labelled facts, redactions marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.kernel import canonical
from apps.kernel.registry import Registry

INSTANT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{6})?Z", re.ASCII)
"""How `canonical.instant` writes one."""
SHORT = 24
"""Up to so many characters values stand in a row."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """Stands where a value was left out; `why` is a short reason that gives nothing away."""

    why: str


@dataclass(frozen=True, slots=True)
class Published:
    """The redacted form of an act, as its app pushes it.

    `kind` is the subject's kind and `ref` its reference: a later form of the same reference takes the place of the
    earlier one, which stays readable. `body` maps a label as people read it to a value or to `Redacted`; values are
    text, whole numbers, yes or no, None (not yet known), instants, and lists of these; a list of lists is a table of which
    each row reads as one line. Empty texts and lists are left out.
    """

    kind: str
    ref: str
    title: str
    summary: str
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The body as it is stored, in its order. Raises canonical.NotCanonical for what JSON cannot hold exactly."""
        return [_row(str(label), value) for label, value in self.body.items() if not _is_empty(value)]


@dataclass(frozen=True, slots=True)
class Door:
    """Where the public can go besides reading: `is_open` asks the active committee, `address` makes the link of a slug."""

    label: str
    says: str
    is_open: Callable[[], bool]
    address: Callable[[str], str]


DOORS: Registry[Door] = Registry("doors", "what the public pages lead to besides their records")


def _is_empty(value: Any) -> bool:
    return value is not None and not isinstance(value, bool | int | Redacted) and (value == [] or not str(value))


def _row(label: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Redacted):
        return {"label": label, "redacted": str(value.why)}
    plain = _plain(value)
    canonical.check(plain)
    return {"label": label, "value": plain}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return canonical.instant(value)
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    return str(value)


def is_redacted(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether something was left out."""
    return any("redacted" in row for row in rows)


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled fact as a page shows it: its values, or why it was left out."""

    label: str
    values: tuple[Any, ...] = ()
    redacted: str | None = None

    @property
    def is_prose(self) -> bool:
        """Whether the values are sentences, each of which wants a line of its own."""
        return any(isinstance(value, str) and len(value) > SHORT for value in self.values)


def lines(rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Stored rows as lines of a page."""
    return [_line(row) for row in rows]


def _line(row: Mapping[str, Any]) -> Line:
    label = row["label"][:1].upper() + row["label"][1:]
    if "redacted" in row:
        return Line(label, redacted=row["redacted"])
    value = row["value"]
    return Line(label, tuple(_shown(one) for one in (value if isinstance(value, list) else [value])))


def _shown(value: Any) -> Any:
    """An instant as one, so that a page can say it in words; a table's row as one line; anything else as it is."""
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(value, str) and INSTANT.fullmatch(value):
        with suppress(ValueError):  # somebody's text may look like one: 2026-02-31T12:00:00Z
            return datetime.fromisoformat(value)
    return value
