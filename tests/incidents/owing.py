"""Reports that owe something to authorities, for tests: every regime that ships, and a lab that its laws reach."""

from typing import Any

from apps.committees.rules.viewer import Portal
from apps.incidents.models import Duty, Incident
from apps.incidents.services.regimes import answer_scopes, load, shipped
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import filed

CODE = "eu-gpai-code-9"
LOADER = Portal("load_regimes")
BREACH: dict[str, Any] = {
    "kind": "harm",
    "jurisdictions": ["EU"],
    "facts": {"model_involved": True, "weights_exfiltrated": True},
}
REACHED = {"provides_systemic_risk_models": True, "is_frontier_developer_in_california": True}


def load_all(cast: Cast) -> Cast:
    """Bring in every regime that ships, and let Borealis say that they reach it; the context must be open."""
    for one in shipped():
        load(actor=LOADER, now=NOW, data=one)
    answer_scopes(actor=cast.viewer("borealis.liaison"), now=NOW, answers=REACHED)
    return cast


def owe(cast: Cast) -> int:
    """Bring in the regimes and file a report of Borealis; the id of the European first report that it owes."""
    with tenant(cast.frontier.pk):
        return duty_of(breach(load_all(cast))).pk


def breach(cast: Cast, **changes: Any) -> Incident:
    """A report of Borealis that is due to the European authority."""
    return filed(cast, **(BREACH | changes))


def duty_of(incident: Incident, key: str = f"{CODE}.initial") -> Duty:
    """One duty of a report."""
    return Duty.objects.get(ref=f"{incident.ref}/{key}")
