"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.files.rules import may_keep_keys
from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register(
        "reading_keys",
        Entry(
            _("Keys for sealed evidence"), "files:reading_keys", "key", Part.ACCOUNT, 40,
            shown_to=lambda viewer: bool(may_keep_keys(viewer)),
        ),
    )  # fmt: skip
