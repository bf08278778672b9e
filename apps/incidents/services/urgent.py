"""The urgent line: four answers file a report; the rest is assumed, marked as such, and asked for afterwards."""

from datetime import datetime, timedelta

from apps.committees.rules.viewer import Viewer
from apps.incidents.models import Incident
from apps.incidents.rules.urgent import ASSUMED, title_of
from apps.incidents.services.drafting import new_draft
from apps.incidents.services.filing import file_at_once

AGAIN = timedelta(minutes=10)


def file_urgently(
    *,
    actor: Viewer,
    now: datetime,
    narrative: str,
    severity: int,
    aware_at: datetime | None,
    imminent_danger: bool | None,
) -> Incident:
    """File what is known; the same words again within ten minutes are the same report. Raises Refused, or Invalid."""
    new_draft(actor=actor, now=now)
    same = Incident.objects.visible_to(actor).filter(organisation=actor.organisation_id, narrative=narrative)
    if (known := same.filter(filed_at__gt=now - AGAIN, severity=severity).order_by("-pk").first()) is not None:
        return known
    facts = {} if imminent_danger is None else {"imminent_danger": imminent_danger}
    said = {"narrative": narrative, "severity": severity, "aware_at": aware_at, "facts": facts}
    assumed = {"title": title_of(narrative), **ASSUMED}
    return file_at_once(actor=actor, now=now, changes=said | assumed | {"assumed": list(assumed)})
