"""For clerks: what could not be delivered. Whom it did not reach is theirs to know; what it was about need not be."""

from dataclasses import dataclass

from apps.committees.rules.viewer import Viewer
from apps.notices.channels import CHANNELS
from apps.notices.models import Delivery
from apps.notices.selectors.lines import lines
from apps.notices.states import UNDELIVERED, DeliveryState

MOST = 200


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A delivery with its channel in words, and its subject where the clerk may see that."""

    delivery: Delivery
    channel: str
    gave_up: bool
    subject: str = ""
    address: str = ""


def undelivered(viewer: Viewer, slug: str) -> list[Undelivered]:
    """The newest deliveries that failed or were given up."""
    rows = (
        Delivery.objects.filter(state__in=UNDELIVERED)
        .order_by("-id")
        .select_related("notice__act", "notice__seat__person", "notice__seat__organisation")[:MOST]
    )
    deliveries = list(rows)
    said = lines([delivery.notice for delivery in deliveries], viewer, slug)
    return [
        Undelivered(
            delivery,
            str(CHANNELS[delivery.channel].label),
            delivery.state == DeliveryState.GIVEN_UP,
            f"{line.subject_label} {line.ref}".strip(),
            line.address,
        )
        for delivery, line in zip(deliveries, said, strict=True)
    ]
