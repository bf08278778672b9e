"""Words of a protected reporter: read by those who are named, the custodian's people and the reporter, by nobody else.

Not even by the reporter's own colleagues, who read all other reports of their lab.
"""

from apps.incidents.services.adding import add_update
from apps.incidents.services.protecting import add_to_letter, ask_identity, refuse_identity
from tests.cast import NOW, Cast
from tests.guards.canaries import Planted
from tests.incidents.protecting import REPORTER, protected

READERS = frozenset({"clerk", "auditor", REPORTER})
NEUTRAL = frozenset({"clerk", "auditor", "independent", REPORTER})


def plant_protected(cast: Cast) -> list[Planted]:
    """Cygnus' alternate has written to the secretariat; the clerk asked for the name in vain; the context must be open."""
    said = {place: f"kanaricygnusprotected{place}x" for place in ("title", "narrative", "update", "question")}
    why = {place: f"kanaricygnusname{place}x" for place in ("reason", "because")}
    letter = protected(cast, title=said["title"], narrative=said["narrative"])
    ref, clerk = letter.incident.ref, cast.viewer("clerk")
    add_to_letter(actor=cast.viewer(REPORTER), now=NOW, uid=letter.uid, text=said["update"])
    add_update(actor=clerk, now=NOW, ref=ref, text=said["question"])
    asked = ask_identity(actor=clerk, now=NOW, ref=ref, reason=why["reason"])
    refuse_identity(actor=cast.viewer("independent"), now=NOW, uid=asked.uid, because=why["because"])
    base = "/c/frontier/incidents"
    return [
        Planted(ref, "cygnus", READERS, said, "auditor", (f"{base}/{ref}/",)),
        Planted(str(letter.uid), "cygnus", READERS, {}, REPORTER, (f"{base}/letters/{letter.uid}/",)),
        Planted(str(asked.uid), "cygnus", NEUTRAL, why, "independent", (f"{base}/identity-requests/{asked.uid}/",)),
    ]
