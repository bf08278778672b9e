"""What the API gives of duties and packages, and the verbs it takes; explicit fields only."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from apps.incidents.models import Duty
from apps.incidents.rules.packaging import OWN_TEXTS, is_late
from apps.incidents.rules.report import TEXT_LENGTH
from apps.incidents.states import DutyState, PackageState
from apps.kernel.api.fields import InstantField

LATE = "late"
STATES = [*(state.value for state in DutyState), LATE]
VERBS: dict[str, frozenset[str]] = {
    "prepare": frozenset({"texts", "left_out"}),
    "send": frozenset({"read", "reason", "late_reason"}),
    "mark_sent": frozenset({"sent_at", "proof", "late_reason", "read"}),
    "receive": frozenset(),
    "ask": frozenset({"text", "answer_by"}),
    "answer": frozenset({"question", "text"}),
    "accept": frozenset({"words"}),
    "require_revision": frozenset({"words", "revise_by"}),
}
"""What can be done with a package, and what each verb takes."""
NEEDED: dict[str, frozenset[str]] = {
    "prepare": frozenset({"texts"}),
    "send": frozenset({"read"}),
    "mark_sent": frozenset({"sent_at", "proof"}),
    "ask": frozenset({"text", "answer_by"}),
    "answer": frozenset({"question", "text"}),
    "require_revision": frozenset({"words", "revise_by"}),
}


class DutyRow(serializers.Serializer):
    """A duty to report."""

    key = serializers.CharField(help_text="Its name in the addresses of packages.")
    regime = serializers.CharField()
    authority = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    due_at = serializers.DateTimeField(allow_null=True)
    earliest_at = serializers.DateTimeField(
        allow_null=True, help_text="When a possible duty would be due at the earliest."
    )
    zone = serializers.CharField(help_text="The zone in which the hour is counted.")
    because = serializers.CharField()
    questions = serializers.ListField(
        child=serializers.CharField(), help_text="The questions that decide whether a possible duty is owed."
    )
    citation = serializers.CharField()
    version = serializers.IntegerField(help_text="The version of the regime under which it was reckoned.")
    counts_in_law = serializers.BooleanField(help_text="Whether sending it here meets the duty.")
    sent_at = serializers.DateTimeField(allow_null=True, help_text="When it first went to the authority's desk here.")
    met_at = serializers.DateTimeField(allow_null=True)


def duty_row(duty: Duty, now: datetime, *, is_desk: bool) -> dict[str, Any]:
    """The fields of DutyRow; an authority is not told by which of the lab's answers the duty was reckoned."""
    return {
        "key": duty.ref.partition("/")[2],
        "regime": duty.version.regime.key,
        "authority": duty.authority,
        "name": duty.name,
        "state": LATE if duty.state in {DutyState.DUE, DutyState.SENT} and is_late(duty.due_at, now) else duty.state,
        "due_at": duty.due_at,
        "earliest_at": duty.earliest_at,
        "zone": duty.zone,
        "because": "" if is_desk else duty.because,
        "questions": [] if is_desk else duty.questions,
        "citation": duty.citation,
        "version": duty.version.number,
        "counts_in_law": duty.counts_in_law,
        "sent_at": duty.first_sent_at,
        "met_at": duty.met_at,
    }


class LineRow(serializers.Serializer):
    """A field of a package."""

    field = serializers.CharField()
    label = serializers.CharField()
    text = serializers.CharField()
    known = serializers.BooleanField()


class ReadingAnswer(serializers.Serializer):
    """What would be sent now; the lab alone reads it."""

    read = serializers.CharField(help_text="Sent back with `send`: nothing goes out that nobody has read.")
    content = LineRow(many=True)
    missing = serializers.ListField(child=serializers.CharField())
    texts = serializers.DictField(child=serializers.CharField(), help_text="What is written for this authority alone.")
    left_out = serializers.ListField(child=serializers.CharField())


class VersionRow(serializers.Serializer):
    """What was sent, word for word; `sha256` is over the canonical JSON of `content`."""

    number = serializers.IntegerField()
    sent_at = serializers.DateTimeField()
    sent_by = serializers.CharField(source="sent_by.holder")
    by_official_channel = serializers.BooleanField(source="elsewhere")
    reason = serializers.CharField()
    content = LineRow(many=True)
    sha256 = serializers.CharField(source="digest")


class QuestionRow(serializers.Serializer):
    """What the authority asks, and the answer."""

    id = serializers.UUIDField(source="uid")
    text = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answer_by = serializers.DateTimeField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


class ReaderRow(serializers.Serializer):
    """Who has opened the package, and when first."""

    seat = serializers.CharField(source="seat.holder")
    organisation = serializers.CharField(source="seat.organisation.key")
    at = serializers.DateTimeField()


class PackageAnswer(serializers.Serializer):
    """What one authority is sent; `next` and `seen_by` are given to the lab alone."""

    duty = DutyRow()
    state = serializers.ChoiceField(choices=[state.value for state in PackageState])
    late = serializers.BooleanField()
    late_reason = serializers.CharField()
    received_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField()
    revise_by = serializers.DateTimeField(allow_null=True)
    current = VersionRow(allow_null=True, help_text="The newest version.")
    versions = serializers.ListField(child=serializers.IntegerField(), help_text="All versions, newest first.")
    questions = QuestionRow(many=True)
    next = ReadingAnswer(allow_null=True)
    seen_by = ReaderRow(many=True)


class PackageBody(serializers.Serializer):
    """A verb, and what it takes; `mark_sent` is sent as multipart, with the file."""

    do = serializers.ChoiceField(choices=list(VERBS))
    texts = serializers.DictField(
        child=serializers.CharField(max_length=TEXT_LENGTH, allow_blank=True),
        required=False,
        help_text=f"`prepare`: any of {', '.join(OWN_TEXTS)}; what is not given stays.",
    )
    left_out = serializers.ListField(
        child=serializers.CharField(), required=False, max_length=100, help_text="`prepare`: names of fields."
    )
    read = serializers.CharField(required=False, max_length=100, help_text="`send`: from `next`, as you read it.")
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=TEXT_LENGTH,
        help_text="`send`: what changed since the last version.",
    )
    late_reason = serializers.CharField(
        required=False, allow_blank=True, max_length=TEXT_LENGTH, help_text="Where it comes after its hour."
    )
    sent_at = InstantField(required=False, help_text="`mark_sent`: when it went by the authority's own channel.")
    proof = serializers.FileField(required=False, help_text="`mark_sent`: what shows it.")
    question = serializers.UUIDField(required=False, help_text="`answer`: the id of the question.")
    text = serializers.CharField(required=False, max_length=TEXT_LENGTH, help_text="`ask`, `answer`.")
    answer_by = InstantField(required=False, help_text="`ask`.")
    words = serializers.CharField(
        required=False, allow_blank=True, max_length=TEXT_LENGTH, help_text="`accept`, `require_revision`."
    )
    revise_by = InstantField(required=False, help_text="`require_revision`.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Only what the verb takes, and all that it needs."""
        verb, given = attrs["do"], set(self.initial_data) - {"do"}
        errors = dict.fromkeys(sorted(given - VERBS[verb]), f"“{verb}” does not take this.")
        errors |= dict.fromkeys(sorted(NEEDED.get(verb, frozenset()) - given), f"“{verb}” needs this.")
        if errors:
            raise serializers.ValidationError(errors)
        return attrs
