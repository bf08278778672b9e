"""Who may open the list, a draft, a case and its papers: Aster's draft, its case against Borealis, a word of Borealis."""

from typing import Any

from apps.disputes.services import complaining, filing
from apps.disputes.states import DocumentKind
from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage

OUTSIDE = COUNSEL | {"auditor", "observer.eu", "observer.california"}
"""Who sees of a case no more than that there is one."""
READERS = FRONTIER - OUTSIDE
ASTER = frozenset({"aster.representative", "aster.alternate", "aster.liaison"})
BOREALIS = frozenset({"borealis.representative", "borealis.alternate", "borealis.liaison"})
LIAISONS = frozenset({"aster.liaison", "borealis.liaison"})


def prepare(cast: Cast, stage: Stage) -> None:
    """A draft of Aster's, a case that it has filed, and in that a word on settling that Borealis writes."""
    stage["dispute draft"] = _complaint(cast, "A draft")
    stage["dispute"] = _complaint(cast, "A case")
    complaining.file_complaint(actor=cast.viewer("aster.representative"), now=NOW, ref=stage["dispute"])
    word = filing.start_paper(
        actor=cast.viewer("borealis.liaison"), now=NOW, ref=stage["dispute"], kind=DocumentKind.SETTLEMENT
    )
    stage["dispute word"] = str(word.uid)


def _complaint(cast: Cast, title: str) -> str:
    actor = cast.viewer("aster.liaison")
    case = complaining.start_complaint(actor=actor, now=NOW)
    told = {"title": title, "respondent": "borealis", "text": "It did not declare its chips."}
    complaining.change_complaint(actor=actor, now=NOW, ref=case.ref, changes=told)
    return case.ref


def _on(which: str, **more: Any) -> Any:
    return lambda stage: {"ref": stage[which], **more}


def _in_word(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["dispute"], "name": stage["dispute word"]}


def _does(opens: frozenset[str], status: int = 302, *, data: dict[str, Any] | None = None, **more: Any) -> Row:
    """What only some who read the case may do."""
    return Row(opens, status, method="post", kwargs=_on("dispute", **more), data=data or {}, refused=READERS - opens)


ROWS: dict[str, Row] = {
    "disputes:board": Row(),
    "disputes:new": Row(READERS, refused=OUTSIDE),
    "disputes:edit": Row(ASTER, kwargs=_on("dispute draft")),
    "disputes:autosave": Row(ASTER, method="post", kwargs=_on("dispute draft"), data={"title": "Another"}),
    "disputes:check": Row(ASTER, kwargs=_on("dispute draft")),
    "disputes:file": Row(ASTER - LIAISONS, 302, method="post", kwargs=_on("dispute draft"), refused=ASTER & LIAISONS),
    "disputes:discard": Row(ASTER, 302, method="post", kwargs=_on("dispute draft")),
    "disputes:case": Row(READERS, kwargs=_on("dispute")),
    "disputes:withdraw": _does(ASTER - LIAISONS, data={"because": "We have settled it."}),
    "disputes:agent": _does((ASTER | BOREALIS) - LIAISONS, 422),
    "disputes:new_paper": _does(ASTER | BOREALIS, data={"kind": "settlement"}),
    "disputes:paper": Row(READERS, kwargs=_on("dispute", name="1")),
    "disputes:open": _does(BOREALIS - LIAISONS, name="1"),
    "disputes:edit_paper": Row(BOREALIS, kwargs=_in_word),
    "disputes:save_paper": Row(BOREALIS, method="post", kwargs=_in_word, data={"text": "We could agree."}),
    "disputes:discard_paper": Row(BOREALIS, 302, method="post", kwargs=_in_word),
}
