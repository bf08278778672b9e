"""Every refusal about a pause or in a dispute names the article of the charter by which it refuses."""

import ast
import re
from pathlib import Path

import pytest

APPS = Path(__file__).resolve().parents[2] / "apps"
PAUSES = APPS / "pauses"
ONE_PLACE = PAUSES / "rules" / "refusing.py"
BARE = {"no", "Refused"}


def _bare_refusals(path: Path) -> list[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return [
        f"{path.relative_to(APPS)}:{call.lineno}"
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in BARE
    ]


@pytest.mark.parametrize(("app", "least"), [("pauses", 30), ("disputes", 10)])
def test_nobody_refuses_by_hand(app: str, least: int) -> None:
    paths = sorted(set((APPS / app).rglob("*.py")) - {ONE_PLACE})
    assert len(paths) > least
    assert [line for path in paths for line in _bare_refusals(path)] == []


def test_transitions_are_refused_by_an_article_too() -> None:
    """`Transitions.may` knows no charter, so whoever requires it says by which article."""
    wrong = []
    for path in sorted((PAUSES / "services").rglob("*.py")):
        found = re.findall(r"^\s*[A-Z]+\.may\(.*\)\.require\(\)", path.read_text(), re.MULTILINE)
        wrong += [f"{path.name}: {line.strip()}" for line in found]
    assert wrong == []
