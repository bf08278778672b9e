"""Who may open the board, a pause and a draft: Aster's draft, the secretariat's, one in force and one that waits."""

from typing import Any

from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage
from tests.pauses import factory

READERS = FRONTIER - COUNSEL
ASTER = frozenset({"aster.representative", "aster.alternate", "aster.liaison"})
CHAIR = frozenset({"aster.representative"})
CLERK = frozenset({"clerk"})
WRITERS = frozenset(
    name for name in FRONTIER if name.endswith((".representative", ".alternate", ".liaison"))
) | {"clerk", "independent"}  # fmt: skip
JOINERS = frozenset({"borealis.representative", "borealis.alternate", "cygnus.representative", "cygnus.alternate"})
MEASURE = {"restricts": "deployment", "extent": "full"}
CONDITION = {"kind": "vote", "words": "The committee says so.", "tier": "0", "measure": ""}


def prepare(cast: Cast, stage: Stage) -> None:
    """A draft of Aster's and of the secretariat, a pause in force, and one for Borealis and Cygnus that waits for them."""
    stage["pause draft"] = _draft(cast, "aster.representative")
    stage["pause crossed"] = _draft(cast, "clerk")
    stage["pause stands"] = factory.imposed(cast).ref
    waiting = factory.draft(cast, labs=["borealis", "cygnus"], labs_needed=2, share_needed="0")
    waiting.state, waiting.ref, waiting.year, waiting.number = "conditional", "PAU-2026-0900", 2026, 900
    waiting.laid_at = waiting.adopted_at = NOW
    waiting.condition_by = factory.ENDS
    waiting.save()
    stage["pause waits"] = waiting.ref


def _draft(cast: Cast, who: str) -> str:
    order = factory.draft(cast, who)
    actor = cast.viewer(who)
    asked = factory.drafting.Asked("vote", "The committee says so.")
    factory.drafting.put_condition(actor=actor, now=NOW, ref=order.ref, asked=asked)
    return order.ref


def _on(name: str, **more: Any) -> Any:
    return lambda stage: {"ref": stage[name], **more}


def _writes(opens: frozenset[str] = ASTER, status: int = 302, *, data: dict[str, Any], **more: Any) -> Row:
    """What only the draft's own people may do; for all others the draft is not there."""
    return Row(opens, status, method="post", kwargs=_on("pause draft", **more), data=data)


def _joins(opens: frozenset[str], **more: Any) -> Row:
    return Row(opens, 302, method="post", kwargs=_on("pause waits", **more), refused=READERS - opens)


ROWS: dict[str, Row] = {
    "pauses:board": Row(),
    "pauses:export": Row(),
    "pauses:export_json": Row(),
    "pauses:new": Row(WRITERS, refused=FRONTIER - WRITERS),
    "pauses:detail": Row(READERS, kwargs=_on("pause stands")),
    "pauses:served_pdf": Row(READERS, kwargs=_on("pause stands")),
    "pauses:served_json": Row(READERS, kwargs=_on("pause stands")),
    "pauses:joining": Row(READERS, kwargs=_on("pause waits")),
    "pauses:join": _joins(JOINERS),
    "pauses:leave": _joins(frozenset()),
    "pauses:check": Row(ASTER, kwargs=_on("pause draft")),
    "pauses:step": Row(ASTER, kwargs=_on("pause draft", step="words")),
    "pauses:autosave": _writes(status=200, data={"title": "Others"}, step="words"),
    "pauses:draft_measures": Row(ASTER, kwargs=_on("pause draft")),
    "pauses:draft_measure": _writes(data=MEASURE, number=1),
    "pauses:drop_measure": _writes(data={}, number=1),
    "pauses:draft_conditions": Row(ASTER, kwargs=_on("pause draft")),
    "pauses:draft_condition": _writes(data=CONDITION, number=1),
    "pauses:drop_condition": _writes(data={}, number=1),
    "pauses:discard": _writes(data={}),
    "pauses:at_once": Row(CHAIR, kwargs=_on("pause draft"), refused=ASTER - CHAIR),
    "pauses:crossing": Row(CLERK, kwargs=_on("pause crossed")),
}
