"""Calendars as programs read them (RFC 5545)."""

from datetime import timedelta

from icalendar import Calendar

PRODID = "-//Concord//EN"
READ_AGAIN = timedelta(hours=1)


def calendar(name: str = "") -> Calendar:
    """An empty calendar: to subscribe to under this name, or without one to import."""
    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if name:
        made.add("x-wr-calname", name)
        made.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT1H")
    return made


def one_line(text: str) -> str:
    """Without line ends and control characters, which a calendar program may take for the end of what is said."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
