"""What a seat has chosen to get."""

from apps.committees.rules.viewer import Viewer
from apps.notices.channels import CHANNELS
from apps.notices.models import NoticePreference


def preferences(viewer: Viewer) -> dict[str, bool]:
    """By channel, whether the seat wants what is not urgent; it does until it says otherwise."""
    chosen = dict(NoticePreference.objects.filter(seat_id=viewer.seat_id).values_list("channel", "wanted"))
    return {key: chosen.get(key, True) for key, _channel in CHANNELS}
