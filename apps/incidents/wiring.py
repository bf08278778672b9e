"""What other apps learn of reports: who has a stake in one."""

from collections.abc import Collection

from apps.committees.rules.matters import STAKES, Party, Stake
from apps.committees.rules.viewer import Viewer
from apps.incidents import acts
from apps.incidents.acts import widening
from apps.incidents.models import Incident
from apps.kernel.tlp import TLP


def _parties(organisation_ids: Collection[int], incident_ids: Collection[int] | None) -> list[Party]:
    """Open reports of these organisations; nobody presides over a TLP:RED one, which the chair does not see."""
    rows = Incident.objects.open().filter(organisation__in=organisation_ids).exclude(tlp=TLP.RED)
    if incident_ids is not None:
        rows = rows.filter(pk__in=incident_ids)
    return [
        Party(pk, ref, organisation_id, f"{name} reported it.")
        for pk, ref, organisation_id, name in rows.values_list("pk", "ref", "organisation", "organisation__name")
    ]


def _involves(organisation_id: int, incident_id: int) -> bool:
    return Incident.objects.open().filter(pk=incident_id, organisation=organisation_id).exists()


def _find(viewer: Viewer, ref: str) -> int | None:
    return Incident.objects.visible_to(viewer).filter(ref=ref).values_list("pk", flat=True).first()


def register() -> None:
    """Register them."""
    changes = frozenset({acts.FILED, acts.AMENDED, acts.CLOSED, acts.WITHDRAWN, widening.WIDENED})
    STAKES.register(acts.SUBJECT, Stake(acts.SUBJECT, "incident", _parties, changes, _find, _involves))
