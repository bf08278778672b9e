"""What people write as Markdown, made safe to show."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# fmt: off
_TAGS = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}
# fmt: on
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}

# Pictures are left out: an image address would tell its server who reads the page.
_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def markdown(text: str) -> SafeString:
    """Return Markdown as HTML with an allow-list of tags; headings start at level 3, below the card's own."""
    tokens = _parser.parse(text or "")
    _lower_headings(tokens)
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)  # noqa: S308 - cleaned by nh3 just above


def _lower_headings(tokens: list[Token]) -> None:
    # Levels are packed together, so that a writer who skips one does not leave a gap in the page's outline.
    levels = sorted({token.tag for token in tokens if token.type == "heading_open"})
    packed = {tag: f"h{min(3 + rank, 6)}" for rank, tag in enumerate(levels)}
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = packed[token.tag]


def blocks(text: str) -> list[tuple[str, str]]:
    """Return Markdown as plain blocks for print: pairs of a kind (heading, item, quote, code or text) and the words."""
    found: list[tuple[str, str]] = []
    inside: list[str] = []
    for token in _parser.parse(text or ""):
        if token.type in {"fence", "code_block"}:
            found.append(("code", token.content.rstrip("\n")))
        elif token.type == "inline":
            found.append((_block(inside), _plain(token)))
        elif token.nesting == 1:
            inside.append(token.type)
        elif token.nesting == -1:
            inside.pop()
    return found


def _block(inside: list[str]) -> str:
    kinds = {"heading_open": "heading", "list_item_open": "item", "blockquote_open": "quote"}
    return next((kinds[name] for name in reversed(inside) if name in kinds), "text")


def _plain(token: Token) -> str:
    return "".join("\n" if one.type.endswith("break") else one.content for one in token.children or [])
