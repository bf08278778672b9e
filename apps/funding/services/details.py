"""The committee's own bank details: a change takes two people of two organisations."""

from datetime import datetime

from django.http import Http404

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.funding.acts import spending as acts
from apps.funding.models import DETAILS, BankDetails
from apps.funding.rules.charter import TWO_PEOPLE, under
from apps.funding.rules.reference import is_iban
from apps.funding.rules.spending import bare, may_decide, may_enter
from apps.funding.states import DETAILS as MOVES
from apps.funding.states import Details
from apps.kernel.decisions import Invalid
from apps.record.services import record

NEVER_ALONE = 0


def enter_details(
    *, actor: Viewer, now: datetime, holder: str, iban: str, bic: str = "", bank: str = ""
) -> BankDetails:
    """Enter where members shall pay to; nothing changes until another approves. Raises Refused or Invalid."""
    may_enter(actor).require()
    errors = {}
    if not holder.strip():
        errors["holder"] = "Say whose account it is."
    if not is_iban(iban):
        errors["iban"] = "This is no IBAN; check it against the bank's paper."
    if errors:
        raise Invalid(errors)
    row = BankDetails.objects.create(
        holder=holder.strip()[:70],
        iban=bare(iban),
        bic=bare(bic)[:11],
        bank=bank.strip()[:120],
        entered_by=Seat.objects.get(pk=actor.seat_id),
        entered_at=now,
    )
    _tell(acts.DETAILS_ENTERED, row, actor, now)
    return row


def decide_details(*, actor: Viewer, now: datetime, uid: str, approve: bool, because: str = "") -> BankDetails:
    """Approve what another entered, which ends the details before; or refuse it with the reason.

    Raises Http404, Refused or Invalid.
    """
    row = BankDetails.objects.visible_to(actor).select_for_update(of=("self",)).filter(uid=uid).first()
    if row is None:
        raise Http404(uid)
    given = {"entered_by": row.entered_by_id, "entered_for": row.entered_by.organisation_id}
    may_decide(actor, **given, amount=None, alone_up_to=NEVER_ALONE).require()  # type: ignore[arg-type]
    verb = "approve" if approve else "refuse"
    under(TWO_PEOPLE, MOVES.may(verb, row.state)).require()
    if not approve and not because.strip():
        raise Invalid({"because": "Say why."})
    if approve:
        earlier = BankDetails.objects.select_for_update(of=("self",)).filter(state=Details.APPROVED)
        earlier.update(state=MOVES["supersede"].target)
    row.state, row.because = MOVES[verb].target, because.strip()[:300]
    row.decided_by, row.decided_at = Seat.objects.get(pk=actor.seat_id), now
    row.save()
    _tell(acts.DETAILS_APPROVED if approve else acts.DETAILS_REFUSED, row, actor, now)
    return row


def _tell(kind: str, row: BankDetails, actor: Viewer, now: datetime) -> None:
    facts = {"holder": row.holder, "iban": row.iban}
    record(kind, actor=actor, now=now, subject=(DETAILS, row.pk, str(row.uid)), facts=facts)
