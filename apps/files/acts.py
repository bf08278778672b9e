"""What can happen to files by themselves, and to the keys that they are sealed to."""

from datetime import datetime

from django.db.models import QuerySet

from apps.committees.models import Seat
from apps.files.rules import KEEPING_ROLES
from apps.record.rules import AUDIENCES, ActKind, Audience, declare

INFECTED = "file.infected"
KEY_REGISTERED = "reading_key.registered"
KEY_RETIRED = "reading_key.retired"


def _colleagues(organisation_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(organisation=organisation_id, role__in=sorted(KEEPING_ROLES))


def register() -> None:
    """Fill the registries with everything that files declare."""
    AUDIENCES.register(
        "colleagues", Audience("colleagues", "the organisation's people", _colleagues, of="organisation")
    )
    declare(
        ActKind(
            INFECTED,
            "found a virus in a file and stopped it",
            asks="Whoever added it should look at where it came from.",
            icon="virus",
            founding=True,
        ),
        ActKind(KEY_REGISTERED, "registered a public key for sealed evidence", icon="key", founding=True),
        ActKind(KEY_RETIRED, "retired a public key for sealed evidence", icon="key", founding=True),
    )
