"""Bodies and queries of the funding API, read strictly."""

from collections.abc import Mapping
from typing import Any

from rest_framework import exceptions, serializers
from rest_framework.request import Request

from apps.kernel.api.parsers import as_object


def query_of(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """How a list is narrowed; raises ValidationError."""
    query = serializer(data=request.query_params)
    query.is_valid(raise_exception=True)
    return dict(query.validated_data)


def body_of(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """The body's fields; raises ValidationError naming every field that is wrong or unknown, nested ones too."""
    as_object(request.data)
    body = serializer(data=request.data)
    errors = {} if body.is_valid() else dict(body.errors)
    errors |= _unknown(body, request.data)
    if errors:
        raise exceptions.ValidationError(errors)
    return dict(body.validated_data)


def _unknown(body: Any, data: Any) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        return {}
    found: dict[str, Any] = dict.fromkeys(sorted(set(data) - set(body.fields)), "This field is not known here.")
    for name in set(data) & set(body.fields):
        if isinstance(body.fields[name], serializers.Serializer) and (inner := _unknown(body.fields[name], data[name])):
            found[name] = inner
    return found
