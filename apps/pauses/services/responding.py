"""A lab says that everything asked of it is shown; whoever decides answers within the charter's days."""

from datetime import datetime
from typing import cast

from apps.committees.models import Seat
from apps.committees.rules.viewer import Actor, Viewer
from apps.kernel.texts import required
from apps.pauses.acts import lifting as acts
from apps.pauses.models import Binding, CompleteResponse
from apps.pauses.rules.asking import may_respond
from apps.pauses.rules.charter import RESPONSE_DAYS
from apps.pauses.rules.refusing import refuse
from apps.pauses.selectors.deciding import bound_lab, decides
from apps.pauses.selectors.finding import order_for
from apps.pauses.selectors.responses import open_response
from apps.pauses.services.telling import seat_of, tell_of_lab
from apps.pauses.states import STANDING


def respond(*, actor: Viewer, now: datetime, ref: str, text: str) -> CompleteResponse:
    """The actor's lab files its complete response, which everybody who sees the order reads.

    Raises Http404, Refused or Invalid.
    """
    order = order_for(actor, ref, lock=True)
    found = bound_lab(order, actor.organisation_id)
    has_open = found is not None and found.responses.filter(answered_at=None).exists()
    may_respond(actor, order, is_bound=found is not None, has_open=has_open).require()
    binding = cast(Binding, found)
    text = required(text, "text", "Say what your lab has shown, condition by condition.")
    seat = Seat.objects.get(pk=actor.seat_id)
    row = binding.responses.create(text=text, seat=seat, filed_at=now)
    tell_of_lab(acts.RESPONDED, order, binding, actor=actor, now=now, facts={"text": text})
    return row


def answer(*, actor: Actor, now: datetime, ref: str, lab: str, accepted: bool, answer: str) -> CompleteResponse:
    """Whoever decides answers the open response of the lab (by key): accepted, or not, with the reasons.

    Accepted, it says that nothing more is asked of that lab; each condition is still decided on by itself.
    Raises Http404, Refused or Invalid.
    """
    order = order_for(actor, ref, lock=True)
    row = open_response(order, lab)
    decides(actor, order, RESPONSE_DAYS, now, barred={row.binding.organisation_id}).require()
    if order.state not in STANDING or row.binding.released_at is not None:
        refuse(RESPONSE_DAYS, "The order no longer binds the lab.").require()
    row.answer = required(
        answer, "answer", "Give the reasons, so that the lab knows what is missing, or that nothing is."
    )
    row.accepted, row.answered_by_id, row.answered_at = accepted, seat_of(actor), now
    row.save(update_fields=["answer", "accepted", "answered_by", "answered_at"])
    facts = {"accepted": accepted, "text": row.answer}
    tell_of_lab(acts.ANSWERED, order, row.binding, actor=actor, now=now, facts=facts)
    return row
