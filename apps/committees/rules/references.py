"""Reference numbers whose gaps tell nothing."""

import secrets
from collections.abc import Callable

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TAIL_LENGTHS = (4, 4, 4, 4, 5, 6)
"""Letters of one try after the other."""


def random_reference(prefix: str, year: int, letters: int = 4) -> str:
    """A reference with a random tail, such as INC-2026-7KQ4.

    A gap in a sequence would tell a rival that something is hidden (DESIGN section 10).
    """
    tail = "".join(secrets.choice(CROCKFORD) for _ in range(letters))
    return f"{prefix}-{year}-{tail}"


def free_reference(prefix: str, year: int, is_taken: Callable[[str], bool]) -> str:
    """A random reference that is not taken; longer where the short ones are."""
    for letters in TAIL_LENGTHS:
        reference = random_reference(prefix, year, letters)
        if not is_taken(reference):
            return reference
    raise RuntimeError("no free reference was found")


def counted_reference(prefix: str, year: int, number: int) -> str:
    """A reference that counts up, such as MOT-2026-0003: where every member may know that the object exists."""
    return f"{prefix}-{year}-{number:04d}"
