"""The portal dies between any two lines of what is done with declarations: nothing is half declared, half opened."""

from collections.abc import Sequence
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.committees.models import Organisation
from apps.files.services import check_upload
from apps.funding.services.appealing import dismiss, uphold
from apps.funding.services.opening import agree_to_open, lapse_due, read_opened, refuse_to_open
from apps.membership.services.membership import take_step
from tests.cast import NOW, Cast
from tests.funding.declared import DAY, WHAT, appealed, asked, declared, estimated, late, opened
from tests.torn import LeadUp, Verb, survives_each_write, survives_its_followers

pytestmark = [pytest.mark.django_db, pytest.mark.torn]
DECIDED = {"decision": "Decision 7", "because": "It was so decided."}


def _declare(people: Cast) -> Verb:
    opened(people)

    def verb() -> None:
        paper = check_upload(SimpleUploadedFile("meter.txt", b"kWh", content_type="text/plain"))
        declared(people, files=[paper])

    return verb


def _correct(people: Cast) -> Verb:
    opened(people)
    declared(people)
    return partial(declared, people, at=NOW + DAY, training_flop="2e26")


def _overtake(people: Cast) -> Verb:
    _appeal(people)()
    return partial(declared, people, "borealis", at=NOW + 2 * DAY)


def _estimate(people: Cast) -> Verb:
    late(people, "borealis")
    return partial(estimated, people, at=NOW)


def _appeal(people: Cast) -> Verb:
    _estimate(people)()
    return partial(appealed, people, at=NOW + DAY)


def _decided(people: Cast, verb: Verb, **more: object) -> Verb:
    _appeal(people)()
    at = NOW + 2 * DAY
    given = {"actor": people.viewer("auditor", at), "now": at, "period": "2027", "lab": "borealis"}
    return partial(verb, because="It is so.", **given, **more)


def _uphold(people: Cast) -> Verb:
    return _decided(people, uphold, **WHAT | {"explanation": "From the new plan."})


def _dismiss(people: Cast) -> Verb:
    return _decided(people, dismiss)


def _ask(people: Cast) -> Verb:
    _declare(people)()
    return partial(asked, people)


def _answer(people: Cast, verb: Verb) -> Verb:
    row = _ask(people)()
    at = NOW + DAY
    return partial(verb, actor=people.viewer("independent", at), now=at, uid=row.uid, because="It is so.")


def _read(people: Cast) -> Verb:
    row = _answer(people, agree_to_open)()
    at = NOW + DAY
    return partial(read_opened, actor=people.viewer("clerk", at), now=at, uid=row.uid)


def _lapse(people: Cast) -> Verb:
    return partial(lapse_due, uid=_ask(people)().uid, now=NOW + 15 * DAY)


def _expel(people: Cast) -> Verb:
    opened(people)
    actor = people.viewer("clerk")
    return lambda: take_step(
        actor=actor, now=NOW, organisation=Organisation.objects.get(key="cygnus"), step="expel", **DECIDED
    )


LET_GO = ["declaration.let_go", "declaration.let_go"]
CASES = [
    pytest.param(_declare, ["declaration.made", "declaration.received"], id="declare"),
    pytest.param(_correct, ["declaration.made"], id="correct"),
    pytest.param(_overtake, ["declaration.made", "declaration.received"], id="overtake an appeal"),
    pytest.param(_estimate, ["declaration.estimated"], id="estimate"),
    pytest.param(_appeal, ["declaration.appealed"], id="appeal"),
    pytest.param(_uphold, ["declaration.appeal_upheld"], id="uphold"),
    pytest.param(_dismiss, ["declaration.appeal_dismissed"], id="dismiss"),
    pytest.param(_ask, ["opening.asked"], id="ask to open"),
    pytest.param(lambda people: _answer(people, agree_to_open), ["opening.opened"], id="agree"),
    pytest.param(lambda people: _answer(people, refuse_to_open), ["opening.refused"], id="refuse"),
    pytest.param(_lapse, ["opening.lapsed"], id="lapse"),
    pytest.param(_read, ["opening.read"], id="read"),
]


@pytest.mark.parametrize(("lead_up", "acts"), CASES)
def test_a_verb_leaves_nothing_half_done(cast: Cast, lead_up: LeadUp, acts: Sequence[str]) -> None:
    survives_each_write(cast, lead_up, acts)


def test_a_lab_that_is_expelled_is_let_go_or_stays(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    survives_its_followers(cast, monkeypatch, _expel, ["organisation.expelled", *LET_GO])
