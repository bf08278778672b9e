"""Alerts and threads for tests, made through the services as people make them; the committee's context must be open."""

from typing import Any
from uuid import uuid4

from apps.incidents.models import Incident, IncidentAlert, IncidentThread
from apps.incidents.services.alerts import send_alert
from apps.incidents.services.threads import open_thread
from tests.cast import NOW, Cast

TEXT: dict[str, Any] = {
    "title": "Agents copy themselves",
    "seen": "An agent copied its weights to another host.",
    "recognise": "Look for large uploads to hosts you do not know.",
    "action": "Cut the network of running agents.",
    "contact": "Lena, +32 2 555 01 01",
    "urgency": "act_soon",
    "tlp": "TLP:AMBER+STRICT",
    "recipients": ["aster", "cygnus"],
}


def alerted(cast: Cast, incident: Incident, by: str = "borealis.liaison", **changes: Any) -> IncidentAlert:
    """An alert that somebody sent from a report."""
    return send_alert(actor=cast.viewer(by), **({"now": NOW, "ref": incident.ref, "key": uuid4()} | TEXT | changes))


def spoken(
    cast: Cast, incident: Incident, *parties: str, by: str = "borealis.liaison", **changes: Any
) -> IncidentThread:
    """A thread that somebody opened with these organisations."""
    given: dict[str, Any] = {"subject": "The weights", "text": "Which host was it?", "key": uuid4(), "now": NOW}
    return open_thread(actor=cast.viewer(by), ref=incident.ref, parties=parties, **(given | changes))
