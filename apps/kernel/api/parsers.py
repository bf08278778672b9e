"""Reading what machines send: JSON in UTF-8, of bounded depth."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import JSONParser


class SoundJSONParser(JSONParser):
    """JSON as RFC 8259 has it: always UTF-8. What is too large, too deep or no whole text is refused."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        context = dict(parser_context or {})
        try:
            data = super().parse(stream, media_type, context | {"encoding": "utf-8"})
            # Half of a surrogate pair can be read from JSON but never be written to the database or an answer.
            json.dumps(data, ensure_ascii=False).encode()
        except RecursionError:
            raise exceptions.ParseError(_("This JSON is nested too deeply.")) from None
        except UnicodeEncodeError:
            raise exceptions.ParseError(_("A text holds half of a surrogate pair (\\ud800 to \\udfff).")) from None
        return data


def as_object(data: Any) -> Mapping[str, Any]:
    """The body as an object of fields; raises ValidationError for a list, a number or nothing."""
    if not isinstance(data, Mapping):
        raise exceptions.ValidationError({"non_field_errors": [_("Send an object with fields.")]})
    return data
