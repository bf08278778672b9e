"""What the charter says of disputes; the acts themselves come with the tables."""

from apps.committees.rules.charter import SECTIONS
from apps.disputes.rules.charter import SECTION


def register() -> None:
    """Fill the charter."""
    SECTIONS.register(SECTION.key, SECTION)
