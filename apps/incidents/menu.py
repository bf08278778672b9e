"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register("incidents", Entry(_("Incidents"), "incidents:listing", "alert-triangle", Part.ROW, 20))
