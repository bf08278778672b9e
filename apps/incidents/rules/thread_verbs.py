"""Who may do what in a thread among the parties of a report, and the sentence for those who may not."""

from typing import Protocol

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.rules import verbs
from apps.incidents.states import OPEN, PARTY_TRANSITIONS
from apps.kernel.decisions import YES, Decision, first_refusal, no

SUBJECT_LENGTH = 120
TEXT_LENGTH = 10_000


class Report(verbs.Report, Protocol):
    """What the rules need to know of the report that a thread belongs to."""


def _is_open(report: Report) -> Decision:
    if report.state in OPEN:
        return YES
    return no("The report is closed or withdrawn, and its threads with it: they can be read, and nothing is added.")


def _speaks(viewer: Viewer) -> Decision:
    if viewer.is_operator or viewer.is_for_one_matter:
        return no("Whoever looks in, or sits for one matter, reads and does not write.")
    return YES


def may_open(viewer: Viewer, report: Report) -> Decision:
    """Whoever may add to the report, or an authority that sees it."""
    entitled = viewer.role == Role.OBSERVER or verbs.may_update(viewer, report).allowed
    by_role = (
        YES if entitled else no("Those who may add to this report, and authorities that see it, open threads on it.")
    )
    return first_refusal(_is_open(report), _speaks(viewer), by_role)


def may_write(viewer: Viewer, report: Report, *, is_party: bool) -> Decision:
    """The parties, while the report is open."""
    if not is_party:
        return no("Only its parties write in a thread.")
    return first_refusal(_is_open(report), _speaks(viewer))


def may_ask_for(viewer: Viewer, report: Report, *, is_party: bool) -> Decision:
    """A party asks for another one; it joins once every other party has agreed."""
    return may_write(viewer, report, is_party=is_party)


def may_agree(viewer: Viewer, report: Report, *, state: str, is_asker: bool, has_agreed: bool) -> Decision:
    """Each party but the one that asks agrees once."""
    if is_asker:
        return no("Your organisation has asked for it; the other parties agree.")
    if has_agreed:
        return no("Your organisation has agreed already.")
    return first_refusal(PARTY_TRANSITIONS.may("join", state), may_write(viewer, report, is_party=True))


def may_refuse(viewer: Viewer, report: Report, *, state: str) -> Decision:
    """One party that does not agree is enough; whoever asked may take it back so, too."""
    return first_refusal(PARTY_TRANSITIONS.may("refuse", state), may_write(viewer, report, is_party=True))


def may_leave(viewer: Viewer, *, is_party: bool) -> Decision:
    """A party leaves at any time."""
    if not is_party:
        return no("Only its parties leave a thread.")
    return _speaks(viewer)
