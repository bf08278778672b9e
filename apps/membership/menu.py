"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.committees.rules.viewer import Viewer
from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register(
        "members",
        Entry(
            _("Members"),
            "membership:members",
            "users",
            Part.COMMITTEE,
            10,
            says=_("Who sits here, and who chairs"),
            also=("seats/", "invitations/", "offices/", "operators/"),
        ),
    )
    MENU.register(
        "charter",
        Entry(
            _("Charter"), "membership:charter", "scale", Part.COMMITTEE, 20, says=_("The rules, as they are in force")
        ),
    )
    MENU.register(
        "tokens",
        Entry(_("API tokens"), "membership:tokens", "key", Part.ACCOUNT, 30, shown_to=_may_have_tokens),
    )


def _may_have_tokens(viewer: Viewer) -> bool:
    return not viewer.is_operator and not viewer.is_for_one_matter
