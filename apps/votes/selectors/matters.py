"""What a motion may be about: matters of other apps that every member may see, and who has a stake in them."""

from datetime import datetime

from apps.committees.models import Organisation, Seat
from apps.committees.rules.matters import STAKES
from apps.committees.rules.viewer import Viewer
from apps.committees.states import VOTING_ROLES
from apps.record.rules import SUBJECTS


def matter_named(viewer: Viewer, ref: str) -> tuple[str, int | None]:
    """The kind and id of the matter with this reference that the viewer may see; ("", None) where there is none."""
    for kind, stake in STAKES:
        pk = stake.find(viewer, ref)
        if pk is not None:
            return kind, pk
    return "", None


def every_member_sees(kind: str, pk: int, now: datetime) -> bool:
    """Whether everybody who votes may see it: what a motion names, all of them read."""
    voting = sorted(VOTING_ROLES)
    seeing = SUBJECTS[kind].seats(pk, now).filter(role__in=voting)
    return not Seat.objects.at(now).filter(role__in=voting).exclude(pk__in=seeing.values("pk")).exists()


def parties_of(kind: str, ref: str) -> dict[int, str]:
    """The organisations with a stake in an open matter, by id, each with why."""
    everybody = list(Organisation.objects.values_list("pk", flat=True))
    return {party.organisation_id: party.because for party in STAKES[kind].parties(everybody, None) if party.ref == ref}
