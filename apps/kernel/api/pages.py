"""Pages of results."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from apps.kernel.secrets import CannotOpen, cloak, uncloak

CURSOR = "api-cursor"


class NewestFirst(CursorPagination):
    """Cursor pages, newest first: {"next", "previous", "results"}.

    Cursors are encrypted and authenticated, as those of pages are (kernel.keyset).
    """

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    ordering = ("-created_at", "-id")

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        """A page; a cursor that holds no place of this list is not found."""
        if self.cursor_query_param not in request.query_params:
            return super().paginate_queryset(queryset, request, view)
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, ValueError, TypeError, OverflowError):
            raise NotFound(self.invalid_cursor_message) from None

    def decode_cursor(self, request: Request) -> Cursor | None:
        """The place that a cursor of ours names, None without one; what was not given out here is not found."""
        given = request.query_params.get(self.cursor_query_param)
        if not given:
            return None
        try:
            return Cursor(*json.loads(uncloak(given, purpose=CURSOR)))
        except CannotOpen:
            raise NotFound(self.invalid_cursor_message) from None

    def encode_cursor(self, cursor: Cursor) -> str:
        """The address of the page at a place."""
        cloaked = cloak(json.dumps(cursor), purpose=CURSOR)
        return replace_query_param(str(self.base_url), self.cursor_query_param, cloaked)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A page, in the words of OpenAPI 3.1."""
        address = {"type": ["string", "null"], "format": "uri"}
        properties = {"next": address, "previous": address, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}
