"""Words in the draft of a pause: they are its own organisation's until it is laid before the committee."""

from apps.pauses.services import drafting
from tests.cast import NOW, Cast
from tests.guards.canaries import Planted, lab_of


def plant_pause_drafts(cast: Cast) -> list[Planted]:
    """Borealis writes an order; Frontier's context must be open."""
    places = ("title", "reasons", "because", "words", "marker", "condition")
    words = {place: f"kanariborealispause{place}x" for place in places}
    actor = cast.viewer("borealis.liaison")
    order = drafting.start_draft(actor=actor, now=NOW, title=words["title"], reasons=words["reasons"])
    given = {"actor": actor, "now": NOW, "ref": order.ref}
    drafting.bind(**given, labs={"aster": words["because"]})
    drawn = drafting.Drawn("capability", marker=words["marker"], words=words["words"])
    drafting.put_measure(**given, drawn=drawn)
    drafting.put_condition(**given, asked=drafting.Asked("vote", words["condition"]))
    page = f"/c/frontier/pauses/{order.ref}/draft/check/"
    return [Planted(order.ref, "borealis", lab_of("borealis"), words, "borealis.alternate", (page,))]
