"""The pages of declarations: typed, checked, confirmed; and who reads what of them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.funding.models import Declaration, EstimateAppeal, OpeningRequest
from apps.funding.rules import commitments
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.funding.declared import DAY, LATE, appealed, asked, declared, estimated, opened
from tests.pauses.pages import plain

pytestmark = pytest.mark.django_db

TYPED = {
    "training_flop": "3,1E25",
    "type_0": "NVIDIA H100 SXM",
    "number_0": "20 000",
    "each_0": "",
    "method": "measured",
    "confidence": "high",
    "explanation": "Counted by meters.",
}


def url(name: str, *parts: Any) -> str:
    return reverse(f"funding:{name}", args=["frontier", *parts])


HERE = ("2027", "aster")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the portal's clock, which stands at NOW."""

    def set_to(moment: Any) -> None:
        monkeypatch.setattr("apps.kernel.clock.now", lambda: moment)

    set_to(NOW)
    return set_to


@pytest.fixture
def stage(cast: Cast, at: Any) -> Cast:
    with tenant(cast.frontier.pk):
        opened(cast)
    return cast


def come(people: Cast, name: str) -> Client:
    client = Client()
    client.force_login(people[name].person)
    return client


def made(people: Cast, make: Any, *args: Any, **content: Any) -> Any:
    with tenant(people.frontier.pk):
        return make(people, *args, **content)


def test_a_lab_checks_what_was_understood_and_then_declares(stage: Cast) -> None:
    lab = come(stage, "aster.liaison")
    assert "Declare your computation" in lab.get(url("declaration", *HERE)).content.decode()
    shown = lab.post(url("declare", *HERE), TYPED)
    words = plain(shown.content.decode())
    assert shown.status_code == 200
    assert "3.1 × 10^25 FLOP" in words
    assert "1.978 × 10^19" in words
    assert "from 2.51 × 10^25 to below 3.98 × 10^25, counted as 3.16 × 10^25" in words
    with tenant(stage.frontier.pk):
        assert not Declaration.objects.exists()
    file = SimpleUploadedFile("meter.txt", b"kWh", content_type="text/plain")
    done = lab.post(url("declare", *HERE), TYPED | {"sure": "1", "files": file})
    assert done.status_code == 302, plain(done.content.decode())
    page = plain(lab.get(done["Location"]).content.decode())
    assert "Counted by meters." in page
    assert "meter.txt" in page
    with tenant(stage.frontier.pk):
        assert Declaration.objects.get().training_flop == 31 * 10**24


def test_what_was_typed_is_on_the_check_page_and_comes_back_to_be_changed(stage: Cast) -> None:
    lab = come(stage, "aster.liaison")
    shown = lab.post(url("declare", *HERE), TYPED).content.decode()
    for name, value in TYPED.items():
        assert f'name="{name}" value="{value}"' in shown
    back = lab.post(url("declare", *HERE), TYPED | {"change": "1"})
    assert (back.status_code, 'value="3,1E25"' in back.content.decode()) == (200, True)
    more = lab.post(url("declare", *HERE), TYPED | {"add": "1"})
    assert 'name="type_1"' in more.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"training_flop": "-3e25"}, "training_flop"),
        ({"training_flop": "1e99"}, "training_flop"),
        ({"type_0": "Own chip"}, "each_0"),
        ({"number_0": "none"}, "number_0"),
        ({"method": "guess"}, "method"),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(stage: Cast, change: dict, field: str) -> None:
    answer = come(stage, "aster.liaison").post(url("declare", *HERE), TYPED | change)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Counted by meters." in answer.content.decode()


def test_an_odd_figure_is_asked_about_on_the_check_page(stage: Cast) -> None:
    lab = come(stage, "aster.liaison")
    odd = TYPED | {"training_flop": "0"}
    assert "No training at all is declared." in lab.post(url("declare", *HERE), odd).content.decode()
    again = lab.post(url("declare", *HERE), odd | {"sure": "1"})
    assert (again.status_code, "unusual_because" in again.context["form"].errors) == (422, True)
    done = lab.post(url("declare", *HERE), odd | {"sure": "1", "unusual_because": "We were paused."})
    assert done.status_code == 302


def test_a_correction_begins_with_what_was_declared(stage: Cast) -> None:
    made(stage, declared, training_flop="3.1e25")
    page = come(stage, "aster.liaison").get(url("declare", *HERE)).content.decode()
    assert "Correct your declaration" in page
    assert 'value="3.1 × 10^25"' in page
    assert 'value="Test accelerator"' in page


def test_rivals_read_only_that_it_was_declared(stage: Cast) -> None:
    made(stage, declared, training_flop="31234567e18", explanation="kanariexplanation")
    for who in ("borealis.representative", "clerk", "independent", "observer.eu"):
        client = come(stage, who)
        page = client.get(url("declarations"))
        assert page.status_code == 200
        assert "31234567" not in page.content.decode()
        assert "kanari" not in page.content.decode()
        for name in ("declaration", "declare", "estimate", "appeal", "uphold_appeal"):
            assert client.get(url(name, *HERE)).status_code == 404
        assert client.get(url("declaration_document", *HERE, 1)).status_code == 404


