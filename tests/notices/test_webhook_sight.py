"""What webhooks carry: only to those who may know, no words about the confidential, and nothing secret kept."""

import logging

import pytest

from apps.committees.models import Organisation
from apps.kernel.tenancy.context import tenant
from apps.notices.channels.places import place_of
from apps.notices.models import Attempt, Delivery, Endpoint
from apps.notices.services.endpoints import rotate
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.notices.conftest import Work
from tests.notices.probe import CANARY, CONFIDENTIAL, RED, tell
from tests.notices.receiver import Receiver, receiving
from tests.notices.webhooks import add, only

pytestmark = pytest.mark.django_db


def test_neither_a_rival_nor_eve_hears_of_what_their_seats_are_not_told(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    with receiving() as rival, receiving() as eves, receiving() as clerks:
        add(frontier, receiver.url)
        add(frontier, rival.url, "borealis.representative")
        add(frontier, clerks.url, "clerk")
        with tenant(frontier.pacific.pk):
            add(frontier, eves.url, "eve")
        tell(aster)
        assert post() == 2
        with tenant(frontier.pacific.pk):
            assert not Delivery.objects.exists()
        counts = [len(one.received) for one in (receiver, rival, eves, clerks)]
    assert counts == [1, 0, 0, 1]


def test_nobody_hears_any_more_when_the_organisation_lost_sight_of_the_subject(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    add(frontier, receiver.url, "clerk")
    tell(aster)
    Organisation.objects.filter(pk=aster.pk).update(tier=RED)
    post()
    assert (only().state, receiver.received) == ("withheld", [])


def test_about_a_confidential_subject_it_carries_no_words_of_people(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    add(frontier, receiver.url)
    person = frontier["aster.liaison"].person
    person.name = CANARY
    person.save()
    tell(aster, actor=frontier.viewer("aster.liaison"), tier=CONFIDENTIAL, facts={"deadline": CANARY, "reason": CANARY})
    post()
    [got] = receiver.received
    assert CANARY not in got.body.decode()
    assert got.json["data"]["actor"] is None
    assert got.json["data"]["what"] == "filed the probe"


def test_the_same_act_about_an_open_subject_does_name_its_actor(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    """Or else the test above would prove nothing."""
    add(frontier, receiver.url)
    person = frontier["aster.liaison"].person
    person.name = CANARY
    person.save()
    tell(aster, actor=frontier.viewer("aster.liaison"))
    post()
    assert CANARY in receiver.received[0].json["data"]["actor"]


def test_what_only_both_ends_know_stands_neither_in_log_nor_in_answers(
    frontier: Cast, aster: Organisation, post: Work, caplog: pytest.LogCaptureFixture
) -> None:
    capability = "T0000AAAA/B1111BBBB"
    with receiving((500, "x")) as receiver, caplog.at_level(logging.DEBUG):
        made = add(frontier, f"{receiver.url}/{capability}?key=verysecretkey")
        new = rotate(actor=frontier.viewer("aster.representative"), now=NOW, uid=made.endpoint.uid)
        place = place_of(new.endpoint)
        receiver.answers = [(500, f"no {place.url} {capability} {place.secret} {place.previous} {place.secret[6:]}")]
        tell(aster)
        post()
    said = Attempt.objects.get().said
    kept = said + only().error + caplog.text + str(list(Act.objects.values_list("facts", flat=True)))
    secrets = (capability, "T0000AAAA", "verysecretkey", made.secret, new.secret, new.secret[6:])
    assert [secret for secret in secrets if secret in kept] == []
    assert said.startswith("no …")
    assert new.secret not in Endpoint.objects.get(pk=made.endpoint.pk).sealed
