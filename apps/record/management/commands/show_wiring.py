"""Prints what follows from what: the catalogue of acts as a table, then every other registry, item by item."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.functional import Promise

from apps.kernel import registry
from apps.record.rules import CATALOGUE, ActKind

HEAD = ("act", "label", "told", "starts", "meets", "moots", "public")
NOTHING = "–"


def table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Rows as lines of equally wide columns, the first one ruled off."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        if number == 0:
            yield "  ".join("-" * width for width in widths)


def _act(kind: ActKind) -> tuple[str, ...]:
    return (
        kind.key + (" (urgent)" if kind.urgent else ""),
        kind.label,
        ", ".join(kind.told) or NOTHING,
        ", ".join(kind.starts) or NOTHING,
        ", ".join(kind.meets) or NOTHING,
        ", ".join(kind.moots) or NOTHING,
        "yes" if kind.publishes else NOTHING,
    )


def lines_of(item: Any) -> Iterator[str]:
    """A registered item, a field a line; what is not set is left out."""
    if not is_dataclass(item) or isinstance(item, type):
        if words := in_words(item):
            yield words
        return
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name == "key" or value in (None, "", (), {}):
            continue
        if isinstance(value, tuple) and is_dataclass(value[0]):
            yield f"{field.name}:"
            yield from (f"  {in_words(part)}" for part in value)
        elif words := in_words(value):
            yield f"{field.name}: {words}"


def in_words(value: Any) -> str:
    """A value on one line: a function by its name, where it has one; another object by its class."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {in_words(one)}" for key, one in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(in_words(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        shown = ((field.name, getattr(value, field.name)) for field in fields(value))
        return " · ".join(
            f"{name} {in_words(one)}" for name, one in shown if one is not False and one not in (None, "", ())
        )
    if callable(value):
        name = getattr(value, "__qualname__", "")
        return "" if "<" in name else f"{value.__module__}.{name or type(value).__name__}"
    plain = isinstance(value, str | int | float | Promise)
    return " ".join(str(value).split()) if plain else type(value).__name__


class Command(BaseCommand):
    """`show_wiring`: one table that a lawyer could read."""

    help = "Print every act with who is told, which clocks start, are met or fall away and what is public; then all registries."

    def handle(self, *args: Any, **options: Any) -> None:
        self._head("acts", CATALOGUE.says)
        for line in table([HEAD, *(_act(kind) for _key, kind in CATALOGUE)]):
            self.stdout.write(line)
        for name, one in sorted(registry.ALL.items()):
            if one is not CATALOGUE:
                self._head(name, one.says)
                self._items(one)

    def _head(self, name: str, says: str) -> None:
        self.stdout.write(f"\n{name.upper()}: {says}\n")

    def _items(self, one: registry.Registry[Any]) -> None:
        for key, item in one:
            self.stdout.write(f"  {key}")
            for line in lines_of(item):
                self.stdout.write(f"      {line}")
