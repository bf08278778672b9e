"""The API's description is whole, says what holds everywhere, and can be read as a page."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from apps.desk.reference import kind_of


@pytest.fixture(scope="module")
def schema() -> dict:
    """The schema as machines get it."""
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_schema_is_valid_and_gives_no_warning() -> None:
    call_command("spectacular", fail_on_warn=True, validate=True, stdout=StringIO())


def test_the_schema_is_served_without_a_token_as_json(client: Client) -> None:
    answer = client.get("/api/v1/schema/?format=json")
    assert answer.status_code == 200
    assert json.loads(answer.content)["openapi"] == "3.1.1"


def _operations(schema: dict) -> list[tuple[str, str, dict]]:
    return [(path, method, one) for path, methods in schema["paths"].items() for method, one in methods.items()]


def test_every_operation_has_a_name_of_its_own_a_tag_and_says_what_a_failure_looks_like(schema: dict) -> None:
    operations = _operations(schema)
    assert operations
    names = [one["operationId"] for _path, _method, one in operations]
    assert len(set(names)) == len(names)
    for path, method, one in operations:
        assert one["tags"], path
        assert one["tags"] != ["committees"] or path == "/api/v1/committees/"
        problems = [code for code, answer in one["responses"].items() if code >= "400"]
        assert problems, (method, path)
        for code in problems:
            assert list(one["responses"][code]["content"]) == ["application/problem+json"], (method, path, code)


def test_every_operation_wants_the_token_and_every_post_takes_an_idempotency_key(schema: dict) -> None:
    [(name, scheme)] = schema["components"]["securitySchemes"].items()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    for path, method, one in _operations(schema):
        assert one["security"] == [{name: []}], path
        keys = [parameter["name"] for parameter in one.get("parameters", ())]
        assert ("Idempotency-Key" in keys) == (method == "post"), path


def test_the_page_shows_every_operation_and_object_without_foreign_help(client: Client, schema: dict) -> None:
    answer = client.get("/api/v1/docs/")
    page = answer.content.decode()
    assert answer.status_code == 200
    for path, _method, one in _operations(schema):
        assert path in page
        assert f'id="{one["operationId"]}"' in page
    for name in schema["components"]["schemas"]:
        assert f'id="object-{name}"' in page
    assert "http://" not in page.replace("http://testserver", "").replace("http://www.w3.org", "")
    assert "cdn" not in page.lower()


@pytest.mark.parametrize(
    ("schema", "words", "name"),
    [
        ({"type": "string", "format": "uuid"}, "string (uuid)", ""),
        ({"type": ["string", "null"], "format": "date-time"}, "string (date-time) or null", ""),
        ({"$ref": "#/components/schemas/Line"}, "Line", "Line"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Line"}}, "list of Line", "Line"),
        ({"oneOf": [{"$ref": "#/components/schemas/Line"}, {"type": "null"}]}, "Line or null", "Line"),
        ({"enum": ["a", "b", None]}, "“a” | “b” | null", ""),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "object of integer", ""),
        ({}, "any", ""),
    ],
)
def test_types_are_told_in_words(schema: dict, words: str, name: str) -> None:
    assert kind_of(schema) == (words, name)
