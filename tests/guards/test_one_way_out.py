"""Only the guarded way out opens outgoing connections (decisions/0007)."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPENERS = {"http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "socket", "pywebpush"}


def _modules(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return names


def test_no_app_opens_a_connection_past_the_kernels_egress() -> None:
    openers = {
        path.relative_to(ROOT / "apps").as_posix()
        for path in (ROOT / "apps").rglob("*.py")
        if any(name == opener or name.startswith(f"{opener}.") for name in _modules(path) for opener in OPENERS)
    }
    # The virus scanner is the operator's own, named in the environment and by nobody else.
    assert openers == {"kernel/egress/sending.py", "kernel/egress/wire.py", "kernel/clamd.py"}
