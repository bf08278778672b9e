"""What is decided together: clocks of several subjects that are held at once, before anything else is."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from apps.kernel.registry import Registry

Subjects = Mapping[str, Collection[int]]
"""Ids of subjects by their kind."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Subjects that one verb may change together, by the app that owns them or one above it.

    `kinds` are those that lead to others; `parts` gives for ids of them all that belong to the same matters, in a
    constant number of queries.
    """

    key: str
    kinds: frozenset[str]
    parts: Callable[[Subjects], Subjects]


TOGETHER: Registry[Matter] = Registry("matters", "which clocks are held together, because one verb may change them all")
