"""Follows the record: who leaves or is expelled leaves its cases and panels; who has lost its vote for arrears is complained about."""

from collections.abc import Sequence
from datetime import datetime

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal
from apps.disputes.acts import cases as acts
from apps.disputes.acts import joining, rulings
from apps.disputes.models import Case, CaseParty, Joinder, Place
from apps.disputes.rules.parties import AFTER_LABELS, VERBS, After, Involved, after_leaving
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.services.composing.seating import lose
from apps.disputes.services.ending import end_case
from apps.disputes.services.opening import open_for_committee
from apps.disputes.services.sighting import look_again
from apps.disputes.services.telling import tell
from apps.disputes.states import JOINDERS, OPEN, PARTIES, Capacity, JoinderState, Stage
from apps.funding.acts.rights import VOTE_LOST
from apps.funding.models.rights import ArrearsCase
from apps.membership.acts import GOES
from apps.record.models import Act

MEMBERSHIP = Portal("the end of a membership")


def follow(acts_done: Sequence[Act]) -> None:
    """Act upon what ended a membership, or a member's vote for its arrears; anything else costs no query."""
    for act in acts_done:
        if act.kind in GOES:
            _leave_all(act.subject_id, act.at)
        elif act.kind == VOTE_LOST:
            _complain_of_arrears(act.subject_id, act.at)


def _complain_of_arrears(pk: int, now: datetime) -> None:
    arrears = ArrearsCase.objects.select_related("organisation").get(pk=pk)
    lab = arrears.organisation
    paragraphs = [
        f"{lab.name} was told on {arrears.noticed_at:%d %B %Y} that it owes the committee so much that it costs it its vote.",
        f"{arrears.because} It has lost its vote since ({arrears.ref}), and has not paid.",
        "The committee asks that it be found to owe its contributions, and to pay them.",
    ]
    text = "\n\n".join(paragraphs)
    open_for_committee(
        now=now, respondent=lab, title="Contributions that were not paid", text=text, about=[arrears.ref]
    )


def _leave_all(organisation_id: int, now: datetime) -> None:
    """A member is one no more: its cases go on without it or end, and its people leave the panels on which they sit."""
    sitting = Place.objects.filter(seat__organisation=organisation_id, ends_at=None, panel__case__stage__in=OPEN)
    for ref in sorted(set(sitting.values_list("panel__case__ref", flat=True))):
        case = case_for(MEMBERSHIP, ref, lock=True)
        for place in sitting.filter(panel__case=case).select_related("seat__person", "panel"):
            lose(case, place, MEMBERSHIP, now, "Their organisation is no longer a member.")
    taking_part = CaseParty.objects.filter(organisation=organisation_id, left_at=None, case__stage__in=OPEN)
    for ref in sorted(taking_part.values_list("case__ref", flat=True)):
        _leave_one(case_for(MEMBERSHIP, ref, lock=True), organisation_id, now)


def _leave_one(case: Case, organisation_id: int, now: datetime) -> None:
    of = known(case)
    after = after_leaving(Involved(Stage(case.stage), of.parties), organisation_id)
    if after in VERBS:
        end_case(case, VERBS[after], MEMBERSHIP, now)
        kind = acts.WITHDRAWN if after == After.WITHDRAWN else rulings.NOBODY_LEFT
        tell(kind, case, actor=MEMBERSHIP, now=now, facts={"because": AFTER_LABELS[after]})
        return
    capacity = of.parties[organisation_id]
    others = sum(held == capacity for held in of.parties.values()) > 1
    if capacity in PARTIES and not others:
        return
    CaseParty.objects.filter(case=case, organisation=organisation_id, left_at=None).update(left_at=now)
    joined = Joinder.objects.filter(case=case, organisation=organisation_id, state=JoinderState.JOINED)
    joined.update(state=JOINDERS["leave"].target)
    look_again(case)
    body = Organisation.objects.get(pk=organisation_id)
    facts = {"party": body.key, "as": Capacity(capacity).value, "because": AFTER_LABELS[after]}
    tell(joining.LEFT, case, actor=MEMBERSHIP, now=now, facts=facts)
