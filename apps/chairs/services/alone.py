"""One at a time: whatever changes the chair of a committee waits for whoever does so already."""

from django.db import connection

from apps.chairs.models import Rotation
from apps.kernel.decisions import no
from apps.kernel.tenancy.context import active_committee


def take_turn() -> None:
    """Wait until nobody else changes the active committee's chair; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('chairs'), %s::int)", [active_committee()])


def rotation_alone() -> Rotation:
    """The committee's rotation, for a change. Raises Refused where the chair does not rotate."""
    take_turn()
    rotation = Rotation.objects.first()
    if rotation is None:
        no("The chair does not rotate yet. A clerk starts the rotation.").require()
    return rotation  # type: ignore[return-value]
