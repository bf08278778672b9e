"""Reference numbers whose gaps tell nothing."""

import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def random_reference(prefix: str, year: int, letters: int = 4) -> str:
    """A reference with a random tail, such as INC-2026-7KQ4.

    A gap in a sequence would tell a rival that something is hidden (DESIGN section 10).
    """
    tail = "".join(secrets.choice(CROCKFORD) for _ in range(letters))
    return f"{prefix}-{year}-{tail}"


def counted_reference(prefix: str, year: int, number: int) -> str:
    """A reference that counts up, such as MOT-2026-0003: where every member may know that the object exists."""
    return f"{prefix}-{year}-{number:04d}"
