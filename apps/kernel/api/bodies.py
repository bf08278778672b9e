"""Bodies and queries of the API, read strictly, and errors that point into them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rest_framework import exceptions, serializers
from rest_framework.request import Request

from apps.kernel.api.parsers import as_object
from apps.kernel.decisions import Invalid


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
        field, value = body.fields[name], data[name]
        if isinstance(field, serializers.ListSerializer) and isinstance(value, list):
            inner = {str(place): wrong for place, row in enumerate(value) if (wrong := _unknown(field.child, row))}
        else:
            inner = _unknown(field, value) if isinstance(field, serializers.Serializer) else {}
        found |= {name: inner} if inner else {}
    return found


@contextmanager
def pointing(place: str = "", names: Mapping[str, str] | None = None) -> Iterator[None]:
    """Let what is Invalid inside point below this place of the body; `names` are fields that stand elsewhere in it."""
    try:
        yield
    except Invalid as error:
        known = names or {}
        raise Invalid(
            {
                "/".join(part for part in (place, known.get(field, field).replace(".", "/")) if part): text
                for field, text in error.errors.items()
            }
        ) from None
