"""Rules of the house that no linter knows: what one app may use of another, who writes states, who reads the clock."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ROOT / "apps"

OPEN_MODULES = {"models", "states", "rules", "selectors", "services", "acts"}
"""What an app may use of another one; of the kernel, anything."""

EXCEPTIONS = {
    "apps.files.forms": "the form field for several files, which other apps' forms are made of",
    "apps.transparency.answers": "how a public page answers, whichever app's it is",
}

CLOCK_READERS = {
    "apps/kernel/clock.py": "the one place",
    "apps/accounts/middleware.py": "sessions end by real time",
    "apps/verify/may_start.py": "runs on a lab's machine, by that machine's clock",
}


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(APPS.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text())


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                yield f"{node.module}.{name.name}"
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_an_app_uses_only_the_open_modules_of_another() -> None:
    wrong = []
    for path, tree in _sources():
        own = path.relative_to(APPS).parts[0]
        for target in _imports(tree):
            parts = target.split(".")
            foreign = parts[0] == "apps" and len(parts) > 2 and parts[1] not in {own, "kernel"}
            if foreign and parts[2] not in OPEN_MODULES and ".".join(parts[:3]) not in EXCEPTIONS:
                wrong.append(f"{path.relative_to(ROOT)} uses {target}")
    assert wrong == []


def _writes_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in node.targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
        return any(word.arg == "state" for word in node.keywords)
    return False


def test_only_services_write_states() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"  # type: ignore[attr-defined]
        for path, tree in _sources()
        if "services" not in {*path.parts, path.stem}
        for node in ast.walk(tree)
        if _writes_state(node)
    ]
    assert wrong == []


def _reads_clock(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today"}
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "timezone"}
    )


def test_nobody_but_the_kernel_reads_the_clock() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"  # type: ignore[attr-defined]
        for path, tree in _sources()
        if str(path.relative_to(ROOT)) not in CLOCK_READERS
        for node in ast.walk(tree)
        if _reads_clock(node)
    ]
    assert wrong == []


def test_domain_code_is_given_the_time() -> None:
    """Rules, selectors and services take `now`; faces, tasks and commands read it."""
    wrong = [
        str(path.relative_to(ROOT))
        for path, tree in _sources()
        if {"rules", "states", "models", "acts", "selectors", "services"} & {*path.parts, path.stem}
        and any(target.startswith("apps.kernel.clock") for target in _imports(tree))
    ]
    assert wrong == []
