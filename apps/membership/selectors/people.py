"""An organisation's people: who manages them, who speaks for it, and who did on a day."""

from datetime import datetime

from apps.committees.models import Administrator


def administrator_of(organisation_id: int, at: datetime) -> int | None:
    """The seat that manages the organisation at the instant, or None."""
    return Administrator.objects.at(at).filter(organisation=organisation_id).values_list("seat", flat=True).first()
