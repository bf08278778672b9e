"""What no template may hold, because the content security policy, a screen reader or a newcomer forbids it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(path for folder in ("templates", "apps") for path in (ROOT / folder).rglob("*.html"))
EMAILS = ROOT / "templates" / "emails"
LONGEST = 200

COMMENT = re.compile(r"\{#.*?#\}|\{% comment .*?%\}.*?\{% endcomment %\}", re.S)
TAG = re.compile(r"<([a-zA-Z][\w.-]*)((?:\{%.*?%\}|\{\{.*?\}\}|\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.S)
FORBIDDEN = {
    "an inline style": re.compile(r"(?<![\w-])style\s*=", re.I),
    "an inline handler": re.compile(r"(?<![\w-])(?:on[a-z]+|hx-on[\w:-]*)\s*=", re.I),
    "a script of Bootstrap's, which is not loaded": re.compile(r"data-bs-toggle", re.I),
}


def _tags(text: str) -> Iterator[tuple[str, str]]:
    for match in TAG.finditer(COMMENT.sub("", text)):
        yield match[1].lower(), match[2]


def _faults(text: str) -> list[str]:
    found = []
    for name, attributes in _tags(text):
        found += [f"<{name}> has {what}" for what, pattern in FORBIDDEN.items() if pattern.search(attributes)]
        if name == "style":
            found.append("<style> is inline")
        if name == "script" and "src=" not in attributes and not re.search(r"type=.application/json", attributes):
            found.append("<script> is inline")
        if name == "img" and not re.search(r"(?<![\w-])alt=", attributes):
            found.append("<img> has no alt")
    return found


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_holds_nothing_inline_and_can_be_seen_whole(path: Path) -> None:
    text = path.read_text()
    faults = _faults(text)
    if path.is_relative_to(EMAILS):
        # A mail brings its own sheet: it is read in mail programs, and in the demo in a frame with a policy of its own.
        faults = [fault for fault in faults if fault != "<style> is inline"]
    assert faults == []
    assert len(text.splitlines()) < LONGEST


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color: red">x</p>',
        "<p\n  STYLE = 'x'>",
        '<a href="{% url "x" %}" onclick="go()">x</a>',
        '<div hx-on:click="go()">x</div>',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<img src="x.png">',
        '<button data-bs-toggle="dropdown">x</button>',
        '<p{% if x > 1 %} style="x"{% endif %}>',
    ],
)
def test_the_guard_sees_what_it_must(bad: str) -> None:
    assert _faults(bad) != []


@pytest.mark.parametrize(
    "good",
    [
        '<script src="x.js" defer></script>',
        '<script type="application/json" id="x">{}</script>',
        '<img src="x" alt="">',
        "{# <p style='x'> #}",
        '<p data-style="x" aria-label="on = off">x</p>',
    ],
)
def test_the_guard_lets_through_what_is_allowed(good: str) -> None:
    assert _faults(good) == []
