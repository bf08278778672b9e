"""Who may open the list, a draft, a case and its papers: Aster's draft, its case against Borealis, a word of Borealis."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from apps.committees.states import Role
from apps.disputes.models import Case, Companion, Hearing, Paper, Remedy
from apps.disputes.services import agreeing, companions, complaining, filing
from apps.disputes.services.asking import strike_paper
from apps.disputes.services.joining import ask_to_join
from apps.disputes.services.roster import disclose
from apps.disputes.states import DocumentKind, ProposalKind
from tests.cast import NOW, Cast
from tests.disputes import paneling
from tests.disputes.filing import entered, filed, opened
from tests.guards.rows import COUNSEL, FRONTIER, NOBODY, Row, Stage

DAY = timedelta(days=1)

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
    _prepare_panels(cast, stage)


def _prepare_panels(cast: Cast, stage: Stage) -> None:
    """A roster of which one has declared a tie; a case that waits for the lot, and one whose panel was drawn."""
    seats = paneling.roster(cast)
    tie = disclose(
        actor=cast.viewer("clerk"), now=NOW - DAY, seat=seats[0].uid, organisation="cygnus", because="She taught there."
    )
    stage["dispute tie"] = {"seat": str(seats[0].uid), "disclosure": str(tie.uid)}
    for name in ("dispute lot", "dispute drawn"):
        case = paneling.asked(cast, NOW - 3 * DAY)
        paneling.agreed(cast, case, ProposalKind.LOT, NOW - 3 * DAY)
        stage[name] = case.ref
    paneling.named(cast, case, NOW - 3 * DAY, NOW - DAY)
    panel = paneling.drawn(cast, case, NOW - DAY)
    for name in [name for name in cast.seats if cast.seats[name].role == Role.PANELLIST]:
        cast.seats.pop(name)
    Hearing.objects.create(panel=panel, starts_at=NOW + DAY, ends_at=NOW + 2 * DAY, where="Room 3", called_at=NOW)
    stage["dispute seat"] = str(panel.places.get(presides=True).seat.uid)
    proposal = agreeing.propose(
        actor=cast.viewer("aster.representative"),
        now=NOW,
        ref=case.ref,
        kind=ProposalKind.SETTLEMENT,
        terms={"notice": "We settle."},
    )
    stage["dispute proposal"] = str(proposal.uid)
    stage["dispute remedy"] = str(_remedy(case).uid)
    given = {"ref": stage["dispute lot"], "capacity": "third_party", "because": "We sold the chips."}
    stage["dispute joinder"] = str(ask_to_join(actor=cast.viewer("independent"), now=NOW, **given).uid)
    _prepare_companions(cast, stage)
    _prepare_orders(cast, stage)


def _prepare_companions(cast: Cast, stage: Stage) -> None:
    """Borealis complains about Aster, and asks that this be heard with the case that Aster filed."""
    actor = cast.viewer("borealis.representative")
    case = complaining.start_complaint(actor=actor, now=NOW)
    told = {"title": "A cross-complaint", "respondent": "aster", "text": "It did not declare its chips."}
    complaining.change_complaint(actor=actor, now=NOW, ref=case.ref, changes=told)
    complaining.file_complaint(actor=actor, now=NOW, ref=case.ref)
    pair = Companion.objects.get(case__ref=stage["dispute"], other=case)
    stage["dispute pair"] = str(pair.uid)
    stage["dispute asked pair"] = str(Companion.objects.get(case__ref=stage["dispute lot"], other=case).uid)
    companions.ask_together(actor=actor, now=NOW, ref=case.ref, pair=UUID(stage["dispute asked pair"]))


def _prepare_orders(cast: Cast, stage: Stage) -> None:
    """A case in which Aster asks that the reply be struck, and one in which it was."""
    for name in ("dispute struck", "dispute replied"):
        case = filed(cast)
        opened(cast, case)
        entered(cast, case, DocumentKind.REPLY, "borealis.representative")
        stage[name] = case.ref
    request = paneling.put(
        cast, case, DocumentKind.REQUEST, "aster.representative", asks="strike", about="2"
    ).requests.get()
    stage["dispute request"] = str(request.uid)
    strike_paper(
        actor=cast.viewer("clerk"), now=NOW, ref=stage["dispute struck"], name="2", reasons="It is the wrong one."
    )


def _remedy(case: Case) -> Remedy:
    """A plan that was asked for, as a row: the way there is not what is tested."""
    us, them = case.parties.order_by("pk")
    request = Paper.objects.filter(case=case).earliest("pk")
    return Remedy.objects.create(
        case=case, kind="plan", asked_by=us.organisation, against=them.organisation, request=request, asked_at=NOW
    )


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


def _by_clerk(which: str, **more: Any) -> Row:
    """What only a clerk does, who is told here what is missing."""
    return Row(frozenset({"clerk"}), 422, method="post", kwargs=_on(which, **more), refused=READERS - {"clerk"})


def _by_panel(which: str = "dispute drawn") -> Row:
    """What nobody of the standing cast does: the panel does, or it is not the time."""
    return Row(NOBODY, method="post", kwargs=_on(which), refused=READERS)


def _to_proposal(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["dispute drawn"], "proposal": stage["dispute proposal"]}


def _to_joinder(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["dispute lot"], "joinder": stage["dispute joinder"]}


def _to_request(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["dispute replied"], "asked": stage["dispute request"]}


def _to_pair(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["dispute lot"], "pair": stage["dispute asked pair"]}


def _to_remedy() -> Row:
    """What the panel of a review alone does."""
    where = lambda stage: {"ref": stage["dispute drawn"], "remedy": stage["dispute remedy"]}  # noqa: E731
    return Row(NOBODY, method="post", kwargs=where, refused=READERS)


JOINS = frozenset({"cygnus.representative", "cygnus.alternate", "independent"})
ORDERS = frozenset({"clerk"})
"""Where the chair is a party and nobody presides in its place."""
SIDES = ASTER | BOREALIS
ASKED_OF = SIDES | {"clerk"}
"""Who reads a request: the parties and the clerk, for nobody presides in the place of the chair, which is a party's."""
BETWEEN = SIDES | {"clerk"}
"""Who reads what the parties propose to each other; a clerk does not read what they settle."""

