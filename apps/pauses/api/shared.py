"""What the API's views of pauses share: bodies read strictly, errors that point to the field, answers on an order."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.kernel import clock
from apps.kernel.api.parsers import as_object
from apps.kernel.api.versions import etag
from apps.kernel.api.views import SeatView
from apps.kernel.decisions import Invalid
from apps.pauses.selectors.finding import order_for
from apps.pauses.selectors.shown import shown_of
from apps.pauses.serializers.orders import OrderAnswer


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


def order_answer(view: SeatView, ref: str, code: int = status.HTTP_200_OK) -> Response:
    """The whole order as the asking seat sees it."""
    order: Any = order_for(view.viewer, ref)
    order.shown = shown_of(order, clock.now())
    headers = etag(order.version)
    if code == status.HTTP_201_CREATED:
        headers["Location"] = f"{view.request.path.split('pauses/')[0]}pauses/{order.ref}/"
    return Response(OrderAnswer(order).data, status=code, headers=headers)


def listed(rows: list[Any]) -> Response:
    """A list that is never long, as a page."""
    return Response({"next": None, "previous": None, "results": rows})
