"""Proof of payment: shown by the lab, looked at by the treasurer; while it is open the vote is kept."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_value
from apps.deadlines.rules import Unit
from apps.deadlines.rules.reckoning import due_at
from apps.files.services import Checked, facts_of, store_file
from apps.funding.acts import rights as acts
from apps.funding.models import ProofOfPayment
from apps.funding.rules.charter import PROOF_DAYS
from apps.funding.rules.rights import may_reject_proof, may_show_proof, proof_errors
from apps.funding.selectors.rights import right_of, zone_here
from apps.funding.services.judging import end_proof, judge
from apps.funding.services.settling import hold_the_money
from apps.funding.states import PROOFS, Proof
from apps.kernel.decisions import Invalid
from apps.record.services import record


def show_proof(*, actor: Viewer, now: datetime, amount: Decimal, on: date, upload: Checked) -> ProofOfPayment:
    """Show that the viewer's lab has paid so much on a day: its vote is kept, or comes back, until the money is seen.

    Open until the charter's days have run, one at a time. Raises Http404, Refused, or Invalid by field.
    """
    hold_the_money()
    right = right_of(actor.organisation_id, now)
    if right is None:
        raise Http404("no lab")
    may_show_proof(actor, right.state, has_open=right.proof is not None, shown=right.proofs).require()
    zone = zone_here()
    if errors := proof_errors(amount, on, now.astimezone(ZoneInfo(zone)).date()):
        raise Invalid(errors)
    row = ProofOfPayment.objects.create(
        organisation=right.organisation,
        amount=amount,
        on=on,
        by=Seat.objects.get(pk=actor.seat_id),
        at=now,
        until=due_at(now, charter_value(PROOF_DAYS, now), Unit.DAYS, zone),
        state=Proof.OPEN,
    )
    subject = (acts.PROOF, row.pk, str(row.uid))
    file = store_file(actor=actor, now=now, subject=subject, upload=upload)
    sealed = {"amount": f"{amount:f}", "on": on.isoformat(), "file": facts_of(file)}
    record(acts.SHOWN, actor=actor, now=now, subject=subject, facts={}, sealed=sealed)
    judge(now=now, organisations=[right.organisation.pk])
    return row


def reject_proof(*, actor: Viewer, now: datetime, uid: UUID, because: str) -> ProofOfPayment:
    """Find that a proof proves no payment: where the notice has run, the vote is lost at once.

    Raises Http404, Refused, or Invalid by field.
    """
    hold_the_money()
    rows = ProofOfPayment.objects.visible_to(actor).select_related("organisation").select_for_update(of=("self",))
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Http404(str(uid))
    may_reject_proof(actor).require()
    PROOFS.may("reject", row.state).require()
    because = " ".join(because.replace("\0", "").split())[:300]
    if not because:
        raise Invalid({"because": "Say why it proves no payment."})
    end_proof(row, "reject", acts.REJECTED, actor=actor, now=now, because=because)
    judge(now=now, organisations=[row.organisation_id])
    return row
