"""A whole complaint, a whole paper in one go, as machines send them: written, and filed unless it stays a draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.committees.services import take_turn
from apps.disputes.models import Case, Paper
from apps.disputes.services.complaining import change_complaint, file_complaint, start_complaint
from apps.disputes.services.filing import change_paper, file_paper, start_paper
from apps.disputes.states import DocumentKind


def complain(*, actor: Viewer, now: datetime, changes: Mapping[str, Any], draft: bool = False) -> Case:
    """Write a complaint, and file it unless it is a draft. Raises Refused, or Invalid by field: then nothing is stored."""
    case = start_complaint(actor=actor, now=now)
    case = change_complaint(actor=actor, now=now, ref=case.ref, changes=changes)
    return case if draft else file_complaint(actor=actor, now=now, ref=case.ref)


def hand_in(
    *, actor: Viewer, now: datetime, ref: str, kind: DocumentKind, changes: Mapping[str, Any], draft: bool = False
) -> Paper:
    """Write a paper, and file it unless it is a draft. Raises Http404, Refused, or Invalid by field: then nothing is stored."""
    if not draft:
        # As in file_paper, before any row is held: to begin the paper holds its case.
        take_turn()
    given: dict[str, Any] = {"actor": actor, "now": now, "ref": ref}
    name = str(start_paper(**given, kind=kind).uid)
    paper = change_paper(**given, name=name, changes=changes)
    return paper if draft else file_paper(**given, name=name)
