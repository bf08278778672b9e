"""The acts of deadlines. Starting and meeting are read off the acts that cause them and are none of their own."""

from django.utils.translation import gettext_lazy as _

from apps.deadlines.rules.clocks import Does
from apps.record.rules import ActKind, declare

REMINDED = "deadline.reminded"
ESCALATED = "deadline.escalated"
OVERDUE = "deadline.overdue"
OF_STEP = {Does.REMIND: REMINDED, Does.ESCALATE: ESCALATED}


def register() -> None:
    """Add them to the catalogue; whom a step tells is written in its ladder."""
    declare(
        ActKind(
            REMINDED,
            str(_("reminded of what is still owed")),
            asks=str(_("Do what is owed before it is due.")),
            icon="bell",
            urgent=True,
        ),
        ActKind(
            ESCALATED,
            str(_("escalated what was not done in time")),
            asks=str(_("Do what is owed, or see to it that those who owe it do.")),
            icon="bell-ringing",
            urgent=True,
        ),
        ActKind(OVERDUE, str(_("noted that the due time has passed")), icon="alarm"),
    )
