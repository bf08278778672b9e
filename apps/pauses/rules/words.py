"""Measures in sentences."""

from apps.kernel.flop import in_words
from apps.pauses.states import Extent, Restricts


def measure_says(restricts: str, extent: str, above: int | None, marker: str) -> str:
    """What a measure asks of a lab, in one sentence."""
    what = {
        Restricts.COMPUTE: f"training runs of more than {in_words(above or 0)} FLOP over the model's lineage",
        Restricts.PARAMETERS: f"training runs of models of more than {in_words(above or 0)} parameters",
        Restricts.CAPABILITY: f"training runs that may reach “{marker}”",
        Restricts.DEPLOYMENT: "deployments",
    }
    if restricts == Restricts.REPORTING:
        return "You report to the committee; nothing halts."
    named = what[Restricts(restricts)]
    if extent == Extent.FULL:
        return f"You halt {named}, and begin none."
    return f"You begin no {named}; those that run may end."
