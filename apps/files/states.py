"""What a virus scanner has said of a file, and who has sealed one."""

from enum import StrEnum


class Scan(StrEnum):
    """The verdict on a file; without a scanner a file stays unscanned and can be had."""

    UNSCANNED = "unscanned"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


class Seal(StrEnum):
    """Who made a file readable by named readers only: the portal as it came in, or whoever uploaded it."""

    NONE = ""
    PORTAL = "portal"
    FILER = "filer"
