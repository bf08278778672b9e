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


class ZonedInstantField(InstantField):
    """The same, and never without its offset: where people attest to an instant nothing is guessed."""

    default_error_messages = {"offset": "Give the time with its offset, such as 2026-11-21T12:00:00+01:00."}

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("offset")
        return super().enforce_timezone(value)
