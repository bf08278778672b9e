"""Who asks to take part in a case, and what the viewer can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.disputes.acts.times import events_of, pace_of
from apps.disputes.models import Case, Joinder
from apps.disputes.rules import joining as rules
from apps.disputes.rules import verbs
from apps.disputes.rules.clocks import Clock, Event, due
from apps.disputes.rules.docket_verbs import may_order
from apps.disputes.selectors.cases import Known, clerks_order
from apps.disputes.states import CAPACITY_LABELS, Capacity, JoinderState
from apps.kernel.decisions import Decision


@dataclass(frozen=True, slots=True)
class Asking:
    """A request to take part: as what, and whether the viewer decides on it or takes it back."""

    joinder: Joinder
    capacity: str
    may_decide: bool
    may_take_back: bool


def may_ask(viewer: Viewer, case: Case, of: Known, now: datetime) -> Decision:
    """Whether the viewer's organisation can ask to take part now."""
    early = verbs.may_ask_to_join(viewer, of, now=now, due=None)
    if not early:
        return early
    events = events_of(case)
    until = due(Clock.JOIN, events, pace_of(case)) if Event.ESTABLISHED in events else None
    return verbs.may_ask_to_join(viewer, of, now=now, due=until)


def may_decide(viewer: Viewer, case: Case, of: Known, joinder: Joinder, now: datetime) -> Decision:
    """Whether the viewer decides on a request."""
    clerks_do = clerks_order(case, of, now)
    return may_order(viewer, of, own=joinder.organisation_id == viewer.organisation_id, clerks_do=clerks_do)


def asking_in(viewer: Viewer, case: Case, of: Known, now: datetime) -> Sequence[Asking]:
    """The requests that wait to be decided, the oldest first (one query, three where there are any)."""
    rows = Joinder.objects.filter(case=case, state=JoinderState.ASKED).select_related("organisation").order_by("pk")
    found = list(rows)
    clerks_do = clerks_order(case, of, now) if found else False
    return [
        Asking(
            one,
            CAPACITY_LABELS[Capacity(one.capacity)],
            bool(may_order(viewer, of, own=one.organisation_id == viewer.organisation_id, clerks_do=clerks_do)),
            bool(rules.may_take_back(viewer, asked_by=one.organisation_id, state=one.state)),
        )
        for one in found
    ]


def has_joined(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer's organisation takes part because it asked to."""
    rows = Joinder.objects.filter(case=case, organisation=viewer.organisation_id, state=JoinderState.JOINED)
    return rows.exists()
