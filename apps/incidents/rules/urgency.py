"""How fast a report must be answered: its severity chooses the article, and whether people are woken for it."""

from apps.incidents.states import Severity

CRITICAL = "incidents.acknowledge_hours.critical"
HIGH = "incidents.acknowledge_hours.high"
OTHER = "incidents.acknowledge_hours"
"""The name that charters have had for it since before severity mattered; adopted versions are never rewritten."""

UNKNOWN = Severity.SERIOUS
"""Where a report stands among those to be looked at while nobody knows how grave it is: in the middle."""
DANGER = 10
"""Imminent danger comes before any severity."""


def acknowledgement_article(severity: int | None) -> str:
    """The key of the charter's article that gives the hours within which a report is acknowledged."""
    if is_critical(severity):
        return CRITICAL
    return HIGH if severity == Severity.MAJOR else OTHER


def is_critical(severity: int | None) -> bool:
    """Whether the report cannot wait for the morning."""
    return severity == Severity.CATASTROPHIC
