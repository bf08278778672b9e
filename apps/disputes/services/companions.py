"""Two cases that belong together are offered for joinder, asked for, and put together or kept apart."""

from datetime import datetime
from uuid import UUID

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.services import take_turn
from apps.disputes.acts import companions as acts
from apps.disputes.models import Case, Companion
from apps.disputes.rules import companions as rules
from apps.disputes.rules.conflicts import Party
from apps.disputes.rules.conflicts import may_join as unseats_nobody
from apps.disputes.rules.joining import LONGEST_REASON
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.companions import decision_on, offers_for, pair_for
from apps.disputes.selectors.roster import bench_in
from apps.disputes.services.composing.sharing import share
from apps.disputes.services.telling import tell
from apps.disputes.states import JOINDERS, Capacity
from apps.kernel.texts import required

OFFERS = Portal("the charter's offer to hear two cases together")


def offer(case: Case, now: datetime) -> None:
    """Offer a case that was just filed for joinder with those to which it belongs."""
    for other, why in offers_for(case):
        pair = Companion.objects.create(case=other, other=case, why=why, offered_at=now)
        _tell(acts.OFFERED, pair, OFFERS, now)


def ask_together(*, actor: Viewer, now: datetime, ref: str, pair: UUID) -> Companion:
    """A party asks that both be heard together. Raises Http404 or Refused."""
    found = _found(actor, ref, pair)
    one, other = known(found.case), known(found.other)
    rules.may_ask_for(actor, one, other, state=found.state).require()
    found.state = JOINDERS["ask"].target
    found.organisation_id, found.asked_at = actor.organisation_id, now
    found.save(update_fields=["state", "organisation", "asked_at"])
    _tell(acts.ASKED, found, actor, now)
    return found


def put_together(*, actor: Viewer, now: datetime, ref: str, pair: UUID) -> Companion:
    """From now on one panel hears both, so that nobody who sits already must go. Raises Http404 or Refused."""
    found = _found(actor, ref, pair)
    decision_on(actor, found, now).require()
    for case, joins in ((found.case, found.other), (found.other, found.case)):
        panel, matter = bench_in(case, now)
        for party in joins.parties.filter(left_at=None).select_related("organisation").order_by("pk"):
            newcomer = Party(party.organisation_id, party.organisation.name, Capacity(party.capacity))
            unseats_nobody(newcomer, panel, matter, now).require()
    _decide(found, "join", actor, now)
    _tell(acts.TOGETHER, found, actor, now)
    share(found.case, now)
    share(found.other, now)
    return found


def keep_apart(*, actor: Viewer, now: datetime, ref: str, pair: UUID, reasons: str) -> Companion:
    """Each case has its own panel, with the reasons. Raises Http404, Refused, or Invalid({"reasons": …})."""
    found = _found(actor, ref, pair)
    decision_on(actor, found, now).require()
    found.reasons = required(reasons, "reasons", "Say why: everybody who reads the cases reads it.", LONGEST_REASON)
    _decide(found, "refuse", actor, now)
    _tell(acts.APART, found, actor, now)
    return found


def _found(actor: Viewer, ref: str, uid: UUID) -> Companion:
    """The pair, both of whose cases the actor reads; both are held, the one that was filed first before the other."""
    # Two cases are held: whoever else does so, or seats people in both, waits.
    take_turn()
    found = pair_for(actor, case_for(actor, ref), uid)
    found.case = case_for(OFFERS, found.case.ref, lock=True)
    found.other = case_for(OFFERS, found.other.ref, lock=True)
    found.refresh_from_db(fields=["state"])
    return found


def _decide(found: Companion, verb: str, actor: Viewer, now: datetime) -> None:
    found.state = JOINDERS[verb].target
    found.decided_by_id, found.decided_at = actor.seat_id, now
    found.save(update_fields=["state", "reasons", "decided_by", "decided_at"])


def _tell(kind: str, pair: Companion, actor: Actor, now: datetime) -> None:
    """In both cases."""
    said = {"because": pair.reasons} if pair.reasons else {}
    for case, other in ((pair.case, pair.other), (pair.other, pair.case)):
        tell(kind, case, actor=actor, now=now, facts={"with": other.ref, "why": pair.why} | said)
