"""Fields that every part of the API shares."""

from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)


class InstantField(serializers.DateTimeField):
    """RFC 3339, in years that every time zone can write."""

    default_error_messages = {"year": "Give a year from 1900 on, in full, such as 2026."}

    def to_internal_value(self, value: Any) -> datetime:
        try:
            instant = super().to_internal_value(value)
        except OverflowError:
            self.fail("year")
        if not EARLIEST <= instant < LATEST:
            self.fail("year")
        return instant
