"""Who may do what with a pause order, and the sentence for those who may not."""

from datetime import datetime
from typing import Protocol

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.states import FILING_ROLES, MEMBER_ROLES, Role
from apps.kernel.decisions import YES, Decision, first_refusal
from apps.pauses.rules.charter import ACKNOWLEDGE_HOURS, CONDITION_DAYS, CONFIRM_HOURS, RULE_PAUSE, STOP_HOURS
from apps.pauses.rules.refusing import refuse, under
from apps.pauses.states import ORDERS, STANDING, State

SUBJECT = "pause"


class Ordered(Protocol):
    """What the rules need to know of an order."""

    state: str
    organisation_id: int
    laid_at: datetime | None

    @property
    def pk(self) -> int:
        """Its id, by which somebody may preside over it."""


def may_draft(viewer: Viewer) -> Decision:
    """Members and their people write orders; a clerk writes what the secretariat lays before the committee."""
    if viewer.is_operator or viewer.is_for_one_matter:
        return refuse(RULE_PAUSE, "Only members of the committee and its clerks write pause orders.")
    if viewer.role in MEMBER_ROLES or viewer.is_clerk or viewer.role in FILING_ROLES - {Role.SERVICE}:
        return YES
    return refuse(RULE_PAUSE, "Only members of the committee and its clerks write pause orders.")


def may_edit(viewer: Viewer, order: Ordered) -> Decision:
    """The people of the organisation that began a draft write it together."""
    if order.state != State.DRAFT:
        return refuse(RULE_PAUSE, "An order that was laid before the committee does not change.")
    if viewer.organisation_id != order.organisation_id:
        return refuse(RULE_PAUSE, "Only the organisation that drafts this may do that.")
    return may_draft(viewer)


def has_words(order: Ordered) -> Decision:
    """An order's words are settled once it was laid before the committee."""
    if order.laid_at is not None:
        return YES
    return refuse(RULE_PAUSE, "This draft has not been laid before the committee; its words are not settled.")


def is_the_one_seen(version: int, seen: int | None) -> Decision:
    """A change is made to the version that its author looked at, or to whatever stands (`seen` None)."""
    if seen is None or seen == version:
        return YES
    return refuse(RULE_PAUSE, "Somebody has changed this meanwhile. Look at it again, then make your change.")


def presides(actor: Actor, order: Ordered, article: str) -> Decision:
    """Whoever presides over the order: the chair, or who acts for it because the chair has a stake in it.

    `article` is the key of the one by which it presides there.
    """
    if isinstance(actor, Portal) or (not actor.is_operator and actor.presides_over(SUBJECT, order.pk)):
        return YES
    return refuse(article, "Only whoever presides over this pause may do that.")


def may_impose(viewer: Viewer, order: Ordered) -> Decision:
    """The chair's office, on a draft of its own organisation; the committee must confirm it."""
    return first_refusal(
        under(CONFIRM_HOURS, ORDERS.may("impose", order.state)), may_edit(viewer, order), _chairs(viewer)
    )


def _chairs(viewer: Viewer) -> Decision:
    if viewer.is_chair and not viewer.is_operator:
        return YES
    return refuse(CONFIRM_HOURS, "Only the chair's office orders a pause before a vote; move it as a motion instead.")


def may_trigger(viewer: Viewer, order: Ordered) -> Decision:
    """A clerk, on a draft of the secretariat, says that a threshold was crossed; the committee may stop the order."""
    is_clerk = YES if viewer.is_clerk else refuse(STOP_HOURS, "Only a clerk says that a threshold was crossed.")
    return first_refusal(under(STOP_HOURS, ORDERS.may("trigger", order.state)), may_edit(viewer, order), is_clerk)


def may_join(viewer: Viewer, order: Ordered, *, is_bound: bool, waits: bool) -> Decision:
    """A lab's representative or alternate joins an order that waits for its condition, or takes that back."""
    if not is_bound:
        return refuse(CONDITION_DAYS, "Only labs that the order would bind join it.")
    if viewer.is_operator or viewer.role not in {Role.REPRESENTATIVE, Role.ALTERNATE}:
        return refuse(CONDITION_DAYS, "Your representative, or an alternate, joins for your lab.")
    if order.state != State.CONDITIONAL or not waits:
        return refuse(
            CONDITION_DAYS, "Labs join while the order waits for its condition; once it is met that is settled."
        )
    return YES


def may_acknowledge(viewer: Viewer, order: Ordered, *, is_own: bool, was_served: bool, has_said: bool) -> Decision:
    """The lab's people say that the order has reached them, once."""
    if not is_own or viewer.is_operator or viewer.role not in FILING_ROLES:
        return refuse(ACKNOWLEDGE_HOURS, "Only the lab that was served says so.")
    if not was_served:
        return refuse(ACKNOWLEDGE_HOURS, "The order has not been served.")
    if has_said:
        return refuse(ACKNOWLEDGE_HOURS, "Your lab has said so already.")
    return YES if order.state in STANDING else refuse(ACKNOWLEDGE_HOURS, "The order has ended.")
