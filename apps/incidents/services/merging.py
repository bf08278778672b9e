"""Keeping what a page brings without losing what a colleague has written meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.incidents.models import Incident
from apps.incidents.rules.merging import Merged, flat, merge, whole
from apps.incidents.selectors.reports import answers_by_question, incident_for
from apps.incidents.services.adding import amend
from apps.incidents.services.drafting import save_draft
from apps.incidents.states import State


def keep_typed(
    *, actor: Viewer, now: datetime, ref: str, changes: Mapping[str, Any], base: Mapping[str, str], reason: str = ""
) -> tuple[Incident, Merged]:
    """Keep the answers of a page of a draft, or correct an open report by them.

    Gives the report and what clashed: that is not written. `reason` is for whoever must agree that more people see it. Raises Refused, or Invalid by field.
    """
    incident = incident_for(actor, ref, lock=True)
    typed = flat(changes)
    merged = merge(answers_by_question(incident), typed, base)
    wanted = whole(merged.taken, incident.facts)
    if incident.state == State.DRAFT:
        return save_draft(actor=actor, now=now, ref=ref, changes=wanted), merged
    if not typed:
        return incident, merged
    looked_at = set(typed) - set(merged.clashes)
    wanted["assumed"] = [name for name in incident.assumed if name not in looked_at]
    return amend(actor=actor, now=now, ref=ref, changes=wanted, reason=reason), merged
