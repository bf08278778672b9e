"""What a lab files under an order, and what others read of it."""

from typing import Any

from rest_framework import serializers

from apps.kernel.api.fields import InstantField, ZonedInstantField
from apps.pauses.models import Attestation
from apps.pauses.rules.attested import LONGEST_OF, LONGEST_RUN, MOST_COMMITMENTS, MOST_RUNS
from apps.pauses.selectors.permits import PermitRow
from apps.pauses.states import RunState


class RunBody(serializers.Serializer):
    """One run in scope, as the lab names it, what became of it, and since when."""

    run = serializers.CharField(max_length=LONGEST_RUN)
    state = serializers.ChoiceField(choices=[one.value for one in RunState])
    since = ZonedInstantField()


class CommitmentBody(serializers.Serializer):
    """The SHA-256 of something that the lab keeps, so that it can be shown later."""

    sha256 = serializers.CharField(max_length=64)
    of = serializers.CharField(max_length=LONGEST_OF)


class AttestationBody(serializers.Serializer):
    """An attestation. A lab without a run in scope sends no runs and `"none_in_scope": true`."""

    runs = RunBody(many=True, required=False, max_length=MOST_RUNS)
    none_in_scope = serializers.BooleanField(required=False, default=False)
    statement = serializers.CharField(allow_blank=True, max_length=20_000)
    evidence = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=50,
        help_text="Ids of files that were sent to evidence/ before.",
    )  # fmt: skip
    commitments = CommitmentBody(many=True, required=False, max_length=MOST_COMMITMENTS)


class AttestationAnswer(serializers.Serializer):
    """An attestation; what it says is null for those who learn only that it was made."""

    order = serializers.CharField()
    drill = serializers.BooleanField()
    lab = serializers.CharField()
    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    seat = serializers.CharField(allow_null=True)
    statement = serializers.CharField(allow_null=True)
    runs = RunBody(many=True, allow_null=True)
    evidence = serializers.ListField(child=serializers.UUIDField(), allow_null=True)
    commitments = CommitmentBody(many=True, allow_null=True)


def attestation_row(row: Attestation, reads: bool) -> dict[str, Any]:
    """The fields of AttestationAnswer; the row comes with its binding, order, runs, files and commitments."""
    order = row.binding.order
    head = {
        "order": order.ref,
        "drill": order.is_drill,
        "lab": row.binding.organisation.key,
        "number": row.number,
        "at": row.at,
    }
    if not reads:
        return head | dict.fromkeys(("seat", "statement", "runs", "evidence", "commitments"))
    return head | {
        "seat": row.seat.holder,
        "statement": row.statement,
        "runs": [{"run": one.run, "state": one.state, "since": one.since} for one in row.runs.all()],
        "evidence": [one.file.uid for one in row.files.all()],
        "commitments": [{"sha256": one.sha256, "of": one.of} for one in row.commitments.all()],
    }


class PauseEvidenceBody(serializers.Serializer):
    """A file."""

    file = serializers.FileField()


class PauseEvidenceAnswer(serializers.Serializer):
    """A file that is stored; name its `id` in an attestation."""

    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    uploaded_at = serializers.DateTimeField()
    drill = serializers.BooleanField()


class PermitBody(serializers.Serializer):
    """A safety run that is to be exempt. Without `run` it is for the run that the lab names after the permit."""

    run = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    purpose = serializers.CharField(allow_blank=True, max_length=20_000)
    flop = serializers.CharField(max_length=60, help_text="The most that it may take: 1e24, 10^24 or all digits.")
    until = InstantField()
    measures = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=50), required=False, default=list, max_length=50,
        help_text="Numbers of the measures; none means all that bind the lab.",
    )  # fmt: skip
    conditions_offered = serializers.CharField(required=False, allow_blank=True, default="", max_length=20_000)


class PermitAnswer(serializers.Serializer):
    """A permit; run, purpose, size and offer are null for those who learn only that it was asked for and decided."""

    ref = serializers.CharField()
    order = serializers.CharField()
    drill = serializers.BooleanField()
    lab = serializers.CharField()
    state = serializers.CharField()
    measures = serializers.ListField(child=serializers.CharField())
    requested_at = serializers.DateTimeField()
    decide_by = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    conditions = serializers.CharField(allow_blank=True)
    because = serializers.CharField(allow_blank=True)
    run = serializers.CharField(allow_null=True)
    purpose = serializers.CharField(allow_null=True)
    flop = serializers.CharField(allow_null=True)
    conditions_offered = serializers.CharField(allow_null=True)


def permit_answer(row: PermitRow) -> dict[str, Any]:
    """The fields of PermitAnswer."""
    permit, order = row.permit, row.permit.binding.order
    plans: dict[str, Any] = dict.fromkeys(("run", "purpose", "flop", "conditions_offered"))
    if row.reads:
        plans = {name: getattr(permit, name) for name in plans} | {"flop": str(int(permit.flop))}
    return plans | {
        "ref": permit.ref,
        "order": order.ref,
        "drill": order.is_drill,
        "lab": row.lab_key,
        "state": permit.state,
        "measures": [f"{order.ref}/{number}" for number in row.measures],
        "requested_at": permit.requested_at,
        "decide_by": row.decide_by,
        "decided_at": permit.decided_at,
        "until": permit.until,
        "ended_at": permit.ended_at,
        "conditions": row.shown_conditions,
        "because": row.shown_reason,
    }
