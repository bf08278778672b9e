"""The API's description as its page shows it: plain values, made once from the schema."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")
REF = "#/components/schemas/"
NO_VALUE = {"NullEnum": "null", "BlankEnum": "“”"}
"""What the generator calls the absence of a choice, as readers know it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field: its type in words, and the object it holds, if any."""

    name: str
    kind: str
    object: str = ""
    required: bool = False
    place: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent or answered: media type and type."""

    media: str
    kind: str
    object: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status with what it means."""

    status: str
    says: str
    bodies: list[Body]

    @property
    def is_problem(self) -> bool:
        """Whether it is an error."""
        return self.status >= "4"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    key: str
    method: str
    path: str
    title: str
    says: str
    parameters: list[Field]
    bodies: list[Body]
    answers: list[Answer]
    needs_token: bool


@dataclass(frozen=True, slots=True)
class Object:
    """A named object with its fields."""

    name: str
    says: str
    fields: list[Field]
    values: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A page: the operations of one tag, and the objects that they send and answer, with what these hold."""

    tag: str
    operations: list[Operation]
    objects: list[Object]


@dataclass(frozen=True, slots=True)
class Reference:
    """All pages, by tag."""

    parts: dict[str, Part]


@cache
def reference() -> Reference:
    """The reference of this process's API; the schema does not change while it runs."""
    return of_schema(SchemaGenerator().get_schema(request=None, public=True))


def of_schema(schema: dict[str, Any]) -> Reference:
    """The reference of an OpenAPI document."""
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = methods[method]
                groups.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    schemas = schema.get("components", {}).get("schemas", {})
    objects = {name: _object(name, one) for name, one in schemas.items()}
    return Reference({tag: Part(tag, found, _held(found, objects)) for tag, found in sorted(groups.items())})


def _held(operations: list[Operation], objects: dict[str, Object]) -> list[Object]:
    """The objects that operations send and answer, with those that they hold in turn, by name."""
    bodies = [
        body for one in operations for body in (*one.bodies, *(each for way in one.answers for each in way.bodies))
    ]
    waiting = {body.object for body in bodies} | {field.object for one in operations for field in one.parameters}
    held: set[str] = set()
    while waiting := {name for name in waiting if name} - held:
        held |= waiting
        waiting = {field.object for name in waiting for field in objects[name].fields}
    return [objects[name] for name in sorted(held)]


def _operation(path: str, method: str, operation: dict[str, Any]) -> Operation:
    says = operation.get("description", "")
    first, _line, rest = says.partition("\n")
    title = operation.get("summary") or first or operation["operationId"].replace("_", " ")
    return Operation(
        key=operation["operationId"],
        method=method.upper(),
        path=path,
        title=title.rstrip("."),
        says=(says if operation.get("summary") else rest).strip(),
        parameters=[_parameter(one) for one in operation.get("parameters", ())],
        bodies=_bodies(operation.get("requestBody", {})),
        answers=[_answer(status, one) for status, one in sorted(operation["responses"].items())],
        needs_token=bool(operation.get("security")),
    )


def _parameter(parameter: dict[str, Any]) -> Field:
    return Field(
        parameter["name"],
        *kind_of(parameter["schema"]),
        required=parameter.get("required", False),
        place=parameter["in"],
        says=parameter.get("description", ""),
    )


def _bodies(holder: dict[str, Any]) -> list[Body]:
    return [Body(media, *kind_of(one.get("schema", {}))) for media, one in holder.get("content", {}).items()]


def _answer(status: str, answer: dict[str, Any]) -> Answer:
    return Answer(status, str(answer.get("description", "")), _bodies(answer))


def _object(name: str, schema: dict[str, Any]) -> Object:
    required = schema.get("required", ())
    fields = [
        Field(key, *kind_of(one), required=key in required, says=str(one.get("description", "")))
        for key, one in schema.get("properties", {}).items()
    ]
    says = "" if "enum" in schema else str(schema.get("description", ""))
    return Object(name, says, fields, [str(value) for value in schema.get("enum", ())])


def kind_of(schema: dict[str, Any]) -> tuple[str, str]:
    """A type in words, and the name of the object it holds ("" for none)."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REF)
        return (NO_VALUE[name], "") if name in NO_VALUE else (name, name)
    for key in ("allOf", "oneOf", "anyOf"):
        if key in schema:
            return _one_of([kind_of(one) for one in schema[key]])
    if "enum" in schema:
        return " | ".join(_value(value) for value in schema["enum"]), ""
    kinds = schema.get("type", "any")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return _one_of([_plain(kind, schema) for kind in kinds])


def _plain(kind: str, schema: dict[str, Any]) -> tuple[str, str]:
    if kind == "array":
        words, name = kind_of(schema.get("items", {}))
        return f"list of {words}", name
    if kind == "object" and isinstance(extra := schema.get("additionalProperties"), dict) and extra:
        words, name = kind_of(extra)
        return f"object of {words}", name
    return f"{kind} ({schema['format']})" if "format" in schema and kind != "null" else kind, ""


def _one_of(kinds: list[tuple[str, str]]) -> tuple[str, str]:
    words = list(dict.fromkeys(words for words, _name in kinds))
    return " or ".join(words), next((name for _words, name in kinds if name), "")


def _value(value: Any) -> str:
    return "null" if value is None else f"“{value}”" if isinstance(value, str) else str(value)
