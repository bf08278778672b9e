"""Refusals that say by which article of the charter they refuse."""

from apps.committees.rules.charter import Section
from apps.kernel.decisions import YES, Decision, no


class Refusals:
    """The refusals of one chapter."""

    def __init__(self, chapter: Section) -> None:
        self._number = {article.key: article.number for article in chapter.articles}

    def by(self, key: str) -> str:
        """The article as sentences end with it: “(charter, article 6.2)”."""
        return f"(charter, article {self._number[key]})"

    def refuse(self, key: str, sentence: str) -> Decision:
        """A refusal by an article; `sentence` ends with its full stop."""
        return no(f"{sentence.removesuffix('.')} {self.by(key)}.")

    def under(self, key: str, decision: Decision) -> Decision:
        """A decision of another module, its refusal by this article."""
        return YES if decision else self.refuse(key, decision.reason)
