"""docs/procedures/pauses.md holds the tables that the code has."""

from pathlib import Path

import pytest
from django.conf import settings

from apps.pauses.management.commands.write_procedure_of_pauses import PROCEDURE
from apps.pauses.selectors.procedure import BEGINS, ENDS_HERE, generated, put_into


def test_the_document_holds_the_tables_as_they_are_in_the_code() -> None:
    text = (Path(settings.BASE_DIR) / PROCEDURE).read_text()
    assert put_into(text) == text, "run: manage.py write_procedure_of_pauses"


def test_every_move_and_every_clock_stands_in_a_table() -> None:
    tables = generated()
    for words in ("| supersede | in force, lifting, conditional | superseded |", "| grant | requested | granted |"):
        assert words in tables
    for name in ("Say that the order has reached you", "Renew the pause, or let it end", "Confirm or stop the order"):
        assert name in tables


def test_a_document_without_its_marks_is_not_written() -> None:
    with pytest.raises(ValueError, match="substring"):
        put_into("# Pauses")
    assert put_into(f"before {BEGINS} old {ENDS_HERE} after") == f"before {generated()} after"
