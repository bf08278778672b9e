"""What can happen to contributions and money, who is told, which clocks run, what becomes public."""

from apps.committees.rules.charter import SECTIONS
from apps.funding.acts import books, contributions, declarations, openings, rights, shares, spending
from apps.funding.rules.charter import SECTION


def register() -> None:
    """Fill the charter, the subjects, the audiences, the clocks and the catalogue."""
    SECTIONS.register(SECTION.key, SECTION)
    for part in (books, declarations, openings, shares, contributions, spending, rights):
        part.register()
