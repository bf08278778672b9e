"""What the parties' agreement does: for each kind, how its terms are read, and what comes to pass."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.services import take_turn
from apps.deadlines.services.extending import extend
from apps.deadlines.states import OPEN as RUNNING
from apps.disputes.acts import panels, rulings
from apps.disputes.acts.clocks import CLOCK_OF, TO_COMPOSE, TO_SIZE
from apps.disputes.acts.times import events_of, pace_of
from apps.disputes.models import Case, Panel, Paper, Proposal
from apps.disputes.rules import charter as article
from apps.disputes.rules import companions
from apps.disputes.rules import panel as composing
from apps.disputes.rules import proposals as rules
from apps.disputes.rules.clocks import CLOCKS, latest, may_put_off
from apps.disputes.rules.who import FIRST
from apps.disputes.selectors.board import deadlines_in
from apps.disputes.selectors.cases import Known, known
from apps.disputes.selectors.clocks import deadline_of
from apps.disputes.selectors.companions import joined_with
from apps.disputes.selectors.panels import panel_of
from apps.disputes.selectors.roster import pool_for
from apps.disputes.services.composing.listing import close_if_enough
from apps.disputes.services.composing.seating import compose
from apps.disputes.services.composing.sharing import share
from apps.disputes.services.ending import end_case
from apps.disputes.services.entering import enter, serve
from apps.disputes.services.telling import tell
from apps.disputes.states import DocumentKind, DocumentState, PanelState, ProposalKind
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required

AGREEMENT = Portal("the parties' agreement")
Read = Callable[[Case, Known, Mapping[str, Any], datetime], dict[str, Any]]
Take = Callable[[Case, Known, Proposal, Viewer, datetime], None]


@dataclass(frozen=True, slots=True)
class Effect:
    """How the terms of one kind are read (raises Refused, or Invalid by field), and what its agreement does."""

    read: Read
    take: Take


def _nothing(_case: Case, _of: Known, _terms: Mapping[str, Any], _now: datetime) -> dict[str, Any]:
    return {}


def _stands(_case: Case, _of: Known, _proposal: Proposal, _actor: Viewer, _now: datetime) -> None:
    """That it is agreed is all: others ask for it."""


def _being_composed(case: Case) -> Panel:
    panel = panel_of(case)
    composing.may_agree_on_panel(panel.state).require()
    for other in joined_with(case):
        companions.may_choose_alone(other.ref, known(case).parties, known(other).parties).require()
    return panel


def _read_size(case: Case, _of: Known, terms: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    panel = _being_composed(case)
    deadline = deadline_of(case, TO_SIZE)
    composed = panel.state != PanelState.COMPOSING
    size = int(terms["size"]) if str(terms.get("size", "")).isdigit() else 0
    # On appeal, and where too few could sit when the parties' time was over, there is time until the list is closed.
    composes = deadline_of(case, TO_COMPOSE)
    still = panel.number == FIRST and composes is not None and composes.state in RUNNING
    until = deadline.due_at if deadline and still else now
    composing.may_agree_on_size(size, now=now, due=until, composed=composed).require()
    return {"size": size}


def _take_size(case: Case, _of: Known, proposal: Proposal, _actor: Viewer, now: datetime) -> None:
    panel = _being_composed(case)
    panel.size = proposal.terms["size"]
    panel.save(update_fields=["size"])
    tell(panels.SIZE_AGREED, case, actor=AGREEMENT, now=now, facts={"panel": panel.number, "size": panel.size})


def _read_names(case: Case, now: datetime, terms: Mapping[str, Any], *, barred_only: bool) -> dict[str, Any]:
    panel = _being_composed(case)
    found, _groups, seats = pool_for(case, panel, pace_of(case).charter, now)
    waivable = {one.panellist.key for one in found.barred if one.by_consent}
    allowed = waivable if barred_only else waivable | {one.key for one in found.eligible}
    keys = list(dict.fromkeys(terms.get("keys", ())))
    if not keys or not set(keys) <= allowed:
        raise Invalid({"keys": "Choose from the roster who may sit, or may with all parties' consent."})
    return {"keys": keys, "names": [seats[key].holder for key in keys]}


def _read_panel(case: Case, _of: Known, terms: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    kept = _read_names(case, now, terms, barred_only=False)
    panel = panel_of(case)
    _found, groups, _seats = pool_for(case, panel, pace_of(case).charter, now)
    composing.may_sit_together([groups[key] for key in kept["keys"]], panel.size).require()
    return kept


def _take_panel(case: Case, _of: Known, proposal: Proposal, _actor: Viewer, now: datetime) -> None:
    take_turn()
    panel = panel_of(case)
    _found, _groups, seats = pool_for(case, panel, pace_of(case).charter, now)
    chosen = [seats[key] for key in proposal.terms["keys"]]
    compose(case, panel, chosen, actor=AGREEMENT, now=now, verb="agree")
    share(case, now)


def _read_waiver(case: Case, _of: Known, terms: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return _read_names(case, now, terms, barred_only=True)


def _take_waiver(case: Case, _of: Known, proposal: Proposal, _actor: Viewer, now: datetime) -> None:
    tell(panels.ACCEPTED, case, actor=AGREEMENT, now=now, facts={"names": proposal.terms["names"]})


def _read_lot(case: Case, _of: Known, _terms: Mapping[str, Any], _now: datetime) -> dict[str, Any]:
    composing.may_close(panel_of(case).state).require()
    return {}


def _take_lot(case: Case, _of: Known, _proposal: Proposal, _actor: Viewer, now: datetime) -> None:
    composing.must_suffice(close_if_enough(case, panel_of(case), actor=AGREEMENT, now=now)).require()


def _hour(terms: Mapping[str, Any], now: datetime) -> datetime:
    at = parse_datetime(str(terms.get("to", "")))
    if at is None or at.tzinfo is None or at <= now:
        raise Invalid({"to": "Give a day and an hour that are still to come."})
    return at


def _read_more_time(case: Case, of: Known, terms: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    to = _hour(terms, now)
    running = {str(one.uid): one for one in deadlines_in(case) if one.state in RUNNING}
    deadline = running.get(str(terms.get("deadline", "")))
    clock = CLOCK_OF.get(deadline.clock) if deadline else None
    if deadline is None or clock is None:
        raise Invalid({"deadline": "Choose a time that runs in this case."})
    longest = latest(clock, events_of(case), pace_of(case)) if CLOCKS[clock].cap else None
    may_put_off(clock, deadline.due_at, to, longest).require()
    return {"deadline": str(deadline.uid), "clock": deadline.name, "to": instant(to)}


def _take_more_time(case: Case, of: Known, proposal: Proposal, _actor: Viewer, now: datetime) -> None:
    uid, to = proposal.terms["deadline"], _hour(proposal.terms, now)
    deadline = next(one for one in deadlines_in(case) if str(one.uid) == uid)
    extend(actor=AGREEMENT, now=now, uid=deadline.uid, until=to, reason="All parties have agreed to it.")


def _read_period(_case: Case, _of: Known, terms: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {"to": instant(_hour(terms, now))}


def _take_period(case: Case, _of: Known, proposal: Proposal, _actor: Viewer, now: datetime) -> None:
    case.comply_by = _hour(proposal.terms, now)
    case.version += 1
    case.save(update_fields=["comply_by", "version"])
    facts = {"comply_by": instant(case.comply_by), "because": "The parties have agreed on it."}
    tell(rulings.PERIOD_SET, case, actor=AGREEMENT, now=now, facts=facts)


def _read_settlement(case: Case, of: Known, terms: Mapping[str, Any], _now: datetime) -> dict[str, Any]:
    rules.settles_late(of, at_any_time=bool(pace_of(case).charter[article.SETTLE])).require()
    return {"notice": required(str(terms.get("notice", "")), "notice", "Write what the committee reads of it.", 5_000)}


def _take_settlement(case: Case, _of: Known, proposal: Proposal, actor: Viewer, now: datetime) -> None:
    """The case ends; the committee reads the notice, the terms stay with the parties."""
    paper = Paper.objects.create(
        case=case,
        kind=DocumentKind.SETTLEMENT_NOTICE,
        state=DocumentState.DRAFT,
        organisation_id=proposal.organisation_id,
        author_id=proposal.author_id,
        text=proposal.terms["notice"],
        created_at=now,
    )
    enter(case, paper, actor=actor, now=now)
    serve(case, paper, actor=actor, now=now)
    end_case(case, "settle", AGREEMENT, now)
    tell(rulings.SETTLED, case, actor=AGREEMENT, now=now)


EFFECTS: Mapping[ProposalKind, Effect] = {
    ProposalKind.TALKS_FAILED: Effect(_nothing, _stands),
    ProposalKind.SIZE: Effect(_read_size, _take_size),
    ProposalKind.PANEL: Effect(_read_panel, _take_panel),
    ProposalKind.LOT: Effect(_read_lot, _take_lot),
    ProposalKind.WAIVER: Effect(_read_waiver, _take_waiver),
    ProposalKind.MORE_TIME: Effect(_read_more_time, _take_more_time),
    ProposalKind.PERIOD: Effect(_read_period, _take_period),
    ProposalKind.SETTLEMENT: Effect(_read_settlement, _take_settlement),
}
