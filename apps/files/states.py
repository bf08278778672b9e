"""What a virus scanner has said of a file."""

from enum import StrEnum


class Scan(StrEnum):
    """The verdict on a file; without a scanner a file stays unscanned and can be had."""

    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"
