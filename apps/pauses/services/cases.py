"""A compliance case: opened by the portal or by a challenge that was upheld, answered, found, and over."""

from datetime import datetime
from typing import Any

from apps.committees.rules.references import counted_reference
from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.kernel.tenancy.turns import wait_for_turn
from apps.kernel.texts import required
from apps.pauses.acts.compliance import ANSWERED, CASE, CLEARED, FOUND, NOTED, OPENED, REMEDIED
from apps.pauses.acts.deciders import clerks_do
from apps.pauses.models import Attestation, Binding, ComplianceCase, PauseOrder
from apps.pauses.rules import compliance
from apps.pauses.rules.charter import ACKNOWLEDGE_HOURS, ATTEST_HOURS, RENEW_DAYS
from apps.pauses.rules.refusing import by
from apps.pauses.selectors.compliance import case_for
from apps.pauses.services import consequences
from apps.pauses.services.telling import seat_of, tell_of_part
from apps.pauses.states import CASES, OPEN_CASES, CaseState, Ground

LATENESS = Portal("the charter's time for attesting")
SILENCE = Portal("the charter's time for answering")
SAID_NOTHING = "The lab did not answer in time."


def open_case(
    order: PauseOrder,
    binding: Binding,
    ground: Ground,
    *,
    because: str,
    actor: Actor,
    now: datetime,
    attestation: Attestation | None = None,
) -> ComplianceCase:
    """Open a case against the lab of a locked order, or add to the one on the same ground that is open already."""
    standing = ComplianceCase.objects.filter(binding=binding, ground=ground, state__in=OPEN_CASES).first()
    if standing is not None:
        note(standing, because, actor=actor, now=now)
        return standing
    case = ComplianceCase.objects.create(
        ref=_reference(now),
        binding=binding,
        ground=ground,
        because=because,
        attestation=attestation,
        state=CaseState.OPEN,
        opened_at=now,
    )
    facts = {"lab": binding.organisation.key, "ground": ground.value, "because": because}
    tell_of_case(OPENED, case, actor=actor, now=now, facts=facts)
    return case


def note(case: ComplianceCase, says: str, *, actor: Actor, now: datetime) -> None:
    """Add a sentence to the course of a case."""
    tell_of_case(NOTED, case, actor=actor, now=now, facts={"says": says})


def answer(*, actor: Viewer, now: datetime, ref: str, text: str) -> ComplianceCase:
    """The lab says what it has to say; everybody who sees the order reads it. Raises Http404, Refused or Invalid."""
    case = case_for(actor, ref, lock=True)
    compliance.may_answer(actor, case.binding, state=case.state).require()
    case.answer = required(text, "text", "Write your answer.")
    case.answered_by_id, case.answered_at = actor.seat_id, now
    _move(case, "answer", "answer", "answered_by", "answered_at")
    tell_of_case(ANSWERED, case, actor=actor, now=now, facts={"answer": case.answer})
    return case


def find(*, actor: Actor, now: datetime, ref: str, because: str) -> ComplianceCase:
    """Find that the lab has not complied: the first consequence follows at once. Raises Http404, Refused or Invalid."""
    case = _decided(actor, now, ref, "find", because)
    case.found_at = now
    _move(case, "find", "decided_because", "decided_by", "found_at")
    tell_of_case(FOUND, case, actor=actor, now=now, facts={"because": case.decided_because})
    consequences.begin(case, now)
    return case


def clear(*, actor: Actor, now: datetime, ref: str, because: str) -> ComplianceCase:
    """Find that there was nothing to hold against the lab: every effect ends. Raises Http404, Refused or Invalid."""
    return _end(actor, now, ref, "clear", because, CLEARED)


def remedy(*, actor: Actor, now: datetime, ref: str, because: str) -> ComplianceCase:
    """Find that what was owed is done: every effect ends. Raises Http404, Refused or Invalid."""
    return _end(actor, now, ref, "remedy", because, REMEDIED)


def find_unanswered(*, ref: str, now: datetime) -> ComplianceCase:
    """The lab said nothing in time; safe to run twice."""
    case = case_for(SILENCE, ref, lock=True)
    return find(actor=SILENCE, now=now, ref=ref, because=SAID_NOTHING) if case.state == CaseState.OPEN else case


def open_unacknowledged(*, binding_id: int, now: datetime) -> None:
    """The lab has not said that the order has reached it."""
    _open_late(
        binding_id, Ground.SERVICE, f"It has not said that the order has reached it {by(ACKNOWLEDGE_HOURS)}.", now
    )


def open_unattested(*, binding_id: int, now: datetime) -> None:
    """The lab has not attested, for the first time or again."""
    has_attested = Attestation.objects.filter(binding=binding_id).exists()
    says = (
        f"It has not attested again in time {by(RENEW_DAYS)}."
        if has_attested
        else f"It has not attested in time {by(ATTEST_HOURS)}."
    )
    _open_late(binding_id, Ground.LATE, says, now)


def _open_late(binding_id: int, ground: Ground, because: str, now: datetime) -> None:
    found = Binding.objects.only("order_id").get(pk=binding_id)
    order = PauseOrder.objects.select_for_update().get(pk=found.order_id)
    binding = Binding.objects.select_related("organisation").get(pk=binding_id)
    open_case(order, binding, ground, because=because, actor=LATENESS, now=now)


def tell_of_case(kind: str, case: ComplianceCase, *, actor: Actor, now: datetime, facts: dict[str, Any]) -> None:
    """Record an act on a case."""
    subject = (CASE, case.pk, case.ref)
    tell_of_part(kind, case.binding.order, subject, actor=actor, now=now, facts=facts)


def _decided(actor: Actor, now: datetime, ref: str, verb: str, because: str) -> ComplianceCase:
    case = case_for(actor, ref, lock=True)
    barred = {case.binding.organisation_id}
    clerks = clerks_do(case.binding.order_id, barred, now)
    compliance.may_decide(actor, case.binding.order, case.binding, verb, state=case.state, clerks_do=clerks).require()
    case.decided_because = required(because, "because", "Say why.")
    case.decided_by_id = seat_of(actor)
    return case


def _end(actor: Actor, now: datetime, ref: str, verb: str, because: str, kind: str) -> ComplianceCase:
    case = _decided(actor, now, ref, verb, because)
    case.ended_at = now
    _move(case, verb, "decided_because", "decided_by", "ended_at")
    consequences.undo_all(case, now)
    tell_of_case(kind, case, actor=actor, now=now, facts={"because": case.decided_because})
    return case


def _move(case: ComplianceCase, verb: str, *fields: str) -> None:
    case.state = CASES[verb].target
    case.version += 1
    case.save(update_fields=["state", "version", *fields])


def _reference(now: datetime) -> str:
    wait_for_turn("pauses.case")
    number = 1 + ComplianceCase.objects.filter(ref__startswith=f"CMP-{now.year}-").count()
    return counted_reference("CMP", now.year, number)
