"""Who decides on what labs ask for and show under an order, and the sentence for those who do not."""

from collections.abc import Collection

from apps.committees.rules.viewer import Actor, Portal
from apps.kernel.decisions import YES, Decision
from apps.pauses.rules.refusing import refuse
from apps.pauses.rules.verbs import Ordered, presides


def may_decide(actor: Actor, order: Ordered, article: str, *, barred: Collection[int], clerks_do: bool) -> Decision:
    """Whoever presides over the order; nobody of the organisations in `barred`, whose own matter it is.

    `clerks_do` is whether nobody presides, or only somebody who is barred: then a clerk decides. `article` is the key
    of the one by which it is decided.
    """
    if isinstance(actor, Portal):
        return YES
    if actor.organisation_id in barred:
        return refuse(article, "Nobody decides on the own organisation's matter; a clerk does it in the chair's place.")
    if clerks_do and actor.is_clerk:
        return YES
    return presides(actor, order, article)
