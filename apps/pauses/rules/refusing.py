"""Refusals that say by which article of the charter they refuse."""

from apps.kernel.decisions import YES, Decision, no
from apps.pauses.rules.charter import SECTION

ARTICLE = {article.key: article.number for article in SECTION.articles}
"""The number of the article by its key."""


def by(key: str) -> str:
    """The article as sentences end with it: “(charter, article 6.2)”."""
    return f"(charter, article {ARTICLE[key]})"


def refuse(key: str, sentence: str) -> Decision:
    """A refusal by an article; `sentence` ends with its full stop."""
    return no(f"{sentence.removesuffix('.')} {by(key)}.")


def under(key: str, decision: Decision) -> Decision:
    """A decision of another module, its refusal by this article."""
    return YES if decision else refuse(key, decision.reason)
