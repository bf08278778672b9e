"""A pager's word that somebody is on it."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.deadlines.rules.promises import is_promised
from apps.deadlines.rules.verbs import can_be_taken_on
from apps.deadlines.selectors import promise_for
from apps.deadlines.selectors.matter import owes
from apps.deadlines.services.taking_on import take_on
from apps.deadlines.states import State


def answer_page(*, actor: Portal, now: datetime, uid: UUID, organisation_id: int) -> Deadline:
    """Take on what the organisation was paged about; returns that deadline. Raises Http404 where it does not owe it.

    A second clock's page is about its first one. Where nothing is to be done, or somebody is on it for a while yet,
    nothing happens: a pager sends its word until it is heard.
    """
    paged = Deadline.objects.select_related("second_to").filter(uid=uid).first()
    if paged is None:
        raise Http404
    deadline = paged.second_to or paged
    if not owes(organisation_id, deadline, now):
        raise Http404
    if not can_be_taken_on(State(deadline.state)) or is_promised(deadline.taken_on_until, now):
        return deadline
    until = promise_for(deadline, now)
    return take_on(actor=actor, now=now, uid=deadline.uid, until=until, organisation_id=organisation_id)
