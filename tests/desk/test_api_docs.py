"""The API's description is whole, says what holds everywhere, and can be read as a page."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from apps.desk.reference import NO_VALUE, kind_of, reference
from apps.incidents.services.adding import add_update
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.disputes import filing as disputes
from tests.incidents.factory import filed
from tests.pauses.attesting import attested
from tests.pauses.carveouts import ordered, permit
from tests.votes.factory import vote, voting


@pytest.fixture(scope="module")
def schema() -> dict:
    """The schema as machines get it."""
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_schema_is_valid_and_gives_no_warning() -> None:
    written = StringIO()
    call_command("spectacular", fail_on_warn=True, validate=True, stdout=written)
    assert "/api/v1/committees/{slug}/incidents/" in written.getvalue()


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
    schemes = schema["components"]["securitySchemes"]
    assert {(scheme["type"], scheme["scheme"]) for scheme in schemes.values()} == {("http", "bearer")}
    [pagers] = [name for name in schemes if "pager" in name.lower()]
    [seats] = [name for name in schemes if name != pagers]
    for path, method, one in _operations(schema):
        is_pagers = path.endswith("/page-acknowledgement/")
        assert one["security"] == [{pagers if is_pagers else seats: []}], path
        keys = [parameter["name"] for parameter in one.get("parameters", ())]
        assert ("Idempotency-Key" in keys) == (method == "post"), path


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = answer.content.decode()
    assert "http://" not in page.replace("http://testserver", "").replace("http://www.w3.org", "")
    assert "cdn" not in page.lower()
    return page


def test_the_first_page_names_every_operation_and_leads_to_it(client: Client, schema: dict) -> None:
    page = _page(client, "/api/v1/docs/")
    for path, method, one in _operations(schema):
        assert f"<code>{method.upper()} {path}</code>" in page
        assert f'href="/api/v1/docs/{one["tags"][0]}/#{one["operationId"]}"' in page


def test_a_part_shows_its_operations_and_every_object_that_they_speak_of(client: Client, schema: dict) -> None:
    pages = {one["tags"][0]: "" for _path, _method, one in _operations(schema)}
    pages = {tag: _page(client, f"/api/v1/docs/{tag}/") for tag in pages}
    for _path, _method, one in _operations(schema):
        assert f'id="{one["operationId"]}"' in pages[one["tags"][0]]
    for tag, page in pages.items():
        for name in re.findall(r'href="#(object-[^"]+)"', page):
            assert f'id="{name}"' in page, tag
    for name in schema["components"]["schemas"].keys() - NO_VALUE.keys():
        assert any(f'id="object-{name}"' in page for page in pages.values()), name
    assert client.get("/api/v1/docs/nothing/").status_code == 404


def test_every_operation_has_a_title_of_its_own() -> None:
    titles = [one.title for part in reference().parts.values() for one in part.operations]
    charters = [title for title in titles if title.startswith("The charter")]
    assert len(set(titles)) == len(titles) - len(charters) + 1


def _paged(schema: dict) -> list[str]:
    """The lists of a committee, by path."""
    return [
        path
        for path, methods in schema["paths"].items()
        if methods.get("get", {}).get("operationId", "").endswith("_list")
    ]


@pytest.mark.django_db
def test_the_answers_are_as_the_schema_says(cast: Cast, client: Client, schema: dict) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
        add_update(actor=cast.viewer("borealis.liaison"), now=NOW, ref=ref, text="More is known.")
        motion = voting(cast)
        vote(cast, motion, "borealis.representative", "yes", explanation="It is time.")
        order = ordered(cast)
        attested(cast, order, NOW)
        permit(cast, order)
        dispute = disputes.filed(cast)
    client.force_login(cast["clerk"].person)
    single = ("charter/", "incidents/{ref}/", "disputes/{ref}/")
    paths = [*_paged(schema), *(f"/api/v1/committees/{{slug}}/{path}" for path in single)]
    refs = {"motions": motion.ref, "pauses": order.ref, "disputes": dispute.ref}
    for path in paths:
        about = next((refs[part] for part in path.split("/") if part in refs), ref)
        answer = client.get(path.format(slug="frontier", ref=about))
        assert answer.status_code == 200, path
        said = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        validator = Draft202012Validator(said | {"components": schema["components"]})
        assert [f"{path} {error.json_path}: {error.message}" for error in validator.iter_errors(answer.json())] == []


@pytest.mark.parametrize(
    ("schema", "words", "name"),
    [
        ({"type": "string", "format": "uuid"}, "string (uuid)", ""),
        ({"type": ["string", "null"], "format": "date-time"}, "string (date-time) or null", ""),
        ({"$ref": "#/components/schemas/Line"}, "Line", "Line"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Line"}}, "list of Line", "Line"),
        ({"oneOf": [{"$ref": "#/components/schemas/Line"}, {"type": "null"}]}, "Line or null", "Line"),
        (
            {"oneOf": [{"$ref": "#/components/schemas/Line"}, {"$ref": "#/components/schemas/NullEnum"}]},
            "Line or null",
            "Line",
        ),
        ({"enum": ["a", "b", None]}, "“a” | “b” | null", ""),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "object of integer", ""),
        ({}, "any", ""),
    ],
)
def test_types_are_told_in_words(schema: dict, words: str, name: str) -> None:
    assert kind_of(schema) == (words, name)
