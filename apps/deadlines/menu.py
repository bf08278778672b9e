"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.committees.rules.viewer import Viewer
from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register("deadlines", Entry(_("Deadlines"), "deadlines:index", "calendar-due", Part.ROW, 30))
    MENU.register(
        "feeds",
        Entry(_("Calendar feeds"), "deadlines:feeds", "calendar-share", Part.ACCOUNT, 10, shown_to=_has_a_seat),
    )


def _has_a_seat(viewer: Viewer) -> bool:
    return not viewer.is_operator
