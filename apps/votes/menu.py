"""Where this app's pages are found."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register("motions", Entry(_("Motions"), "votes:listing", "checkbox", Part.ROW, 15, shown_to=_reads_motions))


def _reads_motions(viewer: Any) -> bool:
    """A seat for one matter sees no motion."""
    return not viewer.is_for_one_matter
