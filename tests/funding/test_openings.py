"""A sealed figure is opened by two people of two organisations, none of whom sits for a lab; the lab hears every step."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.http import Http404

from apps.committees.models import Office, Seat
from apps.committees.states import OfficeKind
from apps.deadlines.models import Deadline
from apps.deadlines.services.stepping import take_steps
from apps.funding.acts import openings as acts
from apps.funding.models import Declaration, OpeningRequest
from apps.funding.selectors.openings import openings
from apps.funding.services.opening import agree_to_open, lapse_due, read_opened, refuse_to_open
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from apps.record.rules import seats_of
from tests.at_once import at_once
from tests.cast import BEGINNING, NOW, Cast
from tests.funding.declared import DAY, HOUR, asked, declared, opened

pytestmark = pytest.mark.django_db


def _agree(people: Cast, row: OpeningRequest, who: str = "independent", because: str = "It is needed.") -> Any:
    return agree_to_open(actor=people.viewer(who), now=NOW + HOUR, uid=row.uid, because=because)


def _refuse(people: Cast, row: OpeningRequest, who: str = "independent", because: str = "It is not needed.") -> Any:
    return refuse_to_open(actor=people.viewer(who), now=NOW + HOUR, uid=row.uid, because=because)


def _stage(people: Cast, who: str = "clerk") -> OpeningRequest:
    opened(people)
    declared(people, training_flop="71234567e18")
    return asked(people, who=who)


def test_a_request_says_who_asked_why_and_for_which_commitment(frontier: Cast) -> None:
    row = _stage(frontier)
    act = Act.objects.get(kind=acts.ASKED)
    figure = Declaration.objects.get()
    assert act.facts == {
        "period": "2027",
        "lab": "aster",
        "reason": "Its share is disputed.",
        "commitment": figure.commitment,
    }
    assert (row.state, row.declaration, row.asked_by) == ("asked", figure, frontier["clerk"])
    clock = Deadline.objects.get(clock=acts.TO_ANSWER)
    assert clock.due_at.date() == (NOW + 14 * DAY).date()
    assert clock.owed_by == ["opening.openers"]


def test_the_lab_is_told_at_every_step(frontier: Cast) -> None:
    row = _stage(frontier)
    _agree(frontier, row)
    read_opened(actor=frontier.viewer("clerk"), now=NOW + HOUR, uid=row.uid)
    lab = set(Seat.objects.filter(organisation__key="aster").values_list("pk", flat=True))
    for act in Act.objects.filter(kind__startswith="opening."):
        told = {pk for name in act.told for pk in seats_of(name, row.pk, NOW).values_list("pk", flat=True)}
        assert lab <= told, act.kind


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("borealis.representative", "clerks, auditors and independent"),
        ("aster.representative", "clerks, auditors and independent"),
        ("observer.eu", "clerks, auditors and independent"),
        ("auditor", "custodian knows"),
    ],
)
def test_nobody_who_sits_for_a_lab_and_not_the_custodian_asks(frontier: Cast, who: str, says: str) -> None:
    opened(frontier)
    declared(frontier, "cygnus")
    with pytest.raises(Refused, match=rf"{says}.*article 7\.3c"):
        asked(frontier, "cygnus", who)


def test_one_asks_with_a_reason_once_and_for_what_is_there(frontier: Cast) -> None:
    _stage(frontier)
    with pytest.raises(Refused, match="You have asked"):
        asked(frontier)
    with pytest.raises(Refused, match="no figure"):
        asked(frontier, "borealis")
    with pytest.raises(Http404):
        asked(frontier, "veritas")
    with pytest.raises(Http404):
        asked(frontier, period="2031")
    declared(frontier, "cygnus")
    with pytest.raises(Invalid, match="Say why"):
        asked(frontier, "cygnus", reason=" \0")


def test_a_second_person_of_another_organisation_agrees(frontier: Cast) -> None:
    row = _agree(frontier, _stage(frontier))
    assert (row.state, row.decided_by, row.because) == ("opened", frontier["independent"], "It is needed.")
    assert Deadline.objects.get(clock=acts.TO_ANSWER).state == "met"


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("clerk", "of two organisations"),
        ("auditor", "custodian knows"),
        ("borealis.representative", "clerks, auditors and independent"),
        ("aster.liaison", "clerks, auditors and independent"),
        ("observer.eu", "clerks, auditors and independent"),
    ],
)
def test_who_cannot_be_the_second_person(frontier: Cast, who: str, says: str) -> None:
    row = _stage(frontier)
    with pytest.raises(Refused, match=says):
        _agree(frontier, row, who)
    row.refresh_from_db()
    assert row.state == "asked"


def test_agreeing_and_refusing_need_a_reason(frontier: Cast) -> None:
    row = _stage(frontier)
    for answer in (_agree, _refuse):
        with pytest.raises(Invalid, match="Say why"):
            answer(frontier, row, because="")


@pytest.mark.parametrize("who", ["auditor", "independent"])
def test_the_custodian_or_a_second_person_refuses(frontier: Cast, who: str) -> None:
    row = _refuse(frontier, _stage(frontier), who)
    assert (row.state, row.decided_by) == ("refused", frontier[who])
    with pytest.raises(Refused, match="“refused” now"):
        _agree(frontier, row)
    with pytest.raises(Refused, match="not opened"):
        read_opened(actor=frontier.viewer("clerk"), now=NOW, uid=row.uid)


def test_only_the_two_read_the_figure_and_every_reading_is_an_act(frontier: Cast) -> None:
    row = _stage(frontier)
    with pytest.raises(Refused, match="not opened"):
        read_opened(actor=frontier.viewer("clerk"), now=NOW, uid=row.uid)
    _agree(frontier, row)
    for who in ("clerk", "independent", "clerk"):
        figure = read_opened(actor=frontier.viewer(who), now=NOW + HOUR, uid=row.uid)
        assert figure.training_flop == 71234567 * 10**18
    assert Act.objects.filter(kind=acts.READ).count() == 3
    for who in ("borealis.representative", "auditor", "observer.eu", "aster.liaison"):
        with pytest.raises(Refused, match="Only the two"):
            read_opened(actor=frontier.viewer(who), now=NOW + HOUR, uid=row.uid)


def test_what_is_opened_is_the_figure_of_that_day_and_no_later_one(frontier: Cast) -> None:
    row = _stage(frontier)
    _agree(frontier, row)
    declared(frontier, at=NOW + 2 * HOUR, training_flop="2e26")
    figure = read_opened(actor=frontier.viewer("clerk"), now=NOW + 3 * HOUR, uid=row.uid)
    assert figure.version == 1


def test_an_opening_lets_nobody_read_the_declaration_otherwise(frontier: Cast) -> None:
    row = _stage(frontier)
    _agree(frontier, row)
    assert not Declaration.objects.visible_to(frontier.viewer("clerk")).exists()
    facts = " ".join(str(one) for one in Act.objects.values_list("facts", flat=True))
    assert "71234567" not in facts


def test_a_request_that_nobody_answers_lapses(frontier: Cast) -> None:
    row = _stage(frontier)
    clock = Deadline.objects.get(clock=acts.TO_ANSWER)
    take_steps([clock.pk], clock.due_at + timedelta(minutes=1))
    row.refresh_from_db()
    clock.refresh_from_db()
    assert (row.state, clock.state) == ("lapsed", "moot")
    assert "article 7.3c" in row.because
    lapse_due(uid=row.uid, now=clock.due_at + DAY)
    assert Act.objects.filter(kind=acts.LAPSED).count() == 1
    with pytest.raises(Refused, match="“lapsed” now"):
        _agree(frontier, row)
    assert asked(frontier, at=clock.due_at + DAY).state == "asked"


def test_everybody_but_a_seat_for_one_matter_sees_that_it_was_asked(frontier: Cast) -> None:
    _stage(frontier)
    sees = {name for name in frontier.in_frontier if openings(frontier.viewer(name)).exists()}
    assert sees == {*frontier.in_frontier} - {"counsel"}


def test_who_owes_an_answer_is_who_can_agree(frontier: Cast) -> None:
    row = _stage(frontier)
    due = Deadline.objects.get(clock=acts.TO_ANSWER)
    owing = {
        name
        for name in frontier.in_frontier
        if Deadline.objects.waiting_for(frontier.viewer(name)).filter(pk=due.pk).exists()
    }
    assert owing == {"independent"}
    assert set(seats_of("opening.openers", row.pk, NOW)) == {frontier["independent"]}


@pytest.mark.torn
@pytest.mark.django_db(transaction=True)
def test_one_answer_counts_where_two_come_at_once(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        row = _stage(cast)
        Office.objects.filter(kind=OfficeKind.CUSTODIAN).update(seat=cast["auditor"], starts_at=BEGINNING)

    def run(answer: Any, who: str) -> None:
        with tenant(cast.frontier.pk):
            answer(cast, row, who)

    errors = at_once(partial(run, _agree, "independent"), partial(run, _refuse, "auditor"))
    assert [type(one) for one in errors] == [Refused]
    with tenant(cast.frontier.pk):
        assert Act.objects.filter(kind__in=[acts.OPENED, acts.REFUSED]).count() == 1
