"""What can happen to regimes: loaded, proposed, adopted by a second person; and what organisations say of their reach."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from apps.committees.models import Organisation, Seat
from apps.incidents.models import REGIME, RegimeVersion
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare

LOADED = "regime.loaded"
PROPOSED = "regime.proposed"
ADOPTED = "regime.adopted"
REFUSED = "regime.refused"
WITHDRAWN = "regime.withdrawn"
DESK_SET = "regime.desk_set"
SCOPE_ANSWERED = "incident.scope_answered"

SCOPE = "reach"
"""What an organisation's answers are called as a subject: the organisation's own, and the clerks'."""


def _everybody(_version_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(matter="")


def _titles(ids: Collection[int]) -> dict[int, str]:
    return dict(RegimeVersion.objects.filter(pk__in=ids).values_list("pk", "name"))


def _organisation_titles(ids: Collection[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))


def register() -> None:
    """Fill the registries with regimes."""
    SUBJECTS.register(
        REGIME,
        SubjectKind(
            key=REGIME,
            label="reporting regime",
            address=lambda slug, ref: reverse("incidents:regime", args=[slug, ref.partition("/")[0]]),
            visible=lambda viewer: RegimeVersion.objects.visible_to(viewer),
            seats=_everybody,
            titles=_titles,
            confidential=lambda _version_id: False,
            alike=lambda ids: dict.fromkeys(ids, REGIME),
        ),
    )
    SUBJECTS.register(
        SCOPE,
        SubjectKind(
            key=SCOPE,
            label="reach of the laws",
            address=lambda slug, _ref: reverse("incidents:reach", args=[slug]),
            visible=lambda viewer: Organisation.objects.filter(
                pk__in=[] if viewer.is_for_one_matter else [viewer.organisation_id]
            ),
            seats=lambda organisation_id, at: Seat.objects.at(at).filter(organisation=organisation_id, matter=""),
            titles=_organisation_titles,
        ),
    )
    declare(ActKind(LOADED, "brought in the regime", icon="file-import", quiet=True, founding=True))
    declare(
        ActKind(
            PROPOSED,
            "proposed a version of the regime",
            told=("clerks", "chair"),
            asks="Another person than the one who proposed it adopts or refuses it.",
            icon="file-pencil",
        )
    )
    declare(ActKind(ADOPTED, "adopted a version of the regime", told=("members",), icon="circle-check"))
    declare(ActKind(REFUSED, "refused a version of the regime", told=("clerks",), icon="circle-x"))
    declare(ActKind(WITHDRAWN, "withdrew a proposed version of the regime", told=("clerks",), icon="arrow-back-up"))
    declare(ActKind(DESK_SET, "said whose desk the regime's reports go to", told=("clerks",), icon="building"))
    declare(ActKind(SCOPE_ANSWERED, "said which laws reach the organisation", quiet=True, icon="map-pin"))
