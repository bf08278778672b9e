"""The charter and its drafts as machines read and write them; a version is the same in the file that people take."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.committees.models import CharterDraft
from apps.kernel.api.fields import InstantField
from apps.membership.selectors import Charter, Effect

MOST = 2**31 - 1


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string"}, {"type": "boolean"}]})
class ValueField(serializers.JSONField):
    """The value of an article: a whole number, the key of a choice, or a switch."""


class ArticleSerializer(serializers.Serializer):
    """One article with its value."""

    key = serializers.CharField()
    number = serializers.CharField()
    title = serializers.CharField()
    words = serializers.CharField()
    in_full = serializers.CharField()
    kind = serializers.ChoiceField(["number", "choice", "switch"])
    value = ValueField()
    unit = serializers.CharField(allow_blank=True)
    since_version = serializers.IntegerField()
    since = serializers.DateTimeField()
    presets = serializers.DictField(child=serializers.CharField())


class CharterSerializer(serializers.Serializer):
    """A charter version: values, and articles in words."""

    version = serializers.IntegerField()
    preset = serializers.CharField()
    in_force_at = serializers.DateTimeField()
    adopted_by = serializers.CharField()
    values = serializers.DictField(child=ValueField())
    articles = ArticleSerializer(many=True)


def charter_body(charter: Charter) -> dict[str, Any]:
    """One version: values by article, and the articles in words."""
    body = {
        "version": charter.number,
        "preset": charter.preset,
        "in_force_at": charter.in_force_at,
        "adopted_by": charter.adopted_by,
        "values": {line.key: line.value for line in charter.articles},
        "articles": charter.articles,
    }
    return CharterSerializer(body).data


class DraftBody(serializers.Serializer):
    """A draft as it is sent: the values that it gives to articles; what does not differ is left out."""

    title = serializers.CharField(max_length=200)
    because = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    values = serializers.DictField(child=ValueField())
    based_on = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST,
        help_text="The number of the version that it was written upon; without it the newest.",
    )


class AdoptionBody(serializers.Serializer):
    """The committee's decision, and what the clerk had looked at."""

    onto = serializers.IntegerField(min_value=1, max_value=MOST, help_text="The charter's version that it is put upon.")
    seen = serializers.IntegerField(min_value=1, max_value=MOST, help_text="The draft's own version.")
    decision = serializers.CharField(max_length=200)
    in_force_at = InstantField(required=False, allow_null=True, help_text="Without it: at once.")


class DraftLine(serializers.ModelSerializer):
    """A draft in the list."""

    id = serializers.UUIDField(source="uid")
    state = serializers.SerializerMethodField()
    drafted_by = serializers.SerializerMethodField()
    adopted_as = serializers.IntegerField(source="adopted_as.number", default=None, allow_null=True)

    class Meta:
        model = CharterDraft
        fields = [
            "id",
            "title",
            "because",
            "state",
            "version",
            "based_on",
            "values",
            "drafted_by",
            "drafted_at",
            "adopted_as",
            "withdrawn_at",
        ]

    @extend_schema_field({"type": "string", "description": "open, adopted or withdrawn"})
    def get_state(self, draft: CharterDraft) -> str:
        """Whether it can still be adopted."""
        if draft.adopted_as_id is not None:
            return "adopted"
        return "withdrawn" if draft.withdrawn_at else "open"

    def get_drafted_by(self, draft: CharterDraft) -> str:
        """Who drafted it, with the seat; empty for the portal."""
        return str(draft.drafted_by or "")


class ChangeSerializer(serializers.Serializer):
    """An article that reads differently."""

    key = serializers.CharField()
    number = serializers.CharField()
    title = serializers.CharField()
    before = ValueField()
    after = ValueField()
    was = serializers.CharField()
    becomes = serializers.CharField()
    reads = serializers.CharField()


class ConflictSerializer(serializers.Serializer):
    """An article that another amendment has changed meanwhile."""

    number = serializers.CharField()
    title = serializers.CharField()
    drafted_from = serializers.CharField()
    now = serializers.CharField()
    drafted_to = serializers.CharField()


class EffectSerializer(serializers.Serializer):
    """What a draft changes, upon which version, and what follows as far as the asking seat may see."""

    onto = serializers.IntegerField(source="onto.number")
    changes = ChangeSerializer(many=True)
    conflicts = ConflictSerializer(many=True)
    foreseen = serializers.ListField(child=serializers.CharField())


class DraftAnswer(DraftLine):
    """A draft with its effect."""

    effect = EffectSerializer()

    class Meta(DraftLine.Meta):
        fields = [*DraftLine.Meta.fields, "effect"]


def draft_body(draft: CharterDraft, effect: Effect) -> dict[str, Any]:
    """One draft with what it changes."""
    return DraftLine(draft).data | {"effect": EffectSerializer(effect).data}
