"""Measures in sentences."""

from apps.kernel.flop import in_words
from apps.pauses.states import Extent, Restricts


def measure_says(restricts: str, extent: str, above: int | None, marker: str) -> str:
    """What a measure asks of a lab, in one sentence."""
    if restricts == Restricts.REPORTING:
        return "You report to the committee; nothing halts."
    named = _named(restricts, above, marker)
    if extent == Extent.FULL:
        return f"You halt {named}, and begin none."
    return f"You begin no {named}; those that run may end."


def measure_reads(restricts: str, extent: str, above: int | None, marker: str) -> str:
    """What a measure asks of the labs that it binds, in one sentence for everybody."""
    if restricts == Restricts.REPORTING:
        return "Labs report to the committee; nothing halts."
    named = _named(restricts, above, marker)
    if extent == Extent.FULL:
        return f"{named[:1].upper()}{named[1:]} halt, and none begins."
    return f"No {named} begin; those that run may end."


def _named(restricts: str, above: int | None, marker: str) -> str:
    limit = in_words(above or 0)
    return {
        Restricts.COMPUTE: f"training runs of more than {limit} FLOP over the model's lineage",
        Restricts.PARAMETERS: f"training runs of models of more than {limit} parameters",
        Restricts.CAPABILITY: f"training runs that may reach “{marker}”",
        Restricts.DEPLOYMENT: "deployments",
    }[Restricts(restricts)]
