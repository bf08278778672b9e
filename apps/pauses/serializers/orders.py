"""Pause orders as machines write and read them. Every answer says whether it is a drill."""

from typing import Any

from rest_framework import serializers

from apps.kernel.api.fields import InstantField
from apps.pauses.models import PauseOrder
from apps.pauses.states import ConditionKind, Extent, Restricts, State


class ListQuery(serializers.Serializer):
    """How the list is narrowed; drafts of the own organisation come only with `state=draft`."""

    state = serializers.ChoiceField(choices=[state.value for state in State], required=False)
    drill = serializers.BooleanField(required=False, allow_null=True, default=None)
    lab = serializers.SlugField(max_length=40, required=False)


class LabBody(serializers.Serializer):
    """A lab that the order is to bind."""

    lab = serializers.CharField(max_length=60, help_text="Its organisation's key.")
    because = serializers.CharField(max_length=500, allow_blank=True)


class MeasureBody(serializers.Serializer):
    """A measure; `above` in FLOP or parameters, such as "1e26", "10^26" or all digits."""

    restricts = serializers.ChoiceField(choices=[one.value for one in Restricts])
    extent = serializers.ChoiceField(choices=[one.value for one in Extent], required=False, default=Extent.FULL.value)
    above = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    marker = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    words = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    labs = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, default=list, max_length=50,
        help_text="Keys of the labs that it binds; empty for all that the order binds.",
    )  # fmt: skip
    starts_at = InstantField(required=False, allow_null=True, default=None)
    ends_at = InstantField(required=False, allow_null=True, default=None)


class ConditionBody(serializers.Serializer):
    """A condition for lifting the order, or the measure with this number (the first has 1)."""

    kind = serializers.ChoiceField(choices=[one.value for one in ConditionKind])
    words = serializers.CharField(max_length=1000, allow_blank=True)
    tier = serializers.IntegerField(required=False, default=0, min_value=0, max_value=4)
    date = InstantField(required=False, allow_null=True, default=None)
    measure = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=50)


class ParticipationBody(serializers.Serializer):
    """In force only when so many labs, with such a share of the declared computation ("2/3", "0.6"), have joined."""

    labs_needed = serializers.IntegerField(min_value=1, max_value=1000)
    share_needed = serializers.CharField(max_length=20, required=False, default="0")


class OrderBody(serializers.Serializer):
    """A whole draft; move it then by a motion of the kind `pause.activate` that names it."""

    title = serializers.CharField(max_length=200, allow_blank=True)
    reasons = serializers.CharField(required=False, allow_blank=True, default="", max_length=20_000)
    drill = serializers.BooleanField(required=False, default=False)
    labs = LabBody(many=True, required=False, max_length=50)
    measures = MeasureBody(many=True, required=False, max_length=50)
    conditions = ConditionBody(many=True, required=False, max_length=50)
    starts_at = InstantField(required=False, allow_null=True, default=None)
    ends_at = InstantField(required=False, allow_null=True, default=None)
    participation = ParticipationBody(required=False, allow_null=True, default=None)
    binds_newcomers = serializers.BooleanField(required=False, default=False)
    replaces = serializers.CharField(max_length=24, required=False, allow_blank=True, default="")


class OrderLine(serializers.Serializer):
    """An order in a list. The title of a drill begins with DRILL."""

    ref = serializers.CharField()
    title = serializers.CharField(source="marked_title")
    drill = serializers.BooleanField(source="is_drill")
    state = serializers.CharField()
    basis = serializers.CharField()
    organisation = serializers.CharField(source="organisation.key")
    motion = serializers.CharField(source="motion.ref", allow_null=True, default=None)
    starts_at = serializers.DateTimeField(allow_null=True)
    in_force_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    labs_bound = serializers.SerializerMethodField()

    def get_labs_bound(self, order: PauseOrder) -> list[str]:
        """The keys of the labs that it binds or would bind."""
        return sorted(row.organisation.key for row in order.bindings.all() if row.released_at is None)


class OrderLab(serializers.Serializer):
    """A lab under an order."""

    lab = serializers.CharField()
    because = serializers.CharField()
    joined = serializers.BooleanField()
    served_at = serializers.DateTimeField(allow_null=True)
    served_digest = serializers.CharField(allow_blank=True)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    released_at = serializers.DateTimeField(allow_null=True)
    legal_force = serializers.CharField(allow_blank=True)


class OrderMeasure(serializers.Serializer):
    """A measure; `above` is a whole number in text, `says` what it asks in words, no `labs` means all."""

    key = serializers.CharField()
    restricts = serializers.CharField()
    extent = serializers.CharField()
    above = serializers.CharField(allow_null=True)
    marker = serializers.CharField(allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    says = serializers.CharField()
    labs = serializers.ListField(child=serializers.CharField())
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    lifted_at = serializers.DateTimeField(allow_null=True)


class OrderCondition(serializers.Serializer):
    """A condition for lifting; `measure` is the number of the one that it is about, null for the whole order."""

    number = serializers.IntegerField()
    kind = serializers.CharField()
    words = serializers.CharField()
    tier = serializers.IntegerField()
    date = serializers.DateTimeField(allow_null=True)
    measure = serializers.IntegerField(allow_null=True)
    state = serializers.CharField()
    met_at = serializers.DateTimeField(allow_null=True)


class Participation(serializers.Serializer):
    """How far the condition of participation is; the share of those who joined is told in bands."""

    labs_needed = serializers.IntegerField()
    share_needed = serializers.CharField()
    by = serializers.DateTimeField(allow_null=True)
    joined = serializers.IntegerField()
    share_joined = serializers.CharField()
    met = serializers.BooleanField()


class OrderAnswer(OrderLine):
    """A whole order."""

    reasons = serializers.CharField()
    because = serializers.CharField()
    replaces = serializers.CharField(source="replaces.ref", allow_null=True, default=None)
    charter = serializers.IntegerField(allow_null=True)
    binds_newcomers = serializers.BooleanField()
    adopted_at = serializers.DateTimeField(allow_null=True)
    confirm_by = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    participation = Participation(source="shown.participation", allow_null=True)
    labs = OrderLab(source="shown.labs", many=True)
    measures = OrderMeasure(source="shown.measures", many=True)
    conditions = OrderCondition(source="shown.conditions", many=True)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The labs with all that is known of them stand in `labs`."""
        data: dict[str, Any] = super().to_representation(instance)
        data.pop("labs_bound")
        return data
