"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register(
        "public",
        Entry(
            _("Public record"),
            "public:index",
            "world",
            Part.COMMITTEE,
            90,
            says=_("What everybody may read, without an account"),
        ),
    )
