"""docs/procedures/disputes.md holds the tables that the code has."""

from pathlib import Path

import pytest
from django.conf import settings

from apps.disputes.management.commands.write_procedure_of_disputes import PROCEDURE
from apps.disputes.rules.clocks import CLOCKS
from apps.disputes.selectors.procedure import BEGINS, ENDS_HERE, generated, put_into
from apps.disputes.states import DOCUMENT_LABELS, SEAL_LABELS, TABLES


def test_the_document_holds_the_tables_as_they_are_in_the_code() -> None:
    text = (Path(settings.BASE_DIR) / PROCEDURE).read_text()
    assert put_into(text) == text, "run: manage.py write_procedure_of_disputes"


def test_everything_that_is_data_stands_in_a_table() -> None:
    tables = generated()
    for heading, _states, transitions in TABLES:
        assert f"### {heading}\n" in tables
        for move in transitions:
            assert f"| {move.by} |" in tables
    for name in (*(rule.name for rule in CLOCKS.values()), *DOCUMENT_LABELS.values(), *SEAL_LABELS.values()):
        assert f"| {name} |" in tables


@pytest.mark.parametrize(
    "line",
    [
        "| Word in the settlement thread | F | F | F | - | - | - | - | - | - | - | - |",
        "| Names struck, until there is a panel | F | - | - | - | - | F | - | - | - | - | - |",
        "| A passage is for counsel only | F | R | F | R | F | F | R | R | R | R | R |",
        "| The case is sealed: report | F | F | F | F | F | F | F | R | - | - | F |",
        "| reply | complaint | reply | the respondent |",
        "| Consultations end | service of the complaint | 60 days (8.1c); urgent 20 days (8.1d) | 10 days (8.1c); urgent 4 days (8.1d) | yes | DSU 4.7, urgent 4.8 |",
    ],
)
def test_a_line_reads_as_it_should(line: str) -> None:
    assert line in generated().splitlines()


def test_a_document_without_its_marks_is_not_written() -> None:
    with pytest.raises(ValueError, match="substring"):
        put_into("# Disputes")
    assert put_into(f"before {BEGINS} old {ENDS_HERE} after") == f"before {generated()} after"
