"""How the API's description is made: names, tags, the bearer token, problem documents, idempotency keys."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers
from rest_framework.pagination import CursorPagination

from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.problems import PROBLEM, TITLES

OF_COMMITTEE = "committees"
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 200},
    "description": "The same key and body give the first answer again; another body 422; still running 409.",
}
PLACES = {"slug": "The committee’s short name.", "ref": "A reference such as INC-2026-7KQ4.", "uid": "Its id."}


class FieldProblem(serializers.Serializer):
    """What is wrong with one field."""

    pointer = serializers.CharField(help_text="JSON pointer to the field.")
    detail = serializers.CharField(help_text="What to do.")


class Problem(serializers.Serializer):
    """Why a request was not answered as asked (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FieldProblem(many=True, required=False)  # type: ignore[assignment]


class SeatScheme(OpenApiAuthenticationExtension):
    """The bearer token of a seat."""

    target_class = "apps.kernel.api.seats.SeatAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token; made in the account menu under API tokens, or by `manage.py api_token`."""
        return {"type": "http", "scheme": "bearer", "description": "The token of one seat, so of one committee."}


class PagerScheme(OpenApiAuthenticationExtension):
    """The bearer token of a pager."""

    target_class = "apps.deadlines.api.pager.PagerAuthentication"
    name = "pager"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token, shown when an organisation sets up its pager."""
        return {"type": "http", "scheme": "bearer", "description": "The token of an organisation’s pager."}


class PortalSchema(AutoSchema):
    """One operation of the API."""

    def _tokenize_path(self) -> list[str]:
        # Nearly every path begins with its committee, which names nothing.
        tokens = super()._tokenize_path()
        return tokens[1:] if len(tokens) > 1 and tokens[0] == OF_COMMITTEE else tokens

    def _get_paginator(self) -> CursorPagination:
        # Every list of the API answers a page, also where the view pages by hand.
        return super()._get_paginator() or NewestFirst()

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation with everything that holds for all of them."""
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        if self.method == "POST":
            operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path" and parameter["name"] in PLACES:
                parameter.setdefault("description", PLACES[parameter["name"]])
        for code in self._problems(operation):
            operation["responses"].setdefault(str(code), self._problem(code))
        for code, answer in operation["responses"].items():
            if code >= "400":
                answer.setdefault("content", self._problem(int(code))["content"])
        return operation

    def _problems(self, operation: dict[str, Any]) -> list[int]:
        codes = []
        if self.method in {"POST", "PUT", "PATCH"} or any(p["in"] == "query" for p in operation.get("parameters", ())):
            codes.append(400)
        if operation.get("security"):
            codes += [401, 403]
        if "{" in self.path:
            codes.append(404)
        return codes + [409, 422] * (self.method == "POST")

    def _problem(self, code: int) -> dict[str, Any]:
        schema = self.resolve_serializer(Problem, "response").ref
        return {"description": TITLES[code], "content": {PROBLEM: {"schema": schema}}}
