"""The names of the time zones, read from the machine once."""

from functools import cache
from zoneinfo import available_timezones


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name. Python looks through the whole zone database at each asking, a fifth of a filing's time."""
    return frozenset(available_timezones())
