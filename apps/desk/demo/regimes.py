"""Plays regimes: brought in, their desks, which laws reach a laboratory, a proposal that waits."""

from datetime import datetime

from apps.committees.rules.viewer import Portal
from apps.desk.demo.seats import viewer
from apps.desk.demo.story.parts_of_regimes import DeskSet, OfRegimes, ReachAnswered, RegimesLoaded, VersionProposed
from apps.incidents.models import RegimeVersion
from apps.incidents.services import regimes


def play(event: OfRegimes, clerk: str, at: datetime) -> None:
    """Do at the instant what the event says, inside the tenant."""
    match event:
        case RegimesLoaded():
            for data in regimes.shipped():
                regimes.load(actor=Portal("manage.py load_regimes"), now=at, data=data)
        case DeskSet(regime=key, organisation=organisation):
            regimes.set_desk(actor=viewer(clerk, at), now=at, key=key, organisation=organisation)
        case ReachAnswered(who=who, answers=answers):
            regimes.answer_scopes(actor=viewer(who, at), now=at, answers=answers)
        case VersionProposed(who=who, regime=key, changes=changes, reason=reason):
            newest = RegimeVersion.objects.adopted().filter(regime__key=key).latest("number")
            regimes.propose(actor=viewer(who, at), now=at, key=key, data=newest.data | changes, reason=reason)
