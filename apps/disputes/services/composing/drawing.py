"""The lot: its public value is named beforehand, then the panel is drawn; anybody can draw it again."""

from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.committees.services import take_turn
from apps.disputes.acts import panels as acts
from apps.disputes.acts.times import pace_of
from apps.disputes.models import Case, Listed, Panel
from apps.disputes.rules import panel as rules
from apps.disputes.rules import verbs
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.panels import panel_of, sitting_on, struck_in
from apps.disputes.selectors.roster import pool_for
from apps.disputes.services.composing.seating import compose, sit_down
from apps.disputes.services.composing.sharing import share
from apps.disputes.services.telling import tell
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid


def name_value(*, actor: Viewer, now: datetime, ref: str, source: str, source_at: datetime | None) -> Panel:
    """Name the public value that seeds the lot, and when it becomes known; once.

    Raises Http404, Refused, or Invalid by field.
    """
    case = case_for(actor, ref, lock=True)
    panel = _for_the_lot(actor, case, now)
    rules.may_name_value(panel.state, panel.source).require()
    if errors := rules.value_errors(source, source_at, now):
        raise Invalid(errors)
    panel.source, panel.source_at = " ".join(source.split()), source_at
    panel.save(update_fields=["source", "source_at"])
    facts = {"panel": panel.number, "source": panel.source, "source_at": instant(source_at)}
    tell(acts.VALUE_NAMED, case, actor=actor, now=now, facts=facts)
    return panel


def draw_panel(*, actor: Viewer, now: datetime, ref: str, value: str) -> Panel:
    """Enter the public value once it is known: the panel is drawn and composed, or its empty places are filled.

    Raises Http404, Refused, or Invalid({"value": …}).
    """
    take_turn()
    case = case_for(actor, ref, lock=True)
    panel = _for_the_lot(actor, case, now)
    rules.may_draw_now(panel.state, panel.source_at, now).require()
    value = " ".join(value.split())
    if not value or len(value) > rules.LONGEST_VALUE:
        raise Invalid({"value": f"Enter the value as it was published, in at most {rules.LONGEST_VALUE} characters."})
    rows = {one.key: one for one in Listed.objects.filter(panel=panel).select_related("seat__person")}
    found, _groups, _seats = pool_for(case, panel, pace_of(case).charter, now)
    may_sit = {one.key for one in found.eligible} & {key for key, one in rows.items() if one.gone_at is None}
    groups = {key: one.group for key, one in rows.items()}
    struck = struck_in(case)
    seed = rules.seed_of(value, case.ref, panel.draws + 1)
    staying = {place.seat.person_id for place in sitting_on(panel)}
    taken = {one.group for one in rows.values() if one.seat.person_id in staying}
    free = {key for key in may_sit - struck if groups[key] not in taken}
    drawn = rules.compose(seed, free, (), groups, panel.size - len(staying))
    for turn, key in enumerate(drawn.order, start=1):
        rows[key].turn = turn
    Listed.objects.bulk_update([rows[key] for key in drawn.order], ["turn"])
    panel.seed, panel.draws = seed, panel.draws + 1
    panel.save(update_fields=["seed", "draws"])
    facts = drawn.published | {"panel": panel.number, "source": panel.source, "struck": sorted(struck)}
    tell(acts.DRAWN, case, actor=actor, now=now, facts=facts)
    seats = [rows[key].seat for key in drawn.seats]
    if staying:
        sit_down(case, panel, seats, actor=actor, now=now, verb="draw")
    else:
        compose(case, panel, seats, actor=actor, now=now, verb="draw")
        share(case, now)
    return panel


def _for_the_lot(actor: Viewer, case: Case, now: datetime) -> Panel:
    panel = panel_of(case)
    until = panel.closed_at or now
    verbs.may_draw(actor, known(case), now=now, parties_until=until, both_ask=now <= until).require()
    return panel
