"""Who may learn which evidence was downloaded, and by whom."""

from typing import Protocol

from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import YES, Decision, no


class Reported(Protocol):
    """What the rule needs to know of a report."""

    organisation_id: int


def may_see_downloads(viewer: Viewer, report: Reported) -> Decision:
    """The people of the organisation that reports: it is theirs what was taken."""
    if not viewer.is_operator and viewer.organisation_id == report.organisation_id:
        return YES
    return no("Only the organisation that reports this incident sees who has downloaded its evidence.")
