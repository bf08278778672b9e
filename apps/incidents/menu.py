"""Where this app's pages are found."""

from django.utils.translation import gettext_lazy as _

from apps.incidents.rules.desk import has_desk
from apps.incidents.rules.working_verbs import may_triage
from apps.kernel.menu import MENU, Entry, Part


def register() -> None:
    """Enter them into the menu."""
    MENU.register(
        "authority_desk",
        Entry(_("Your desk"), "incidents:desk", "building-bank", Part.ROW, 12, shown_to=has_desk),
    )
    MENU.register("incidents", Entry(_("Incidents"), "incidents:listing", "alert-triangle", Part.ROW, 20))
    MENU.register(
        "triage",
        Entry(
            _("Triage"),
            "incidents:triage",
            "list-search",
            Part.OVERSIGHT,
            5,
            says=_("Reports that nobody has acknowledged, or that nobody has."),
            shown_to=lambda viewer: bool(may_triage(viewer)),
        ),
    )
