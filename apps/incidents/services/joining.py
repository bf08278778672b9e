"""Two reports about one incident become one: the draft's words go to the report that is there already."""

from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.incidents.models import Incident
from apps.incidents.rules import verbs
from apps.incidents.rules.report import TEXT_LENGTH, TEXTS
from apps.incidents.selectors.reports import incident_for
from apps.incidents.services.adding import add_update
from apps.incidents.services.drafting import discard_draft
from apps.kernel.decisions import Refused


def join_draft(*, actor: Viewer, now: datetime, ref: str, into: str) -> Incident:
    """Add what a draft says to an open report of the same organisation as an update, and discard the draft.

    Raises Refused where the other is not the organisation's own open report.
    """
    there = incident_for(actor, into, lock=True)
    draft = incident_for(actor, ref, lock=True)
    verbs.may_discard(actor, draft).require()
    verbs.may_amend(actor, there).require()
    if there.pk == draft.pk:
        raise Refused("A report cannot be joined to itself.")
    texts = [text for name in ("title", "narrative", *TEXTS) if (text := getattr(draft, name).strip())]
    for text in _pieces(texts):
        add_update(actor=actor, now=now, ref=there.ref, text=text)
    discard_draft(actor=actor, now=now, ref=draft.ref)
    return there


def _pieces(texts: list[str]) -> list[str]:
    """As few updates as the texts fit into, none of them cut."""
    pieces: list[str] = []
    for text in texts:
        longer = f"{pieces[-1]}\n\n{text}" if pieces else text
        if pieces and len(longer) <= TEXT_LENGTH:
            pieces[-1] = longer
        else:
            pieces.append(text)
    return pieces
