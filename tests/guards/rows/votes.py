"""Who may open the routes of motions: Aster's draft, and one motion at every stage, moved by Aster at NOW."""

from collections.abc import Callable
from typing import Any

from apps.votes.services.certifying import certify
from apps.votes.services.proxying import offer
from apps.votes.services.recusing import declare
from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, NOBODY, Row, Stage
from tests.votes.factory import charter, closed, discussed, draft, proposed, vote, voting

READERS = FRONTIER - COUNSEL
ASTER = frozenset({"aster.representative", "aster.alternate", "aster.liaison"})
MEMBERS = frozenset(name for name in FRONTIER if name.endswith((".representative", ".alternate"))) | {"independent"}
CLERK = frozenset({"clerk"})
CHAIR = frozenset({"aster.representative"})
WRITERS = MEMBERS | CLERK | {"aster.liaison", "borealis.liaison", "cygnus.liaison"}
SPEAKERS = MEMBERS | CLERK
BRIEFERS = WRITERS - CLERK
OWNERS = frozenset({"borealis.representative", "borealis.alternate"})


def prepare(cast: Cast, stage: Stage) -> None:
    """One motion for each stage, Borealis' proxy offered to Cygnus, and Cygnus that stands back by its own word."""
    charter(discussion_hours=0, hidden=False, late_quorum_hours=0)
    stage["draft"] = draft(cast).ref
    stage["proposed"] = proposed(cast, text="Proposed.").ref
    stage["discussed"] = discussed(cast, text="Discussed.").ref
    open_now = voting(cast, at=NOW, text="Voting.")
    stage["voting"] = open_now.ref
    vote(cast, open_now, "borealis.alternate", "yes", at=NOW)
    stage["closed"] = closed(cast, {}, at=NOW, text="Closed.").ref
    stage["certified"] = closed(cast, {}, at=NOW, text="Certified.").ref
    certify(actor=cast.viewer("clerk"), now=NOW, ref=stage["certified"])
    borealis = cast.viewer("borealis.representative")
    stage["proxy"] = offer(
        actor=borealis, now=NOW, holder=cast["cygnus.representative"].uid, motion=stage["proposed"]
    ).uid
    cygnus = cast.viewer("cygnus.alternate")
    declare(actor=cygnus, now=NOW, ref=stage["discussed"], organisation="cygnus", because="We profit.")


def on(name: str, **more: Any) -> Callable[[Stage], dict[str, Any]]:
    """The address of the motion at a stage."""
    return lambda stage: {"ref": stage[name], **more}


def _post(name: str, opens: frozenset[str], readers: frozenset[str] = READERS, status: int = 302, **data: Any) -> Row:
    more = {"organisation": "cygnus"} if data.pop("on_cygnus", False) else {}
    return Row(opens, status, method="post", kwargs=on(name, **more), data=data, refused=readers - opens)


ROWS: dict[str, Row] = {
    "votes:listing": Row(),
    "votes:export": Row(),
    "votes:new": Row(WRITERS, refused=FRONTIER - WRITERS),
    "votes:proxies": Row(SPEAKERS),
    "votes:answer_proxy": Row(
        frozenset({"cygnus.representative"}),
        302,
        method="post",
        kwargs=lambda stage: {"uid": stage["proxy"], "verb": "accept"},
        refused=frozenset({"cygnus.alternate"}),
    ),
    "votes:weights": Row(CLERK),
    "votes:participation": Row(),
    "votes:participation_export": Row(),
    "votes:member": Row(kwargs=lambda _stage: {"key": "aster"}),
    "votes:detail": Row(READERS, kwargs=on("discussed")),
    "votes:texts": Row(READERS, kwargs=on("discussed")),
    "votes:edit": Row(ASTER, kwargs=on("draft")),
    "votes:autosave": _post("draft", ASTER, ASTER, 200, procedure="vote"),
    "votes:papers": Row(ASTER, kwargs=on("draft")),
    "votes:check": Row(ASTER, kwargs=on("draft")),
    "votes:discard": _post("draft", ASTER, ASTER),
    "votes:second": _post("proposed", MEMBERS - ASTER),
    "votes:withdraw": _post("proposed", CHAIR | {"aster.alternate"}, because="Twice."),
    "votes:state": _post("discussed", SPEAKERS, text="A word."),
    "votes:add_papers": _post("discussed", ASTER, status=422),
    "votes:amend": _post("discussed", WRITERS),
    "votes:declare_recusal": _post("discussed", MEMBERS, organisation="borealis", because="It profits."),
    "votes:contest_recusal": _post("discussed", MEMBERS, on_cygnus=True, because="It does not."),
    "votes:decide_recusal": _post("discussed", CHAIR, on_cygnus=True, verb="lift", because="It does not."),
    "votes:open": Row(CHAIR, kwargs=on("discussed"), refused=READERS - CHAIR),
    "votes:close": _post("voting", NOBODY),
    "votes:certify": Row(CHAIR | CLERK, kwargs=on("closed"), refused=READERS - CHAIR - CLERK),
    "votes:review": _post("certified", NOBODY, text="Right."),
    "votes:brief": Row(BRIEFERS, kwargs=on("voting"), refused=READERS - BRIEFERS),
    # Whoever has a voice proves first who they are.
    "votes:ballot": Row(MEMBERS, 302, kwargs=on("voting"), refused=READERS - MEMBERS),
    "votes:receipt": Row(OWNERS, kwargs=on("voting", voter="borealis", number=1)),
    "votes:receipt_file": Row(OWNERS, kwargs=on("voting", voter="borealis", number=1)),
    "votes:standing": Row(READERS, kwargs=on("voting")),
    "votes:roll": Row(READERS, kwargs=on("voting")),
    "votes:roll_csv": Row(READERS, kwargs=on("voting")),
    "votes:minutes": Row(READERS, kwargs=on("closed")),
    "votes:minutes_pdf": Row(READERS, kwargs=on("closed")),
    "votes:minutes_csv": Row(READERS, kwargs=on("closed")),
    "votes:dossier": Row(READERS, kwargs=on("closed")),
    "api-votes:list": Row(),
    "api-votes:detail": Row(READERS, kwargs=on("discussed")),
    "api-votes:propose": _post("draft", ASTER - {"aster.liaison"}, ASTER, 200),
    "api-votes:second": _post("proposed", MEMBERS - ASTER, status=200),
    "api-votes:statements": Row(READERS, kwargs=on("discussed")),
    "api-votes:withdraw": _post("proposed", CHAIR | {"aster.alternate"}, status=200, json='{"because": "Twice."}'),
    "api-votes:open": _post("discussed", CHAIR, status=200),
    "api-votes:certify": _post("closed", CHAIR | CLERK, status=200),
    "api-votes:ballots": Row(READERS, kwargs=on("voting")),
    "api-votes:tally": Row(READERS, kwargs=on("voting")),
    "api-votes:roll": Row(READERS, kwargs=on("voting")),
    "api-votes:dossier": Row(READERS, kwargs=on("closed")),
}
