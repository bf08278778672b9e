"""The rotation, for whoever has its turn at changing it."""

from apps.chairs.models import Rotation
from apps.committees.services import take_turn
from apps.kernel.decisions import no


def rotation_alone() -> Rotation:
    """The committee's rotation, for a change. Raises Refused where the chair does not rotate."""
    take_turn()
    rotation = Rotation.objects.first()
    if rotation is None:
        no("The chair does not rotate yet. A clerk starts the rotation.").require()
    return rotation  # type: ignore[return-value]
