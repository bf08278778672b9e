"""Words in what the committee makes of a report: read by whoever reads the report; of a link, by who reads both ends."""

from apps.incidents.services.handling import acknowledge
from apps.incidents.services.linking import link, unlink
from apps.incidents.services.working import add_finding, assign, note_cause, review_severity
from apps.kernel.tlp import TLP
from tests.cast import NOW, Cast
from tests.guards.canaries import Planted, readers
from tests.incidents.factory import filed

REPORTS = (("borealis", TLP.AMBER), ("cygnus", TLP.AMBER_STRICT), ("aster", TLP.AMBER))

INSTEAD = frozenset({"borealis.representative"})
"""The next in order, who presides over an open report of the chair's own lab."""


def _words(lab: str, *places: str) -> dict[str, str]:
    return {place: f"kanari{lab}work{place}x" for place in places}


def plant_work(cast: Cast) -> list[Planted]:
    """A report of every lab that is worked on, and links between two of them; Frontier's context must be open."""
    planted = [_worked(cast, lab, label) for lab, label in REPORTS]
    return [*planted, _between(cast, planted[0], planted[1])]


def _worked(cast: Cast, lab: str, label: TLP) -> Planted:
    words = _words(lab, "reason", "finding", "basis", "later", "cause", "run", "note", "given")
    quiet = _words(lab, "gone", "removed")
    ref = filed(cast, by=f"{lab}.liaison", tlp=label).ref
    named = {"actor": cast.viewer("clerk"), "now": NOW, "ref": ref}
    acknowledge(**named)
    assign(**named, to=str(cast["clerk"].uid), note=words["given"])
    review_severity(**named, severity=5, reason=words["reason"])
    add_finding(**named, text=words["finding"], basis=words["basis"])
    add_finding(**named, text=words["later"], basis="A log.", supersedes=1)
    note_cause(**named, text=words["cause"])
    link(**named, kind="run", target=words["run"], note=words["note"])
    gone = link(**named, kind="metric", target=quiet["gone"])
    unlink(**named, uid=gone.uid, reason=quiet["removed"])
    work = f"/c/frontier/incidents/{ref}/work/"
    who = readers(lab, label) | (INSTEAD if lab == "aster" else frozenset())
    return Planted(ref, lab, who, words, f"{lab}.alternate", (work,))


def _between(cast: Cast, one: Planted, other: Planted) -> Planted:
    words = _words("borealis", "between")
    named = {"actor": cast.viewer("clerk"), "now": NOW, "ref": one.ref}
    link(**named, kind="incident", target=other.ref, how="same_cause", note=words["between"])
    both = one.readers & other.readers
    return Planted(one.ref, "borealis", both, words, "clerk", (one.pages[0], other.pages[0]))
