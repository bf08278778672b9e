"""The base of the API's views."""

from typing import Any

from rest_framework.views import APIView

from apps.kernel.api.throttle import SeatThrottle


class SeatView(APIView):
    """Base of the API's views: `viewer` is the asking seat, `scope` what a token needs to write here."""

    scope = "write"
    throttle_classes = (SeatThrottle,)

    @property
    def viewer(self) -> Any:
        """The asking seat (committees.rules.Viewer)."""
        return self.request._request.viewer  # type: ignore[attr-defined]
