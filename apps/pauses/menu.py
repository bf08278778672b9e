"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.committees.rules.viewer import Viewer
from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register("pauses", Entry(_("Pauses"), "pauses:board", "player-pause", Part.ROW, 17, shown_to=_reads_pauses))


def _reads_pauses(viewer: Viewer) -> bool:
    """A seat for one matter sees no pause."""
    return not viewer.is_for_one_matter
