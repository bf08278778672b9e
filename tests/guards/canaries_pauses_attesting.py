"""Words in what a lab attests, and in what is said against it: read by few of those who see the pause."""

from apps.pauses.rules.attested import Attested, Committed
from apps.pauses.services.challenging import challenge
from apps.pauses.states import RunState
from tests.cast import NOW, Cast
from tests.guards.canaries import Planted, lab_of
from tests.pauses.attesting import attested, ordered, paper

PRESIDES = frozenset({"aster.representative"})


def plant_attesting(cast: Cast) -> list[Planted]:
    """Borealis attests under a pause, Cygnus challenges it, and Aster presides; Frontier's context must be open."""
    order = ordered(cast)
    words = {place: f"kanariborealisattest{place}x" for place in ("run", "statement", "file", "inside", "commitment")}
    row = attested(
        cast,
        order,
        NOW,
        runs=[Attested(words["run"], RunState.HALTED, NOW)],
        statement=words["statement"],
        files=[paper(f"{words['file']}.txt", words["inside"])],
        commitments=[Committed("ab" * 32, words["commitment"])],
    )
    file = str(row.files.get().file.uid)
    readers = lab_of("borealis") | PRESIDES | {"clerk", "auditor"}
    page = f"/c/frontier/pauses/{order.ref}/borealis/"
    said = {"because": "kanariborealischallengex"}
    about = {"now": NOW, "ref": order.ref, "lab": "borealis", "number": 1}
    challenge(actor=cast.viewer("cygnus.alternate"), because=said["because"], **about)
    return [
        Planted(order.ref, "borealis", readers, words, "auditor", (page, f"/c/frontier/files/{file}/"), file),
        Planted(order.ref, "borealis", readers | lab_of("cygnus"), said, "cygnus.liaison", (page,)),
    ]
