"""What the API of alerts takes and gives; explicit fields only."""

from typing import Any

from rest_framework import serializers

from apps.incidents.models import AlertRecipient, IncidentAlert
from apps.incidents.rules.alert_verbs import TEXT_LENGTH
from apps.incidents.selectors.alerts import (
    RECEIVED,
    SENT,
    BoardRow,
    addressed_to,
    board,
    shared_answers,
    updates_of_alert,
)
from apps.incidents.states import AlertAnswer


class AlertQuery(serializers.Serializer):
    """The list's filter."""

    which = serializers.ChoiceField(choices=[RECEIVED, SENT], required=False)


class AlertLine(serializers.Serializer):
    """An alert as lists show it; `acknowledgement` is the own organisation's, null where it was not sent to it."""

    ref = serializers.CharField()
    title = serializers.CharField()
    urgency = serializers.CharField(help_text="take_note, act_soon or act_at_once.")
    tlp = serializers.CharField()
    state = serializers.CharField(help_text="current or ended.")
    sent_by = serializers.CharField(source="organisation__key")
    sent_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    acknowledgement = serializers.SerializerMethodField()

    def get_acknowledgement(self, row: dict[str, Any]) -> str | None:
        """“asked” or “acknowledged”."""
        return row["mine"] or None


class AlertUpdateRow(serializers.Serializer):
    """Something that was added."""

    text = serializers.CharField()
    by = serializers.CharField(source="seat.holder")
    at = serializers.DateTimeField()


class SharedRow(serializers.Serializer):
    """An answer that its organisation lets everybody read."""

    organisation = serializers.CharField(source="organisation.key")
    answer = serializers.CharField()
    words = serializers.CharField()
    answered_at = serializers.DateTimeField()


class StandingRow(serializers.Serializer):
    """Where an organisation stands that got the alert, as far as the asking seat may know."""

    organisation = serializers.CharField(source="receipt.organisation.key")
    read_at = serializers.DateTimeField(allow_null=True)
    acknowledged_at = serializers.DateTimeField(source="receipt.acknowledged_at", allow_null=True)
    due_at = serializers.DateTimeField(source="deadline.due_at", default=None, allow_null=True)
    late = serializers.BooleanField(source="is_late")
    answer = serializers.CharField(source="receipt.answer")
    words = serializers.CharField(source="receipt.words")


class AlertAnswerBody(serializers.Serializer):
    """How it stands at the own organisation."""

    answer = serializers.ChoiceField(choices=[one.value for one in AlertAnswer])
    words = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH, default="")
    share = serializers.BooleanField(
        required=False, default=False, help_text="Everybody who sees the alert may read it."
    )


class AlertDetailAnswer(serializers.Serializer):
    """One alert."""

    ref = serializers.CharField()
    title = serializers.CharField()
    urgency = serializers.CharField()
    tlp = serializers.CharField()
    state = serializers.CharField()
    sent_by = serializers.CharField(source="organisation.key")
    sent_at = serializers.DateTimeField()
    seen = serializers.CharField()
    recognise = serializers.CharField()
    action = serializers.CharField()
    contact = serializers.CharField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ending = serializers.CharField()
    sent_to = serializers.SerializerMethodField()
    updates = serializers.SerializerMethodField()
    shared_answers = serializers.SerializerMethodField()
    standing = serializers.SerializerMethodField()

    def get_sent_to(self, alert: IncidentAlert) -> list[str]:
        """The names of the organisations that it was sent to."""
        return addressed_to(alert)

    def get_updates(self, alert: IncidentAlert) -> list[dict[str, Any]]:
        """What was added, newest first."""
        return list(AlertUpdateRow(updates_of_alert(alert), many=True).data)

    def get_shared_answers(self, alert: IncidentAlert) -> list[dict[str, Any]]:
        """Answers that everybody may read who sees the alert."""
        rows: list[AlertRecipient] = shared_answers(alert)
        return list(SharedRow(rows, many=True).data)

    def get_standing(self, alert: IncidentAlert) -> list[dict[str, Any]]:
        """Where those stand who got it, as far as the asking seat may know."""
        rows: list[BoardRow] = board(self.context["viewer"], alert, self.context["now"])
        return list(StandingRow(rows, many=True).data)
