"""A deadline as machines read it."""

from rest_framework import serializers

from apps.deadlines.selectors import Shown
from apps.kernel.api.fields import InstantField


class StepRow(serializers.Serializer):
    """The next step of a ladder; `does` is remind, escalate or end."""

    at = serializers.DateTimeField()
    does = serializers.CharField()
    to = serializers.ListField(child=serializers.CharField())


class DeadlineRow(serializers.Serializer):
    """A deadline; `owed_by` holds audiences by name, and the organisation as `organisation:KEY`."""

    id = serializers.UUIDField(source="deadline.uid")
    name = serializers.CharField(source="deadline.name")
    subject = serializers.CharField(source="deadline.subject_ref")
    owed_by = serializers.SerializerMethodField()
    handed_to = serializers.UUIDField(
        source="deadline.owed_by_seat.uid",
        default=None,
        allow_null=True,
        help_text="The seat of the person who does it.",
    )
    due_at = serializers.DateTimeField(source="deadline.due_at")
    first_due_at = serializers.DateTimeField(source="deadline.first_due_at", help_text="Before any extension.")
    zone = serializers.CharField(source="deadline.zone")
    state = serializers.CharField(help_text="running, paused, overdue, met, waived, lapsed or moot (it fell away).")
    because = serializers.CharField(source="deadline.because")
    citation = serializers.CharField(source="deadline.citation")
    paused_at = serializers.DateTimeField(source="deadline.paused_at", allow_null=True)
    on_it_until = serializers.SerializerMethodField()
    met_at = serializers.DateTimeField(source="deadline.met_at", allow_null=True)
    closed_at = serializers.DateTimeField(
        source="deadline.closed_at", allow_null=True, help_text="When it was waived, lapsed or fell away."
    )
    next_step = StepRow(allow_null=True)

    def get_owed_by(self, shown: Shown) -> list[str]:
        """Who owes it."""
        organisation = shown.deadline.owed_by_organisation
        return [*shown.deadline.owed_by, *([f"organisation:{organisation.key}"] if organisation else [])]

    def get_on_it_until(self, shown: Shown) -> str | None:
        """Until when somebody has said to be on it; null where nobody is."""
        return serializers.DateTimeField().to_representation(shown.deadline.taken_on_until) if shown.is_on_it else None


class ReasonBody(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(max_length=2000)


class TakeOnBody(serializers.Serializer):
    """I am on it until …"""

    until = InstantField()
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class ExtendBody(ReasonBody):
    """A later due time, and why."""

    until = InstantField()


class HandOverBody(serializers.Serializer):
    """The seat of the person who does it, one of those who owe it."""

    to = serializers.UUIDField()
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