def test_the_custodian_reads_all_figures_in_the_list(stage: Cast) -> None:
    made(stage, declared, training_flop="3.1e25")
    words = plain(come(stage, "auditor").get(url("declarations_of", "2027")).content.decode())
    assert "3.1 × 10^25" in words
    assert "2 labs have not declared" in words


def test_the_document_re_computes_the_commitment(stage: Cast) -> None:
    row = made(stage, declared)
    for who in ("aster.alternate", "auditor"):
        answer = come(stage, who).get(url("declaration_document", *HERE, 1)).json()
        assert commitments.commitment(answer["document"], answer["salt"]) == answer["commitment"] == row.commitment
    assert come(stage, "auditor").get(url("declaration_document", *HERE, 2)).status_code == 404


def test_an_estimate_an_appeal_and_its_decision_by_pages(stage: Cast, at: Any) -> None:
    at(LATE)
    custodian, lab = come(stage, "auditor"), come(stage, "borealis.representative")
    here = ("2027", "borealis")
    bare = custodian.post(url("estimate", *here), TYPED | {"explanation": "", "sure": "1"})
    assert (bare.status_code, "explanation" in bare.context["form"].errors) == (422, True)
    assert custodian.post(url("estimate", *here), TYPED | {"sure": "1"}).status_code == 302
    assert lab.post(url("appeal", *here), {"grounds": ""}).status_code == 422
    assert lab.post(url("appeal", *here), {"grounds": "It is half of that."}).status_code == 302
    assert "It is half of that." in custodian.get(url("declaration", *here)).content.decode()
    wrong = custodian.post(url("dismiss_appeal", *here), {"because": ""})
    assert wrong.status_code == 422
    given = TYPED | {"training_flop": "1.5e25", "because": "It is so.", "sure": "1"}
    assert custodian.post(url("uphold_appeal", *here), given).status_code == 302
    assert "It is so." in lab.get(url("declaration", *here)).content.decode()
    assert lab.get(url("appeal", *here)).status_code == 200


def test_an_appeal_is_dismissed_by_page(stage: Cast, at: Any) -> None:
    made(stage, estimated)
    made(stage, appealed)
    at(LATE + 2 * DAY)
    answer = come(stage, "auditor").post(url("dismiss_appeal", "2027", "borealis"), {"because": "It stands."})
    assert answer.status_code == 302
    with tenant(stage.frontier.pk):
        assert EstimateAppeal.objects.get().state == "dismissed"


def test_a_figure_is_opened_and_read_by_pages(stage: Cast) -> None:
    made(stage, declared, training_flop="3.1e25")
    clerk, second, lab = come(stage, "clerk"), come(stage, "independent"), come(stage, "aster.liaison")
    assert clerk.post(url("ask_to_open", *HERE), {"reason": " "}).status_code == 422
    address = clerk.post(url("ask_to_open", *HERE), {"reason": "Its share is disputed."})["Location"]
    with tenant(stage.frontier.pk):
        uid = OpeningRequest.objects.get().uid
    assert "Its share is disputed." in lab.get(address).content.decode()
    assert lab.post(url("agree_to_open", uid), {"because": "Yes."}).status_code == 409
    assert second.post(url("agree_to_open", uid), {"because": ""}).status_code == 422
    assert second.post(url("agree_to_open", uid), {"because": "Yes."}).status_code == 302
    for client in (clerk, second):
        page = client.post(url("read_opened", uid))
        assert (page.status_code, "3.1 × 10^25" in page.content.decode()) == (200, True)
        assert "3.1 × 10^25" not in client.get(address).content.decode()
    assert come(stage, "auditor").post(url("read_opened", uid)).status_code == 409
    assert clerk.get(url("read_opened", uid)).status_code == 405
    assert "read the opened figure" in lab.get(address).content.decode()


def test_a_request_is_refused_by_the_custodian_on_its_page(stage: Cast) -> None:
    made(stage, declared)
    uid = made(stage, asked).uid
    page = come(stage, "auditor")
    assert "to agree takes somebody else" in page.get(url("opening", uid)).content.decode()
    assert page.post(url("refuse_to_open", uid), {"because": "No need."}).status_code == 302
    assert "Refused" in plain(page.get(url("openings")).content.decode())


@pytest.mark.parametrize("name", ["declarations", "openings"])
def test_lists_are_empty_with_words(cast: Cast, at: Any, name: str) -> None:
    words = plain(come(cast, "clerk").get(url(name)).content.decode())
    assert "No period yet" in words or "Nobody has asked yet" in words


def test_the_list_of_requests_takes_as_many_queries_for_many_as_for_one(
    stage: Cast, django_assert_max_num_queries: Any
) -> None:
    made(stage, declared)
    made(stage, asked)
    client = come(stage, "observer.eu")
    client.get(url("openings"))
    with django_assert_max_num_queries(100) as one:
        client.get(url("openings"))
    for lab in ("borealis", "cygnus"):
        made(stage, declared, lab)
        for who in ("clerk", "independent"):
            made(stage, asked, lab, who)
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(url("openings")).context["rows"]) == 5
