"""Strict readers of canonical JSON values: what is not exactly as it was written is refused with ValueError."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from apps.kernel.canonical import instant
from apps.votes.rules.ballots import DIGEST


def of_keys(data: Any, keys: Collection[str], what: str) -> Mapping[str, Any]:
    """An object with exactly these keys."""
    if not isinstance(data, Mapping) or data.keys() != set(keys):
        raise ValueError(f"This is not {what}: {_short(data)}.")
    return data


def saying(data: Any, keys: Collection[str]) -> Mapping[str, str]:
    """An object with exactly these keys, each of which holds a text."""
    if not isinstance(data, Mapping) or data.keys() != set(keys) or not all(isinstance(data[key], str) for key in keys):
        raise ValueError(f"This does not say {', '.join(keys)}: {_short(data)}.")
    return data


def many(data: Any) -> Sequence[Any]:
    """A list."""
    if not isinstance(data, list | tuple):
        raise ValueError(f"This is no list: {_short(data)}.")
    return data


def text(value: Any) -> str:
    """A text."""
    if not isinstance(value, str):
        raise ValueError(f"This is no text: {_short(value)}.")
    return value


def one_of(value: Any, known: Collection[str]) -> str:
    """One of the known words."""
    if value not in tuple(known):
        raise ValueError(f"This is none of {', '.join(known)}: {_short(value)}.")
    return str(value)


def switch(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(f"This is neither true nor false: {_short(value)}.")
    return value


def whole(value: Any) -> int:
    """A whole number that is not negative."""
    if type(value) is not int or value < 0:
        raise ValueError(f"This is no whole number: {_short(value)}.")
    return value


def hexadecimal(value: Any) -> str:
    """64 hexadecimal digits in small letters."""
    if not isinstance(value, str) or not DIGEST.match(value):
        raise ValueError(f"These are no 64 hexadecimal digits: {_short(value)}.")
    return value


def moment(value: Any) -> datetime:
    """An instant as `kernel.canonical.instant` writes it."""
    try:
        found = datetime.fromisoformat(text(value))
        if found.tzinfo is not None and instant(found) == value:
            return found
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"This is no instant in UTC: {_short(value)}.")


def moment_or_none(value: Any) -> datetime | None:
    """An instant, or none."""
    return None if value is None else moment(value)


def _short(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= 80 else f"{said[:79]}…"
