"""Follows the record."""

from apps.record.models import Act


def follow(act: Act) -> None:
    """See the record's followers."""
