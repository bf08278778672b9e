"""How a membership changes: suspended, reinstated, expelled, admitted again; left when the notice has run.

Every step asks for the decision behind it. Today a clerk records the committee's; a vote calls the same verbs.
"""

from datetime import datetime
from typing import Any

from apps.committees.models import MembershipChange, Organisation, Seat
from apps.committees.rules.viewer import Actor, Portal
from apps.committees.selectors import charter_value
from apps.committees.services import take_turn
from apps.committees.states import MEMBERSHIP, MembershipState, Role
from apps.deadlines.rules.clocks import CLOCKS
from apps.deadlines.rules.ends import ENDS, End
from apps.deadlines.rules.reckoning import Unit, due_at
from apps.deadlines.selectors.holding import hold_clocks
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.kernel.flop import parse
from apps.membership import acts_of_members as acts
from apps.membership.rules import membership as rules
from apps.membership.rules.charter import NOTICE_DAYS, TIER_POWERS
from apps.membership.rules.who import may_keep_papers
from apps.membership.services.ending import end_seats_of
from apps.record.services import record

NOTICE = Portal("the end of its notice")


def take_step(
    *, actor: Actor, now: datetime, organisation: Organisation, step: str, decision: str, because: str
) -> Organisation:
    """Suspend, reinstate, expel or admit an organisation again (`step`), by the committee's decision.

    Expulsion ends its seats with their offices and tokens. Raises KeyError for another step, Refused, or Invalid
    (errors by field).
    """
    verb, is_grave = step, rules.STEPS[step].is_grave
    may_keep_papers(actor).require()
    organisation = _locked(organisation)
    state = MembershipState(organisation.state)
    rules.may_step(verb, organisation.name, state).require()
    _require_a_clerk(verb, organisation, now)
    decision, because = " ".join(decision.split()), because.strip()
    errors = rules.errors_in_decision(decision, because)
    if errors:
        raise Invalid(errors)
    _move(organisation, verb, now, decision, because)
    _tell(acts.OF_STEP[verb], organisation, actor, now, decision=decision, reason=because)
    if is_grave:
        end_seats_of(organisation, now)
    return organisation


def give_notice(*, actor: Actor, now: datetime, organisation: Organisation, because: str) -> Organisation:
    """Give notice to leave: the member leaves when the charter's days have run. Raises Refused or Invalid."""
    rules.may_speak_of_leaving(actor, organisation.pk).require()
    organisation = _locked(organisation)
    rules.may_give_notice(organisation.name, MembershipState(organisation.state), organisation.left_at).require()
    _require_a_clerk("give_notice", organisation, now)
    errors = rules.errors_in_reason(because.strip())
    if errors:
        raise Invalid(errors)
    zone = organisation.committee.zone
    organisation.left_at = due_at(now, notice_days(now), Unit(CLOCKS[acts.NOTICE].unit), zone)
    organisation.save(update_fields=["left_at"])
    leaves = instant(organisation.left_at)
    _tell(acts.NOTICE_GIVEN, organisation, actor, now, reason=because.strip(), leaves_at=leaves)
    return organisation


def notice_days(now: datetime) -> int:
    """How many days a notice runs, by the charter in force."""
    return charter_value(NOTICE_DAYS, now)


def take_back_notice(*, actor: Actor, now: datetime, organisation: Organisation) -> Organisation:
    """Take the notice back before it has run. Raises Refused."""
    rules.may_speak_of_leaving(actor, organisation.pk).require()
    organisation = _locked(organisation)
    state = MembershipState(organisation.state)
    rules.may_take_back_notice(organisation.name, state, organisation.left_at, now).require()
    organisation.left_at = None
    organisation.save(update_fields=["left_at"])
    _tell(acts.NOTICE_TAKEN_BACK, organisation, actor, now)
    return organisation


