"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.committees.rules.viewer import Viewer
from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register(
        "funding",
        Entry(
            _("Funding"),
            "funding:overview",
            "coins",
            Part.OVERSIGHT,
            40,
            says=_("Shares, budget, contributions and the books"),
            shown_to=_reads_funding,
        ),
    )


def _reads_funding(viewer: Viewer) -> bool:
    """A seat for one matter sees no money."""
    return not viewer.is_for_one_matter