ROWS: dict[str, Row] = {
    "disputes:board": Row(),
    "disputes:roster": Row(),
    "disputes:rulings": Row(),
    "disputes:rulings_csv": Row(),
    "disputes:rulings_xlsx": Row(),
    "disputes:disclose": Row(
        frozenset({"clerk"}),
        422,
        method="post",
        kwargs=lambda stage: {"seat": stage["dispute tie"]["seat"]},
        refused=FRONTIER - {"clerk"},
    ),
    "disputes:end_disclosure": Row(
        frozenset({"clerk"}),
        302,
        method="post",
        kwargs=lambda stage: stage["dispute tie"],
        refused=FRONTIER - {"clerk"},
    ),
    "disputes:panel": Row(READERS, kwargs=_on("dispute lot")),
    "disputes:strike": _by_panel("dispute lot"),
    "disputes:close_list": _by_panel("dispute lot"),
    "disputes:name_value": _by_clerk("dispute lot"),
    "disputes:draw": _by_clerk("dispute lot"),
    "disputes:draw_file": Row(READERS, kwargs=_on("dispute drawn")),
    "disputes:leave": Row(
        frozenset({"clerk"}),
        422,
        method="post",
        kwargs=lambda stage: {"ref": stage["dispute drawn"], "seat": stage["dispute seat"]},
        refused=READERS - {"clerk"},
    ),
    "disputes:begin_writing": _by_panel(),
    "disputes:want_hearing": Row(
        SIDES - LIAISONS, 302, method="post", kwargs=_on("dispute drawn"), refused=READERS - (SIDES - LIAISONS)
    ),
    "disputes:call_hearing": _by_panel(),
    "disputes:call_off": _by_panel(),
    "disputes:hearing_file": Row(READERS, kwargs=_on("dispute drawn")),
    "disputes:content": _by_panel(),
    "disputes:ask_to_join": Row(JOINS, 422, method="post", kwargs=_on("dispute drawn"), refused=READERS - JOINS),
    "disputes:leave_case": _by_panel(),
    "disputes:take_back_joinder": Row(
        frozenset({"independent"}), 302, method="post", kwargs=_to_joinder, refused=READERS - {"independent"}
    ),
    "disputes:let_join": Row(ORDERS, 302, method="post", kwargs=_to_joinder, refused=READERS - ORDERS),
    "disputes:keep_out": Row(ORDERS, 422, method="post", kwargs=_to_joinder, refused=READERS - ORDERS),
    "disputes:ask_together": Row(
        SIDES - LIAISONS,
        302,
        method="post",
        kwargs=lambda stage: {"ref": stage["dispute"], "pair": stage["dispute pair"]},
        refused=READERS - (SIDES - LIAISONS),
    ),
    "disputes:put_together": Row(ORDERS, 302, method="post", kwargs=_to_pair, refused=READERS - ORDERS),
    "disputes:keep_apart": Row(ORDERS, 422, method="post", kwargs=_to_pair, refused=READERS - ORDERS),
    "disputes:grant_request": Row(ORDERS, 422, method="post", kwargs=_to_request, refused=ASKED_OF - ORDERS),
    "disputes:refuse_request": Row(ORDERS, 422, method="post", kwargs=_to_request, refused=ASKED_OF - ORDERS),
    "disputes:take_back_request": Row(
        ASTER - LIAISONS, 302, method="post", kwargs=_to_request, refused=ASKED_OF - (ASTER - LIAISONS)
    ),
    "disputes:strike_paper": Row(
        ORDERS, 422, method="post", kwargs=_on("dispute replied", name="2"), refused=ASKED_OF - ORDERS
    ),
    "disputes:restore_paper": Row(
        ORDERS, 422, method="post", kwargs=_on("dispute struck", name="2"), refused=READERS - ORDERS
    ),
    "disputes:order_remedy": _to_remedy(),
    "disputes:refuse_remedy": _to_remedy(),
    "disputes:review_remedy": _to_remedy(),
    "disputes:agreeing": Row(BETWEEN, kwargs=_on("dispute drawn")),
    "disputes:propose": Row(
        SIDES - LIAISONS,
        422,
        method="post",
        kwargs=_on("dispute drawn"),
        data={"kind": "settlement"},
        refused=LIAISONS | {"clerk"},
    ),
    "disputes:agree": Row(
        BOREALIS - LIAISONS, 302, method="post", kwargs=_to_proposal, refused=ASTER | (SIDES & LIAISONS)
    ),
    "disputes:refuse": Row(
        BOREALIS - LIAISONS, 302, method="post", kwargs=_to_proposal, refused=ASTER | (SIDES & LIAISONS)
    ),
    "disputes:withdraw_proposal": Row(
        ASTER - LIAISONS, 302, method="post", kwargs=_to_proposal, refused=BOREALIS | (SIDES & LIAISONS)
    ),
    "disputes:new": Row(READERS, refused=OUTSIDE),
    "disputes:edit": Row(ASTER, kwargs=_on("dispute draft")),
    "disputes:autosave": Row(ASTER, method="post", kwargs=_on("dispute draft"), data={"title": "Another"}),
    "disputes:check": Row(ASTER, kwargs=_on("dispute draft")),
    "disputes:file": Row(ASTER - LIAISONS, 302, method="post", kwargs=_on("dispute draft"), refused=ASTER & LIAISONS),
    "disputes:discard": Row(ASTER, 302, method="post", kwargs=_on("dispute draft")),
    "disputes:case": Row(READERS, kwargs=_on("dispute")),
    "disputes:record_pdf": Row(READERS, kwargs=_on("dispute")),
    "disputes:record_zip": Row(READERS, kwargs=_on("dispute")),
    "disputes:withdraw": _does(ASTER - LIAISONS, data={"because": "We have settled it."}),
    "disputes:agent": _does((ASTER | BOREALIS) - LIAISONS, 422),
    "disputes:new_paper": _does(ASTER | BOREALIS, data={"kind": "settlement"}),
    "disputes:paper": Row(READERS, kwargs=_on("dispute", name="1")),
    "disputes:open": _does(BOREALIS - LIAISONS, name="1"),
    "disputes:edit_paper": Row(BOREALIS, kwargs=_in_word),
    "disputes:save_paper": Row(BOREALIS, method="post", kwargs=_in_word, data={"text": "We could agree."}),
    "disputes:discard_paper": Row(BOREALIS, 302, method="post", kwargs=_in_word),
    "api-disputes:list": Row(),
    "api-disputes:detail": Row(READERS, kwargs=_on("dispute")),
    "api-disputes:docket": Row(READERS, kwargs=_on("dispute")),
    "api-disputes:filings": Row(READERS, kwargs=_on("dispute")),
    "api-disputes:paper": Row(READERS, kwargs=_on("dispute", name="1")),
    "api-disputes:open": Row(
        BOREALIS - LIAISONS,
        method="post",
        kwargs=_on("dispute", name="1"),
        refused=READERS - (BOREALIS - LIAISONS),
    ),
}
