"""The charter as machines read it, the same from the API and in the file that people take away."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.membership.selectors import Charter


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
