"""Who may ask that a sealed figure be opened, who may agree, and who then reads it.

Nobody who sits for a lab reads a rival's figure, whatever office it holds: neither as the one who asks nor as the one who
agrees. The custodian knows the figures and so is neither of the two, but may refuse.
"""

from apps.committees.rules.viewer import Viewer
from apps.funding.rules.charter import OPENING, refuse
from apps.funding.rules.keeping import KEEPERS, may_keep_figures
from apps.kernel.decisions import YES, Decision, first_refusal

LONGEST = 5_000


def one_of_two(viewer: Viewer) -> Decision:
    """Clerks, auditors and independent members, apart from the custodian; the treasurer and the chair where one of these."""
    if viewer.is_operator or viewer.role not in KEEPERS:
        return refuse(OPENING, "A sealed figure is opened by clerks, auditors and independent members only.")
    if may_keep_figures(viewer):
        return refuse(OPENING, "The custodian knows the figures; two others open one.")
    return YES


def may_ask(viewer: Viewer, lab: int, *, has_figure: bool, has_asked: bool) -> Decision:
    """One of those who open figures, not of the lab itself, once at a time for each figure."""
    return first_refusal(
        one_of_two(viewer),
        _not_of(viewer, lab),
        YES if has_figure else refuse(OPENING, "The lab has no figure for this period yet."),
        refuse(OPENING, "You have asked for this figure already, and nobody has answered yet.") if has_asked else YES,
    )


def may_agree(viewer: Viewer, lab: int, asker: int, move: Decision) -> Decision:
    """A second one, of another organisation than the `asker`'s; labs and askers are organisations by id."""
    if viewer.organisation_id == asker:
        return refuse(OPENING, "The two who open a figure are of two organisations.")
    return first_refusal(one_of_two(viewer), _not_of(viewer, lab), move)


def may_refuse(viewer: Viewer, lab: int, asker: int, move: Decision) -> Decision:
    """The custodian, or whoever could agree."""
    if may_keep_figures(viewer):
        return move
    return may_agree(viewer, lab, asker, move)


def may_read(viewer: Viewer, *, is_opened: bool, two: set[int | None]) -> Decision:
    """The two people themselves, by their seats, once the figure is opened."""
    if viewer.is_operator or viewer.seat_id not in two:
        return refuse(OPENING, "Only the two who opened the figure read it.")
    return YES if is_opened else refuse(OPENING, "The figure is not opened.")


def _not_of(viewer: Viewer, lab: int) -> Decision:
    return refuse(OPENING, "The lab knows its own figure.") if viewer.organisation_id == lab else YES
