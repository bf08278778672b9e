"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register("disputes", Entry(_("Disputes"), "disputes:board", "gavel", Part.OVERSIGHT, 30))
