"""The base of the API's views."""

from typing import Any

from rest_framework.views import APIView


class SeatView(APIView):
    """Base of the API's views: `viewer` is the asking seat, `scope` what a token needs to write here."""

    scope = "write"

    @property
    def viewer(self) -> Any:
        """The asking seat (committees.rules.Viewer)."""
        return self.request._request.viewer  # type: ignore[attr-defined]
