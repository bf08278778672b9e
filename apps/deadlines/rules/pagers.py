"""Pagers that acknowledge back: the app that gives out their tokens says here whose a token is."""

from collections.abc import Callable

from apps.kernel.registry import Registry

PAGERS: Registry[Callable[[str], tuple[int, str] | None]] = Registry(
    "pagers", "who is behind a pager's token: by its SHA-256 digest the organisation's id and the pager's name, or none"
)
