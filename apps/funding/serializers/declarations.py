"""What labs' machines send and read of declarations."""

from typing import Any

from rest_framework import serializers

from apps.funding.models import Declaration
from apps.funding.rules.declaring import LONGEST_TYPE, LONGEST_UNUSUAL, MOST_TYPES
from apps.funding.selectors.declared import figures_of
from apps.funding.states import Confidence, Method

WRITTEN = "3.1e25, 3,1E25, 10^26 or all digits."


class FlopField(serializers.CharField):
    """An amount of computation as text: a JSON number would have been rounded before anybody read it."""

    default_error_messages = {"text": 'Send it as a string, such as "3.1e25": numbers are rounded on the way.'}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("text")
        return super().to_internal_value(data)


class AcceleratorsBody(serializers.Serializer):
    """Accelerators of one type. Without `flops_each` what is published of a well-known type counts."""

    type = serializers.CharField(max_length=LONGEST_TYPE)
    number = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    flops_each = FlopField(
        max_length=80, required=False, allow_blank=True, default="", help_text=f"FLOP/s of one: {WRITTEN}"
    )


class DeclarationBody(serializers.Serializer):
    """A lab's computation for a period, or its correction. What is odd is refused until `unusual_because` says why."""

    period = serializers.CharField(max_length=20)
    training_flop = FlopField(max_length=80, help_text=WRITTEN)
    accelerators = AcceleratorsBody(many=True, required=False, max_length=MOST_TYPES)
    method = serializers.ChoiceField(choices=[one.value for one in Method])
    confidence = serializers.ChoiceField(choices=[one.value for one in Confidence])
    explanation = serializers.CharField(required=False, allow_blank=True, default="", max_length=20_000)
    unusual_because = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_UNUSUAL)
    evidence = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=50,
        help_text="Ids of files that were sent to evidence/ before.",
    )  # fmt: skip


class AcceleratorsAnswer(serializers.Serializer):
    """Accelerators of one type."""

    type = serializers.CharField()
    number = serializers.IntegerField()
    flops_each = serializers.CharField()


class DeclarationAnswer(serializers.Serializer):
    """A declaration or an estimate, exactly; read by the lab and the custodian alone."""

    period = serializers.CharField()
    lab = serializers.CharField()
    version = serializers.IntegerField()
    figure = serializers.CharField(help_text="declared, or estimated by the custodian")
    at = serializers.DateTimeField()
    by = serializers.CharField()
    training_flop = serializers.CharField()
    installed_flops = serializers.CharField(help_text="FLOP/s of all accelerators")
    counts = serializers.CharField(help_text="The figure that the charter takes as base of the scale.")
    accelerators = AcceleratorsAnswer(many=True)
    method = serializers.CharField()
    confidence = serializers.CharField()
    explanation = serializers.CharField(allow_blank=True)
    unusual_because = serializers.CharField(allow_blank=True)
    evidence = serializers.ListField(child=serializers.UUIDField())
    commitment = serializers.CharField(help_text="SHA-256, as it stands in the record")
    salt = serializers.CharField(help_text="With it and the document the commitment is computed anew.")


def declaration_row(row: Declaration) -> dict[str, Any]:
    """The fields of DeclarationAnswer; the row comes with period, lab, seat, accelerators and files."""
    figures = figures_of(row)
    return {
        "period": row.period.name,
        "lab": row.organisation.key,
        "version": row.version,
        "figure": row.figure,
        "at": row.at,
        "by": row.by.holder,
        "training_flop": str(figures.training),
        "installed_flops": str(figures.installed),
        "counts": str(int(row.counts)),
        "accelerators": [
            {"type": one.type, "number": one.number, "flops_each": str(one.flops_each)} for one in figures.accelerators
        ],
        "method": row.method,
        "confidence": row.confidence,
        "explanation": row.explanation,
        "unusual_because": row.unusual_because,
        "evidence": [one.file.uid for one in row.files.all()],
        "commitment": row.commitment,
        "salt": row.salt,
    }


class DeclarationEvidenceBody(serializers.Serializer):
    """A file for the own lab's declaration for a period."""

    period = serializers.CharField(max_length=20)
    file = serializers.FileField()


class DeclarationEvidenceAnswer(serializers.Serializer):
    """A file that is stored; name its `id` in a declaration."""

    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    uploaded_at = serializers.DateTimeField()
