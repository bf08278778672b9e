"""`manage.py show_wiring` leaves nothing out."""

from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.translation import gettext_lazy

from apps.kernel import registry
from apps.record.management.commands.show_wiring import in_words, lines_of
from apps.record.rules import CATALOGUE


@pytest.fixture(scope="module")
def printed() -> list[str]:
    """What the command prints, line by line."""
    out = StringIO()
    call_command("show_wiring", stdout=out)
    return out.getvalue().splitlines()


def test_every_act_has_its_line_with_label_audiences_and_clocks(printed: list[str]) -> None:
    for key, kind in CATALOGUE:
        [line] = [line for line in printed if line.split(" ")[0] == key and kind.label in line]
        for word in (*kind.told, *kind.starts, *kind.ends):
            assert word in line
        assert line.endswith("yes") == bool(kind.publishes)


def test_every_registry_is_printed_item_by_item(printed: list[str]) -> None:
    for name, one in registry.ALL.items():
        assert f"{name.upper()}: {one.says}" in printed
        if one is not CATALOGUE:
            for key, _item in one:
                assert f"  {key}" in printed


def test_no_line_shows_where_an_object_lies_in_memory(printed: list[str]) -> None:
    assert not [line for line in printed if " at 0x" in line or "<locals>" in line]


@dataclass
class _Thing:
    key: str
    label: object
    to: tuple[str, ...] = ()
    steps: tuple[object, ...] = ()


def test_what_is_not_set_is_left_out_and_parts_have_lines_of_their_own() -> None:
    thing = _Thing("k", gettext_lazy("a label"), steps=(_Thing("one", "first", to=("x", "y")),))
    assert list(lines_of(thing)) == ["label: a label", "steps:", "  key one · label first · to x, y"]


def test_functions_go_by_their_names() -> None:
    assert in_words(lines_of) == "apps.record.management.commands.show_wiring.lines_of"
    assert in_words(lambda: None) == ""
