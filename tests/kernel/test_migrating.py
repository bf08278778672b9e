"""Migrating quickly leaves the models as Django itself would leave them."""

from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from apps.kernel.migrating import QuickState


def _born(name: str, **fields: Any) -> ModelState:
    return ModelState("shelf", name, [("id", models.BigAutoField(primary_key=True)), *fields.items()])


def _begun(kind: type[ProjectState]) -> ProjectState:
    """A book that stands on a shelf; their classes are made."""
    state = kind()
    state.add_model(_born("Shelf"))
    state.add_model(_born("Book", on=models.ForeignKey("shelf.Shelf", models.CASCADE, related_name="books")))
    state.apps.get_model("shelf", "Book")
    return state


def test_a_new_column_makes_the_class_of_its_own_table_anew_and_no_other() -> None:
    state = _begun(QuickState)
    shelf, book = (state.apps.get_model("shelf", name) for name in ("Shelf", "Book"))
    state.add_field("shelf", "shelf", "room", models.CharField(max_length=9, default=""), True)
    assert state.apps.get_model("shelf", "Shelf") is not shelf
    assert state.apps.get_model("shelf", "Book") is book


@pytest.mark.parametrize("later", [models.CharField(max_length=9, default=""), models.ForeignKey("shelf.Shelf", models.CASCADE, null=True)])  # fmt: skip
def test_who_looks_from_class_to_class_finds_them_all_made_anew(later: models.Field) -> None:
    state = _begun(QuickState)
    state.add_field("shelf", "shelf", "later", later, True)
    state.clear_delayed_apps_cache()
    shelf, book = (state.apps.get_model("shelf", name) for name in ("Shelf", "Book"))
    assert book._meta.get_field("on").remote_field.model is shelf
    assert shelf._meta.get_field("later").name == "later"
    assert shelf.books.rel.related_model is book


def test_it_ends_where_django_ends() -> None:
    steps: list[migrations.operations.base.Operation] = [
        migrations.AddField("book", "title", models.CharField(max_length=9, default="")),
        migrations.AddConstraint("book", models.UniqueConstraint(fields=["title"], name="title_once")),
        migrations.AddIndex("book", models.Index(fields=["on", "title"], name="book_on_shelf")),
        migrations.RemoveConstraint("book", "title_once"),
        migrations.RenameField("shelf", "id", "number"),
    ]
    quick, slow = _begun(QuickState), _begun(ProjectState)
    for step in steps:
        step.state_forwards("shelf", quick)
        step.state_forwards("shelf", slow)
    assert quick == slow
    for name in ("Shelf", "Book"):
        ours, theirs = (state.apps.get_model("shelf", name)._meta for state in (quick, slow))
        assert [one.name for one in ours.get_fields()] == [one.name for one in theirs.get_fields()]
        assert [one.name for one in ours.indexes] == [one.name for one in theirs.indexes]
        assert [one.name for one in ours.constraints] == [one.name for one in theirs.constraints]
