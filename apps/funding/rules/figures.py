"""Who declares and until when, who estimates what is missing, and who may have an estimate looked at again."""

from datetime import date

from apps.committees.rules.viewer import Viewer
from apps.funding.rules.charter import APPEAL_DAYS, DECLARE_DAYS, refuse
from apps.funding.rules.keeping import may_keep_figures
from apps.funding.states import Figure
from apps.kernel.decisions import YES, Decision, first_refusal


def may_change(*, period: str, is_settled: bool, is_closed: bool) -> Decision:
    """Whether a figure can still be declared, corrected or estimated: until a scale that counts it is adopted."""
    if is_settled:
        return refuse(DECLARE_DAYS, f"The scale of {period} is adopted. Its figures are not changed any more.")
    if is_closed:
        return refuse(DECLARE_DAYS, f"The books of {period} are closed.")
    return YES


def may_declare(viewer: Viewer, lab: int, open_still: Decision) -> Decision:
    """The lab's own people who file for it, until its scale is adopted; late too."""
    if viewer.organisation_id != lab or not viewer.may_file:
        return refuse(DECLARE_DAYS, "Each lab declares for itself: by its representative, alternate or liaison.")
    return open_still


def may_estimate(
    viewer: Viewer, *, today: date, declare_by: date, has_figure: bool, is_member: bool, open_still: Decision
) -> Decision:
    """The custodian, for a member that has declared nothing by its day; `today` is the day in the committee's zone."""
    return first_refusal(
        may_keep_figures(viewer),
        open_still,
        YES if is_member else refuse(DECLARE_DAYS, "The lab is no member any more."),
        refuse(DECLARE_DAYS, "There is a figure already.") if has_figure else YES,
        refuse(DECLARE_DAYS, f"The lab may declare until {declare_by:%d %B %Y}. Estimate after that day.")
        if today <= declare_by
        else YES,
    )


def may_appeal(viewer: Viewer, lab: int, *, figure: str, in_time: bool, has_appeal: bool) -> Decision:
    """The lab, against the custodian's estimate, while its clock runs and once."""
    if viewer.organisation_id != lab or not viewer.may_file:
        return refuse(APPEAL_DAYS, "Only the lab itself appeals: by its representative, alternate or liaison.")
    if figure != Figure.ESTIMATED:
        return refuse(APPEAL_DAYS, "This figure is the lab's own. Correct it by declaring again.")
    if has_appeal:
        return refuse(APPEAL_DAYS, "The lab has appealed against this estimate already.")
    if not in_time:
        return refuse(APPEAL_DAYS, "The time for an appeal is over.")
    return YES


def may_decide(viewer: Viewer, move: Decision) -> Decision:
    """The custodian, on an open appeal."""
    return first_refusal(may_keep_figures(viewer), move)
