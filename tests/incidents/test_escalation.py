"""No secrecy, no rival in the chair, no empty chair stops an escalation: some neutral person hears, and can act."""

from datetime import timedelta

import pytest

from apps.accounts.services import disable
from apps.committees.models import Office, Seat
from apps.deadlines.models import Deadline
from apps.deadlines.services import take_steps
from apps.incidents.acts import ACKNOWLEDGEMENT
from apps.incidents.models import Incident
from apps.incidents.services import handling
from apps.incidents.services.adding import add_update
from apps.incidents.states import State
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tlp import TLP
from apps.notices.models import FanOut
from tests.cast import NOW, Cast
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db


def _told_by_each_step(cast: Cast, incident: Incident) -> list[set[str]]:
    names = {seat.pk: name for name, seat in cast.seats.items()}
    FanOut.objects.all().delete()
    deadline = Deadline.objects.get(subject_id=incident.pk, clock=ACKNOWLEDGEMENT)
    take_steps([deadline.pk], NOW + timedelta(hours=45))
    return [{names[pk] for pk in row.seat_ids} for row in FanOut.objects.order_by("act_id")]


def test_the_chairs_own_red_report_reaches_the_independent_member_at_every_step(frontier: Cast) -> None:
    incident = filed(frontier, by="aster.liaison", tlp=TLP.RED, recipients=["independent"])
    steps = _told_by_each_step(frontier, incident)
    assert len(steps) >= 4
    assert all("independent" in told for told in steps), steps


def test_a_chair_whose_account_is_closed_does_not_keep_a_step_from_falling_to_the_clerks(frontier: Cast) -> None:
    incident = filed(frontier, tlp=TLP.RED, recipients=["aster", "independent"])
    for name in ("aster.representative", "aster.alternate"):
        disable(person=frontier[name].person)
    assert all("independent" in told for told in _told_by_each_step(frontier, incident))


def test_an_independent_member_named_in_a_red_report_can_act_on_it(frontier: Cast) -> None:
    incident = filed(frontier, tlp=TLP.RED, recipients=["independent"])
    actor = frontier.viewer("independent")
    assert handling.acknowledge(actor=actor, now=NOW, ref=incident.ref).state == State.ACKNOWLEDGED
    assert add_update(actor=actor, now=NOW, ref=incident.ref, text="Seen.").text == "Seen."
    assert handling.close(actor=actor, now=NOW, ref=incident.ref, outcome="Mended.").state == State.CLOSED


@pytest.mark.parametrize("label", [TLP.GREEN, TLP.AMBER])
def test_an_independent_member_does_not_act_where_the_clerks_can(frontier: Cast, label: TLP) -> None:
    incident = filed(frontier, tlp=label, recipients=["independent"])
    with pytest.raises(Refused):
        handling.acknowledge(actor=frontier.viewer("independent"), now=NOW, ref=incident.ref)


def test_a_red_report_cannot_rest_on_a_neutral_seat_that_has_ended(frontier: Cast) -> None:
    Seat.objects.filter(pk=frontier["independent"].pk).update(ends_at=NOW - timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        filed(frontier, tlp=TLP.RED, recipients=["independent"])
    assert "recipients" in refused.value.errors


def test_a_red_report_cannot_rest_on_a_neutral_person_whose_account_is_closed(frontier: Cast) -> None:
    disable(person=frontier["independent"].person)
    with pytest.raises(Invalid):
        filed(frontier, tlp=TLP.RED, recipients=["independent"])


def test_the_ladder_goes_on_under_a_new_chair(frontier: Cast) -> None:
    incident = filed(frontier, tlp=TLP.AMBER)
    Office.objects.update(ends_at=NOW + timedelta(hours=1))
    Office.objects.create(kind="chair", seat=frontier["cygnus.representative"], starts_at=NOW + timedelta(hours=1))
    for told in _told_by_each_step(frontier, incident):
        assert "cygnus.representative" in told
        assert "clerk" in told
        assert "aster.representative" not in told
