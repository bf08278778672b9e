"""The panel is established, and the list from which it is drawn is closed; each side may strike names from it."""

from datetime import datetime

from apps.chairs.rules.lot import list_digest
from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.disputes.acts import panels as acts
from apps.disputes.acts.clocks import TO_COMPOSE
from apps.disputes.acts.times import pace_of
from apps.disputes.models import Case, Listed, Panel, Paper
from apps.disputes.rules import panel as rules
from apps.disputes.rules import verbs
from apps.disputes.rules.who import FIRST
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.clocks import deadline_of
from apps.disputes.selectors.panels import panel_of, strikes_each, struck_by
from apps.disputes.selectors.roster import pool_for
from apps.disputes.services.entering import enter
from apps.disputes.services.telling import tell
from apps.disputes.states import PANELS, DocumentKind, DocumentState, PanelState

TIME = Portal("the charter's time for composing the panel")


def establish(case: Case, number: int, now: datetime) -> Panel:
    """A panel of the case that is to be composed; its size is the charter's until the parties agree on another."""
    size = rules.size_of(pace_of(case).charter)
    state = PanelState.COMPOSING
    return Panel.objects.create(case=case, number=number, state=state, size=size, established_at=now)


def close_list(*, actor: Viewer, now: datetime, ref: str) -> Panel:
    """Close the list by hand, where too few could sit when the parties' time was over. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    panel = panel_of(case)
    deadline = deadline_of(case, TO_COMPOSE) if panel.number == FIRST else None
    until = deadline.due_at if deadline else panel.established_at
    verbs.may_draw(actor, known(case), now=now, parties_until=until).require()
    rules.may_close(panel.state).require()
    rules.must_suffice(close_if_enough(case, panel, actor=actor, now=now)).require()
    return panel


def close_at_the_end(*, ref: str, now: datetime) -> None:
    """The parties' time is over: the list is closed where enough may sit, else everybody hears what is to be done."""
    case = case_for(TIME, ref, lock=True)
    close_or_tell(case, panel_of(case), actor=TIME, now=now)


def close_or_tell(case: Case, panel: Panel, *, actor: Actor, now: datetime) -> None:
    """Close the list, or say what is in the way; nothing where the panel is composed or its list closed."""
    if not rules.may_close(panel.state):
        return
    way = close_if_enough(case, panel, actor=actor, now=now)
    if way != rules.WayOut.NONE_NEEDED:
        tell(acts.LIST_OPEN, case, actor=actor, now=now, facts={"because": rules.WAYS_OUT[way]})


def close_if_enough(case: Case, panel: Panel, *, actor: Actor, now: datetime) -> rules.WayOut:
    """Close the list of a panel where enough of the roster may sit on it, else say the way out. The case is held."""
    found, groups, seats = pool_for(case, panel, pace_of(case).charter, now)
    way = rules.way_out(found, groups, panel.size)
    if way != rules.WayOut.NONE_NEEDED:
        return way
    keys = sorted(one.key for one in found.eligible)
    Listed.objects.bulk_create(Listed(panel=panel, seat=seats[key], key=key, group=groups[key]) for key in keys)
    panel.state, panel.closed_at, panel.digest = PANELS["close_list"].target, now, list_digest(keys)
    panel.save(update_fields=["state", "closed_at", "digest"])
    facts = {"panel": panel.number, "size": panel.size, "members": keys, "digest": panel.digest}
    tell(acts.LIST_CLOSED, case, actor=actor, now=now, facts=facts)
    return way


def strike(*, actor: Viewer, now: datetime, ref: str, key: str) -> Paper:
    """A side strikes a name, without a reason; the other learns of it when the panel is composed.

    Raises Http404 or Refused.
    """
    case = case_for(actor, ref, lock=True)
    of = known(case)
    verbs.may_compose(actor, of).require()
    panel = panel_of(case)
    rules.may_strike_now(panel.number == FIRST, panel.state, now=now, known_at=panel.source_at).require()
    rows = {one.key: one for one in Listed.objects.filter(panel=panel).select_related("seat__person")}
    own = struck_by(case, of, actor.organisation_id)
    rules.may_strike(key, listed=rows, own=own, each=strikes_each(case, panel), drawn=False).require()
    name = rows[key].seat.holder
    paper = Paper.objects.create(
        case=case,
        kind=DocumentKind.STRIKE,
        state=DocumentState.DRAFT,
        organisation_id=actor.organisation_id,
        author_id=actor.seat_id,
        title=f"{name} is struck",
        text=f"{name} ({key}) is struck from the list.",
        terms={"struck": key},
        created_at=now,
    )
    enter(case, paper, actor=actor, now=now)
    return paper
