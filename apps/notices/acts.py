"""What can happen to notices, and to the webhooks and pagers of organisations, and who is told."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import SPEAKING_ROLES, Role
from apps.notices.models import Endpoint
from apps.notices.states import EndpointKind
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

RECEIPT_GIVEN = "notice.receipt_given"

ENDPOINT = "endpoint"
KEEPERS = "endpoint.keepers"

ADDED = "endpoint.added"
ROTATED = "endpoint.rotated"
PAUSED = "endpoint.paused"
RESUMED = "endpoint.resumed"
REPLAYED = "endpoint.replayed"
REMOVED = "endpoint.removed"
FAILING = "endpoint.failing"
GONE = "endpoint.gone"


def _visible(viewer: Viewer) -> QuerySet[Endpoint]:
    """The clerks may read in the record that an organisation's data leaves the portal, and for which host."""
    rows = Endpoint.objects.exclude(kind=EndpointKind.PUSH)
    return rows if viewer.is_clerk or viewer.is_operator else rows.visible_to(viewer)


def _organisation(endpoint_id: int) -> QuerySet:
    return Endpoint.objects.filter(pk=endpoint_id).values("organisation")


def _keepers(endpoint_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(organisation__in=_organisation(endpoint_id), role__in=sorted(SPEAKING_ROLES))


def _seats(endpoint_id: int, at: datetime) -> QuerySet[Seat]:
    own = Q(organisation__in=_organisation(endpoint_id), role__in=sorted(SPEAKING_ROLES))
    return Seat.objects.at(at).filter(own | Q(role=Role.CLERK))


def _titles(endpoint_ids: Collection[int]) -> dict[int, str]:
    return dict(Endpoint.objects.filter(pk__in=endpoint_ids).values_list("pk", "label"))


def register() -> None:
    """Fill the subjects, the audiences and the catalogue."""
    SUBJECTS.register(
        ENDPOINT,
        SubjectKind(
            ENDPOINT,
            "webhook or pager",
            address=lambda slug, _ref: reverse("notices:endpoints", args=[slug]),
            visible=_visible,
            seats=_seats,
            titles=_titles,
        ),
    )
    AUDIENCES.register(KEEPERS, Audience(KEEPERS, "those who answer for the organisation", _keepers))
    declare(
        ActKind(RECEIPT_GIVEN, str(_("confirmed having read a notice")), icon="checks", quiet=True, founding=True),
        ActKind(ADDED, "added the endpoint", icon="webhook", founding=True),
        ActKind(ROTATED, "changed the endpoint's secret", icon="key", founding=True),
        ActKind(PAUSED, "paused the endpoint", icon="player-pause", founding=True),
        ActKind(RESUMED, "resumed the endpoint", icon="player-play", founding=True),
        ActKind(REPLAYED, "had the endpoint's messages sent again", icon="refresh", founding=True),
        ActKind(REMOVED, "removed the endpoint", icon="trash", founding=True),
        ActKind(
            FAILING,
            "could not reach the endpoint for a day",
            told=(KEEPERS,),
            asks="See what is wrong with it, or remove it.",
            icon="plug-x",
            urgent=True,
            founding=True,
        ),
        ActKind(
            GONE,
            "was told that nobody is at the endpoint any more, and removed it",
            told=(KEEPERS,),
            asks="Add it again where it is now, if it is still needed.",
            icon="plug-x",
            urgent=True,
            founding=True,
        ),
    )
