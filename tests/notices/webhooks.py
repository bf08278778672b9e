"""A webhook of the cast, and what waits for it."""

from apps.notices.models import Delivery
from apps.notices.services.endpoints import NewSecret, add_webhook
from tests.cast import NOW, Cast


def add(cast: Cast, url: str, keeper: str = "aster.representative") -> NewSecret:
    """Let a webhook of somebody's organisation be there, with the secret that only they are told."""
    return add_webhook(actor=cast.viewer(keeper), now=NOW, label=f"desk of {keeper}", url=url)


def only() -> Delivery:
    """The one message for a webhook that there is."""
    return Delivery.objects.get(channel="webhook")
