"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.committees.rules.viewer import Viewer
from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register("inbox", Entry(_("Inbox"), "notices:inbox", "inbox", Part.ROW, 10, also=("deliveries/",)))
    MENU.register(
        "endpoints",
        Entry(
            _("Webhooks and pagers"), "notices:endpoints", "webhook", Part.ACCOUNT, 20, shown_to=_answers_for_machines
        ),
    )


def _answers_for_machines(viewer: Viewer) -> bool:
    return viewer.speaks_for_organisation
