"""What can happen when two cases are put together, and who is told."""

from apps.disputes.acts.joining import ORDERS
from apps.disputes.acts.sides import PANEL, READERS, SIDES
from apps.record.rules import ActKind, declare

OFFERED = "dispute.together_offered"
ASKED = "dispute.together_asked"
TOGETHER = "dispute.put_together"
APART = "dispute.kept_apart"


def register() -> None:
    """Fill the catalogue."""
    declare(
        ActKind(OFFERED, "can be heard together with another case", told=(SIDES,), asks="A party may ask for it; nobody must.", icon="arrows-join"),
        ActKind(ASKED, "asked that two cases be heard together", told=(SIDES, ORDERS, PANEL), asks="Whoever orders in the case decides.", icon="arrows-join"),
        ActKind(TOGETHER, "put two cases together", told=(READERS,), icon="arrows-join", urgent=True),
        ActKind(APART, "did not put two cases together", told=(READERS,), icon="arrows-split"),
    )  # fmt: skip
