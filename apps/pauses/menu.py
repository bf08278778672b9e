"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.committees.rules.viewer import Viewer
from apps.kernel.menu import MENU, Entry, Part
from apps.pauses.rules.declaring import may_keep_figures


def register() -> None:
    """Enter them into the menu."""
    MENU.register(
        "compute",
        Entry(
            _("Declared computation"),
            "pauses:compute",
            "cpu",
            Part.COMMITTEE,
            60,
            says=_("What labs say they train with"),
            shown_to=_keeps_figures,
        ),
    )
    MENU.register("pauses", Entry(_("Pauses"), "pauses:board", "player-pause", Part.ROW, 17, shown_to=_reads_pauses))


def _reads_pauses(viewer: Viewer) -> bool:
    """A seat for one matter sees no pause."""
    return not viewer.is_for_one_matter


def _keeps_figures(viewer: Viewer) -> bool:
    """The custodian, where that is nobody's rival; a lab finds its own figure beside what binds it."""
    return bool(may_keep_figures(viewer))
