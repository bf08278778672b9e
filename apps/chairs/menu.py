"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    entry = Entry(_("Chair"), "chairs:index", "gavel", Part.COMMITTEE, 15, says=_("Who presides, and who comes next"))
    MENU.register("chair", entry)
