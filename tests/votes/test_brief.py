"""What an organisation's people prepare for its ballot."""

import pytest

from apps.kernel.tenancy.context import tenant
from apps.votes.models import Brief
from tests.cast import Cast
from tests.votes import factory
from tests.votes.factory import CLOSES, HOUR
from tests.votes.pages import AN_HOUR_IN, HOME, come, opened, set_clock

pytestmark = pytest.mark.django_db

NOTE = {"text": "Nightjar", "choice": "no", "explanation": "Too soon."}


@pytest.fixture(autouse=True)
def _an_hour_in(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, AN_HOUR_IN)


def kept(cast: Cast) -> list[tuple[str, str, int]]:
    with tenant(cast.frontier.pk):
        return list(Brief.objects.values_list("text", "choice", "version"))


def test_the_people_of_a_member_write_it_together(cast: Cast) -> None:
    address = f"{HOME}{opened(cast).ref}/brief/"
    done = come(cast, "borealis.liaison").post(address, NOTE | {"seen": "0"}, follow=True)
    assert "Only your organisation sees it." in done.content.decode()
    assert kept(cast) == [("Nightjar", "no", 1)]
    page = come(cast, "borealis.representative").get(address)
    assert page.context["form"].initial["seen"] == 1
    come(cast, "borealis.alternate").post(address, NOTE | {"text": "Kestrel", "seen": "1"})
    assert kept(cast) == [("Kestrel", "no", 2)]


def test_two_at_once_lose_no_words(cast: Cast) -> None:
    address = f"{HOME}{opened(cast).ref}/brief/"
    come(cast, "borealis.liaison").post(address, NOTE | {"seen": "0"})
    late = come(cast, "borealis.alternate").post(address, {"text": "Kestrel", "choice": "", "seen": "0"})
    assert late.status_code == 409
    assert "A colleague changed this draft meanwhile." in late.content.decode()
    assert "Kestrel</textarea>" in late.content.decode()
    assert kept(cast) == [("Nightjar", "no", 1)]


@pytest.mark.parametrize("name", ["aster.representative", "independent", "clerk", "auditor"])
def test_nobody_else_sees_it(cast: Cast, name: str) -> None:
    address = f"{HOME}{opened(cast).ref}/brief/"
    come(cast, "borealis.liaison").post(address, NOTE | {"seen": "0"})
    assert "Nightjar" not in come(cast, name).get(address).content.decode()


@pytest.mark.parametrize("name", ["clerk", "auditor", "observer.eu"])
def test_who_has_no_ballot_to_prepare_is_told_so(cast: Cast, name: str) -> None:
    refused = come(cast, name).get(f"{HOME}{opened(cast).ref}/brief/")
    assert refused.status_code == 409
    assert "own people prepare its ballot." in refused.content.decode()


def test_after_the_close_it_can_be_read_and_not_changed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    motion = opened(cast)
    address = f"{HOME}{motion.ref}/brief/"
    client = come(cast, "borealis.liaison")
    client.post(address, NOTE | {"seen": "0"})
    with tenant(cast.frontier.pk):
        for who in ("aster.representative", "cygnus.representative"):
            factory.vote(cast, motion, who, "yes")
        factory.close_due(ref=motion.ref, now=CLOSES)
    set_clock(monkeypatch, CLOSES + HOUR)
    page = client.get(address).content.decode()
    assert "Nightjar" in page
    assert "</textarea>" not in page
    assert client.post(address, NOTE | {"seen": "1"}).status_code == 409


def test_too_long_a_note_comes_back(cast: Cast) -> None:
    address = f"{HOME}{opened(cast).ref}/brief/"
    answer = come(cast, "borealis.liaison").post(address, NOTE | {"text": "x" * 20_001, "seen": "0"})
    assert answer.status_code == 422
    assert kept(cast) == []
