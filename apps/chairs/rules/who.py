"""Who may do what around the chair, and the sentence for those who may not."""

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.states import MEMBER_ROLES
from apps.kernel.decisions import YES, Decision, no

PORTAL = Portal("the chair's rotation")


def may_keep(actor: Actor) -> Decision:
    """Starting the rotation, the lot, exclusions: the clerk, or the portal by command."""
    if isinstance(actor, Portal) or actor.is_clerk:
        return YES
    return no("Only a clerk may do this.")


def may_speak_for(actor: Actor, organisation_id: int) -> Decision:
    """A member's wishes about its own place: its representative, alternate or independent member."""
    sits = isinstance(actor, Viewer) and not actor.is_operator and actor.role in MEMBER_ROLES
    if sits and actor.organisation_id == organisation_id:  # type: ignore[union-attr]
        return YES
    return no("Only the member's own representative, alternate or independent member may do this.")


def may_declare_away(actor: Actor, organisation_id: int) -> Decision:
    """The chair's own office, or a clerk."""
    if may_keep(actor) or may_speak_for(actor, organisation_id):
        return YES
    return no("Only the chair, the chair's deputy or a clerk may do this.")
