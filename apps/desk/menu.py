"""Where the desk's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.committees.rules.viewer import Viewer
from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register("dashboard", Entry(_("Dashboard"), "desk:dashboard", "layout-dashboard", Part.ROW, 0))
    MENU.register(
        "silence",
        Entry(
            _("Silence"),
            "desk:silent",
            "ear-off",
            Part.OVERSIGHT,
            80,
            says=_("Who has not opened, answered or acted"),
        ),
    )
    MENU.register(
        "matrix",
        Entry(
            _("Matrix"),
            "desk:matrix",
            "table",
            Part.OVERSIGHT,
            90,
            says=_("Which organisation owes what"),
            shown_to=_chases,
        ),
    )
    MENU.register(
        "setup",
        Entry(
            _("Setting up"),
            "desk:setup",
            "list-check",
            Part.COMMITTEE,
            90,
            says=_("What a committee needs before its first incident"),
            shown_to=_keeps,
        ),
    )


def _keeps(viewer: Viewer) -> bool:
    return viewer.is_clerk


def _chases(viewer: Viewer) -> bool:
    return viewer.is_clerk or viewer.is_chair
