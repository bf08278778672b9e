"""What other apps learn of funding."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.funding.kinds import texts, waivers
from apps.funding.models import SCALE
from apps.transparency.rules import DOORS, Door
from apps.votes.rules.kinds import KINDS


def register() -> None:
    """Register it."""
    for kind in (*texts.KINDS_HERE, *waivers.KINDS_HERE):
        KINDS.register(kind.key, kind)
    DOORS.register(
        SCALE,
        Door(
            _("Funding"),
            _("Who pays which share, what the committee spends, and what its accounts say."),
            lambda: True,
            lambda slug: reverse("public-funding:funding", args=[slug]),
        ),
    )
