"""Who has a stake in a motion, computed: the kind's parties, and whoever a declared tie binds to one of them."""

from datetime import datetime

from apps.committees.models import Organisation
from apps.committees.selectors import tied
from apps.votes.models import Motion
from apps.votes.rules.kinds import KINDS


def stakes_in(motion: Motion, now: datetime) -> dict[int, str]:
    """The organisations that must stand back from the motion, by id, each with why (two queries or fewer)."""
    parties = KINDS[motion.kind].parties(motion.payload, now)
    if not parties:
        return {}
    return tied(parties.keys(), now) | parties


def names_of(organisation_ids: set[int]) -> dict[int, str]:
    """The names of organisations, by id."""
    return dict(Organisation.objects.filter(pk__in=organisation_ids).values_list("pk", "name"))
