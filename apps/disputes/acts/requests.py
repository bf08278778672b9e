"""What can happen to a request and to a paper by order, and who is told."""

from apps.disputes.acts.joining import ORDERS
from apps.disputes.acts.sides import PANEL, READERS, SIDES
from apps.record.rules import ActKind, declare

ASKED = "dispute.asked"
GRANTED = "dispute.granted"
REFUSED = "dispute.refused"
TAKEN_BACK = "dispute.request_taken_back"
STRUCK = "dispute.struck"
RESTORED = "dispute.restored"
URGENT = "dispute.made_urgent"


def register() -> None:
    """Fill the catalogue."""
    declare(
        ActKind(ASKED, "asked for an order", told=(SIDES, ORDERS, PANEL), asks="Whoever orders in the case decides.", icon="help"),
        ActKind(GRANTED, "granted a request", told=(READERS,), icon="check"),
        ActKind(REFUSED, "refused a request", told=(READERS,), icon="x"),
        ActKind(TAKEN_BACK, "took a request back", told=(SIDES, ORDERS, PANEL), icon="arrow-back-up"),
        ActKind(STRUCK, "struck a paper", told=(READERS,), icon="file-x"),
        ActKind(RESTORED, "restored a paper that was struck", told=(READERS,), icon="file-check"),
        ActKind(URGENT, "made the case urgent", told=(READERS,), icon="bolt", urgent=True),
    )  # fmt: skip
