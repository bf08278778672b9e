"""People take their places on a panel, leave them, and are discharged when its work is done."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import Http404

from apps.accounts.models import User
from apps.chairs.rules.lot import list_digest
from apps.committees.models import Seat
from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.services import take_turn
from apps.committees.states import Role
from apps.disputes.acts import panels as acts
from apps.disputes.acts.times import pace_of
from apps.disputes.models import Case, Listed, Panel, Place
from apps.disputes.rules import panel as rules
from apps.disputes.rules import verbs
from apps.disputes.rules.who import FIRST
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.panels import panel_of, sitting_on, struck_in
from apps.disputes.selectors.roster import pool_for
from apps.disputes.services.moving import move
from apps.disputes.services.sighting import look_again
from apps.disputes.services.telling import tell
from apps.disputes.states import CASES, PANELS, PanelState
from apps.kernel.texts import required
from apps.membership.services.ending import close_seats
from apps.membership.services.seats import take_seat

ORDER = Portal("the order of the draw")
LONGEST = 1_000


def compose(case: Case, panel: Panel, seats: Sequence[Seat], *, actor: Actor, now: datetime, verb: str) -> None:
    """These seats of the roster sit on the panel from now on, and the first of them presides over it.

    The first panel's case goes on to its written rounds. The caller has taken its turn and holds the case.
    """
    panel.composed_at = now
    sit_down(case, panel, seats, actor=actor, now=now, verb=verb)
    if CASES.may("compose", case.stage):
        move(case, "compose", now)
    look_again(case)
    facts = {"panel": panel.number, "size": panel.size, "sit": [seat.holder for seat in seats]}
    tell(acts.COMPOSED if panel.number == FIRST else acts.COMPOSED_ANEW, case, actor=actor, now=now, facts=facts)


def sit_down(case: Case, panel: Panel, seats: Sequence[Seat], *, actor: Actor, now: datetime, verb: str) -> None:
    """These take places; who presides goes on, and where nobody does the first of those who sit."""
    panel.state = PANELS[verb].target
    panel.save(update_fields=["state", "composed_at"])
    for seat in seats:
        person: User = seat.person  # type: ignore[assignment]
        taken = take_seat(now, seat.organisation, Role.PANELLIST, person, matter=case.ref)
        Place.objects.create(panel=panel, seat=taken, starts_at=now)
        if panel.composed_at != now:
            tell(acts.REPLACED, case, actor=actor, now=now, facts={"panel": panel.number, "name": seat.holder})
    places = sitting_on(panel)
    if places and not places[0].presides:
        Place.objects.filter(pk=places[0].pk).update(presides=True)


def leave(*, actor: Viewer, now: datetime, ref: str, seat: UUID, because: str) -> Panel:
    """Somebody leaves the panel: they say so, or a clerk records that they cannot go on.

    The next of the draw takes the place; where nobody of it is left there is another draw. Raises Http404, Refused, or
    Invalid({"because": …}).
    """
    take_turn()
    case = case_for(actor, ref, lock=True)
    panel = panel_of(case)
    place = Place.objects.filter(panel=panel, ends_at=None, seat__uid=seat).select_related("seat__person").first()
    if place is None:
        raise Http404(str(seat))
    verbs.may_let_go(actor, known(case), seat_id=place.seat_id).require()
    rules.may_leave(panel.state).require()
    because = required(because, "because", "Say why: everybody who reads the case reads it.", LONGEST)
    place.panel = panel
    lose(case, place, actor, now, because)
    return panel


def lose(case: Case, place: Place, actor: Actor, now: datetime, because: str) -> None:
    """Somebody's place on a panel is empty, and is filled. The caller has taken its turn and holds the case."""
    panel = place.panel
    _vacate(place, now)
    Listed.objects.filter(panel=panel, seat__person=place.seat.person_id).update(gone_at=now)
    if not rules.may_leave(panel.state):
        return
    panel.state = PANELS["lose"].target
    panel.save(update_fields=["state"])
    facts = {"panel": panel.number, "name": place.seat.holder, "because": because}
    tell(acts.LEFT, case, actor=actor, now=now, facts=facts)
    _fill(case, panel, now)


def _vacate(place: Place, now: datetime) -> None:
    close_seats([place.seat], at=now, now=now)
    place.ends_at, place.presides = place.seat.ends_at, False
    place.save(update_fields=["ends_at", "presides"])


def _fill(case: Case, panel: Panel, now: datetime) -> None:
    """The next of the draw who may still sit takes the place; else its list waits for another draw."""
    rows = {one.key: one for one in Listed.objects.filter(panel=panel).select_related("seat__person", "seat__organisation")}  # fmt: skip
    found, groups, seats = pool_for(case, panel, pace_of(case).charter, now)
    staying = {place.seat.person_id for place in sitting_on(panel)}
    key = rules.next_in_line(
        [one.key for one in sorted(rows.values(), key=lambda one: one.turn or 0) if one.turn],
        seated={key for key, one in rows.items() if one.seat.person_id in staying},
        gone={key for key, one in rows.items() if one.gone_at is not None},
        may_sit={one.key for one in found.eligible} - struck_in(case),
        groups={key: one.group for key, one in rows.items()},
    )
    if key is not None:
        sit_down(case, panel, [rows[key].seat], actor=ORDER, now=now, verb="replace")
        return
    gone = set(Place.objects.filter(panel=panel).values_list("seat__person", flat=True)) - staying
    fresh = {one.key for one in found.eligible if seats[one.key].person_id not in gone} - set(rows)
    Listed.objects.bulk_create(
        Listed(panel=panel, seat=seats[key], key=key, group=groups[key]) for key in sorted(fresh)
    )
    _wait_for_a_draw(case, panel, sorted({*rows, *fresh}), now)


def _wait_for_a_draw(case: Case, panel: Panel, keys: Sequence[str], now: datetime) -> None:
    """Its list waits for another lot: who is new on the roster is on it, and who has left the panel is not drawn."""
    panel.state, panel.source, panel.source_at = PANELS["redraw"].target, "", None
    panel.closed_at = panel.closed_at or now
    panel.digest = list_digest(keys)
    panel.save(update_fields=["state", "source", "source_at", "closed_at", "digest"])
    facts = {"panel": panel.number, "size": panel.size, "members": list(keys), "digest": panel.digest}
    tell(acts.LIST_CLOSED, case, actor=ORDER, now=now, facts=facts)


def discharge(case: Case, numbers: Sequence[int], now: datetime) -> None:
    """The work of these panels is done, or their case is over: their seats in it end."""
    for panel in Panel.objects.filter(case=case, number__in=numbers).exclude(state=PanelState.DISCHARGED):
        for place in sitting_on(panel):
            _vacate(place, now)
        panel.state = PANELS["discharge"].target
        panel.save(update_fields=["state"])
