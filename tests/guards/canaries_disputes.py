"""Words in the papers of a dispute: a draft's, a complaint's with sealed passages, a reply's, a word on settling, and what one side proposes to the other."""

from apps.disputes.services import agreeing, complaining, filing, serving
from apps.disputes.states import DocumentKind, ProposalKind
from tests.cast import NOW, Cast
from tests.guards.canaries import Planted, lab_of
from tests.guards.rows.disputes import READERS

SIDES = lab_of("aster") | lab_of("borealis")
PRESIDES = frozenset({"cygnus.alternate"})
"""Instead of Aster, which holds the chair and complains; Borealis is the respondent, and Cygnus' alternate takes its
representative's place in these days."""
PAPERS = ["1", "2", "S1"]


def plant_disputes(cast: Cast) -> list[Planted]:
    """Aster complains about Borealis, which replies; Aster opens that and offers a settlement; and another draft.

    Frontier's context must be open.
    """
    words = {place: f"kanaridispute{place}x" for place in ("title", "text")}
    sealed = {place: f"kanaridispute{place}x" for place in ("passage", "counsel")}
    text = f"{words['text']} [[{sealed['passage']}]] [[counsel: {sealed['counsel']}]]"
    ref = _draft(cast, words["title"], text)
    complaining.file_complaint(actor=cast.viewer("aster.representative"), now=NOW, ref=ref)
    serving.open_paper(actor=cast.viewer("borealis.representative"), now=NOW, ref=ref, name="1")
    reply = {"text": "kanaridisputereplyx"}
    _paper(cast, ref, "borealis", DocumentKind.REPLY, reply["text"])
    settling = {"text": "kanaridisputesettlex"}
    _paper(cast, ref, "aster", DocumentKind.SETTLEMENT, settling["text"])
    between = {place: f"kanaridisputebetween{place}x" for place in ("notice", "text")}
    agreeing.propose(
        actor=cast.viewer("aster.representative"),
        now=NOW,
        ref=ref,
        kind=ProposalKind.SETTLEMENT,
        terms={"notice": between["notice"]},
        text=between["text"],
    )
    drafted = {place: f"kanaridisputedraft{place}x" for place in ("title", "text")}
    draft = _draft(cast, drafted["title"], drafted["text"])
    pages = (f"/c/frontier/disputes/{ref}/", f"/c/frontier/disputes/{ref}/papers/1/")
    taken = tuple(f"/c/frontier/disputes/{ref}/record.{kind}" for kind in ("pdf", "zip"))
    second, word = (f"/c/frontier/disputes/{ref}/papers/{name}/" for name in ("2", "S1"))
    return [
        Planted(ref, "aster", READERS, words, "cygnus.liaison", pages),
        Planted(
            ref, "aster", SIDES | {"clerk"}, {"passage": sealed["passage"]}, "borealis.liaison", (*pages[1:], *taken)
        ),
        Planted(ref, "aster", lab_of("aster") | {"clerk"}, {"counsel": sealed["counsel"]}, "aster.liaison", pages[1:]),
        Planted(ref, "borealis", lab_of("borealis") | PRESIDES | {"clerk"}, reply, "clerk", (second,)),
        Planted(ref, "aster", lab_of("aster"), settling, "aster.alternate", (word,)),
        Planted(ref, "aster", SIDES, between, "borealis.liaison", (f"/c/frontier/disputes/{ref}/agreeing/",)),
        Planted(draft, "aster", lab_of("aster"), drafted, "aster.alternate", (f"/c/frontier/disputes/{draft}/draft/",)),
    ]


def _draft(cast: Cast, title: str, text: str) -> str:
    actor = cast.viewer("aster.liaison")
    case = complaining.start_complaint(actor=actor, now=NOW)
    told = {"title": title, "respondent": "borealis", "text": text}
    complaining.change_complaint(actor=actor, now=NOW, ref=case.ref, changes=told)
    return case.ref


def _paper(cast: Cast, ref: str, lab: str, kind: DocumentKind, text: str) -> None:
    actor = cast.viewer(f"{lab}.representative")
    name = str(filing.start_paper(actor=actor, now=NOW, ref=ref, kind=kind).uid)
    filing.change_paper(actor=actor, now=NOW, ref=ref, name=name, changes={"text": text})
    filing.file_paper(actor=actor, now=NOW, ref=ref, name=name)