def let_leave(*, now: datetime) -> int:
    """Let those leave whose notice has run, each at the end of its notice; returns how many. Safe to run twice."""
    inside = [state.value for state in MEMBERSHIP["leave"].sources]
    due = Organisation.objects.filter(state__in=inside, left_at__lte=now).order_by("pk")
    hold_clocks({acts.SUBJECT: list(due.values_list("pk", flat=True))})
    take_turn()
    count = 0
    for organisation in due.select_for_update():
        # Who stayed as the last clerk's organisation cannot go before another clerk is seated; it is asked again.
        if not _keeps_a_clerk("leave", organisation, now):
            continue
        ended = organisation.left_at
        _move(organisation, "leave", now, "", "Its notice has run.", since=ended)
        _tell(acts.LEFT, organisation, NOTICE, now, reason="Its notice has run.")
        end_seats_of(organisation, now)
        count += 1
    return count


def declare_compute(*, actor: Actor, now: datetime, organisation: Organisation, flop: str) -> Organisation:
    """Declare the largest training run in FLOP, an exact whole number as text; by it the member has its tier.

    Only the tier is kept. Raises Refused or Invalid.
    """
    rules.may_declare(actor, organisation.pk).require()
    organisation = _locked(organisation)
    organisation.tier = tier_of(flop, now)
    organisation.save(update_fields=["tier"])
    _tell(acts.COMPUTE_DECLARED, organisation, actor, now, tier=organisation.tier)
    return organisation


def tier_of(flop: str, now: datetime) -> int:
    """The tier by the charter in force; raises Invalid under "flop" for what is no exact whole number."""
    try:
        amount = parse(flop)
    except ValueError:
        raise Invalid({"flop": rules.NO_FLOP}) from None
    return rules.tier_of(amount, [charter_value(key, now) for key in TIER_POWERS])


def note_admission(
    organisation: Organisation, *, actor: Actor, now: datetime, decision: str, because: str = ""
) -> None:
    """Keep and tell that an organisation, just added, was admitted by a decision."""
    MembershipChange.objects.create(
        organisation=organisation, state=MembershipState.ADMITTED, since=now, decision=decision, because=because
    )
    _tell(acts.ADMITTED, organisation, actor, now, decision=decision, reason=because)


def _locked(organisation: Organisation) -> Organisation:
    hold_clocks({acts.SUBJECT: [organisation.pk]})
    take_turn()
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _keeps_a_clerk(verb: str, organisation: Organisation, now: datetime) -> Any:
    clerks = Seat.objects.at(now).filter(role=Role.CLERK).order_by("id").select_for_update()
    where = [seat.organisation_id for seat in clerks]
    here = where.count(organisation.pk)
    return rules.may_lose(verb, organisation.name, clerks_elsewhere=len(where) - here, clerks_here=here)


def _require_a_clerk(verb: str, organisation: Organisation, now: datetime) -> None:
    _keeps_a_clerk(verb, organisation, now).require()


def _move(
    organisation: Organisation, verb: str, now: datetime, decision: str, because: str, since: datetime | None = None
) -> None:
    move = MEMBERSHIP[verb]
    organisation.state = move.target
    if move.target == MembershipState.EXPELLED:
        organisation.left_at = now
    elif verb == "admit_again":
        organisation.left_at = None
    organisation.save(update_fields=["state", "left_at"])
    MembershipChange.objects.create(
        organisation=organisation, state=move.target, since=since or now, decision=decision, because=because
    )


def _tell(kind: str, organisation: Organisation, actor: Actor, now: datetime, **facts: Any) -> None:
    record(
        kind,
        actor=actor,
        now=now,
        subject=(acts.SUBJECT, organisation.pk, organisation.key),
        facts={"name": organisation.name} | facts,
    )


def _at_the_end(_deadline: Any, now: datetime) -> None:
    let_leave(now=now)


def register() -> None:
    """Fill the registry with what happens when a notice has run."""
    ENDS.register(
        acts.LEFT, End(acts.LEFT, "The member leaves: its seats end, with their offices and API tokens.", _at_the_end)
    )
