"""The lot: an order drawn from a public value that nobody could know when the list was closed.

Anybody can draw it again with nothing but SHA-256: write the three lines below, hash them, sort by the hash.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DOMAIN = "concord/lot/v1"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a member drew."""

    key: str
    number: str


def ticket(seed: str, key: str) -> Ticket:
    """The ticket of one member: SHA-256, in hexadecimal, of domain, seed and key, each on a line of its own."""
    return Ticket(key, hashlib.sha256(f"{DOMAIN}\n{seed}\n{key}\n".encode()).hexdigest())


def draw(seed: str, keys: Iterable[str]) -> list[Ticket]:
    """The tickets of all members, the smallest first. Raises ValueError for an empty seed or a key given twice."""
    listed = sorted(keys)
    if len(set(listed)) != len(listed):
        raise ValueError("A member stands twice in the list.")
    if not seed.strip():
        raise ValueError("A lot needs its public value.")
    return sorted((ticket(seed, key) for key in listed), key=lambda one: (one.number, one.key))


def list_digest(keys: Sequence[str]) -> str:
    """What is made known when the list is closed: SHA-256 of the keys in alphabetical order, each on a line."""
    return hashlib.sha256("".join(f"{key}\n" for key in sorted(keys)).encode()).hexdigest()
