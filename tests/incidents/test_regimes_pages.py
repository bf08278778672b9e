"""The pages of regimes: what each says, the next version by two people, and which laws reach a laboratory."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from apps.incidents.forms.regimes import as_toml
from apps.incidents.models import OrganisationScope, Regime, RegimeVersion
from apps.incidents.rules.regimes import profile
from apps.incidents.services.regimes import adopt, load, plain, propose, shipped
from apps.incidents.states import VersionState
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.incidents.owing import CODE, LOADER, owe
from tests.shared import own, shared

pytestmark = pytest.mark.django_db

SB53 = "us-ca-sb53"
Open = Callable[[str], Client]


stage = shared(owe)


@pytest.fixture
def cast(stage: tuple[Cast, int]) -> Cast:
    """The cast; every regime that ships is loaded."""
    return own(stage[0])


@pytest.fixture
def opened(cast: Cast, client: Client) -> Open:
    """The browser of somebody."""

    def sign_in(name: str) -> Client:
        client.force_login(cast[name].person)
        return client

    return sign_in


def _url(name: str, *more: object) -> str:
    return reverse(f"incidents:{name}", args=["frontier", *more])


def _shipped(key: str = CODE) -> dict[str, Any]:
    return next(one for one in shipped() if one["key"] == key)


def _text(**changes: Any) -> str:
    return as_toml(plain(_shipped() | changes))


def _proposed(cast: Cast, **changes: Any) -> RegimeVersion:
    with tenant(cast.frontier.pk):
        data = _shipped() | {"name": "The Code as of June"} | changes
        return propose(actor=cast.viewer("clerk"), now=NOW, key=CODE, data=data, reason="May's text.")


def _newest(cast: Cast, key: str = CODE) -> RegimeVersion:
    with tenant(cast.frontier.pk):
        return RegimeVersion.objects.filter(regime__key=key).latest("number")


@pytest.mark.parametrize("one", shipped(), ids=lambda one: str(one["key"]))
def test_what_ships_goes_through_the_form_unchanged(one: dict[str, Any]) -> None:
    assert plain(tomllib.loads(as_toml(plain(one)))) == plain(one)


def test_the_list_names_every_regime_and_costs_as_much_for_more(cast: Cast, opened: Open) -> None:
    browser = opened("observer.eu")
    browser.get(_url("regimes"))
    with CaptureQueriesContext(connection) as few:
        page = browser.get(_url("regimes"))
    text = page.content.decode()
    assert all(f">{escape(one['name'])}</a>" in text for one in shipped())
    assert "Propose another regime" not in text
    with tenant(cast.frontier.pk):
        for number in range(4):
            data = _shipped() | {"key": f"more-{number}", "name": f"More {number}"}
            load(actor=LOADER, now=NOW, data=data)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(_url("regimes"))
    assert "More 3" in page.content.decode()
    assert len(many) == len(few)


def test_a_committee_without_regimes_says_how_they_come(cast: Cast, opened: Open) -> None:
    text = opened("pacific.clerk").get(reverse("incidents:regimes", args=["pacific"])).content.decode()
    assert "No regimes yet" in text
    assert "load_regimes" in text


def test_a_regime_says_when_whom_by_when_and_what(opened: Open) -> None:
    text = opened("borealis.liaison").get(_url("regime", SB53)).content.decode()
    for words in ("California", "15 days", "counted from when", "What the authority requires", "Came with the portal"):
        assert words in text
    assert "Propose a version" not in text
    assert "Change the desk" not in text


@pytest.mark.parametrize("address", ["?version=9", "?version=x"])
def test_a_version_that_is_not_there_is_not_found(opened: Open, address: str) -> None:
    assert opened("clerk").get(_url("regime", CODE) + address).status_code == 404


def test_the_form_begins_with_the_version_in_force_and_shows_what_would_change(cast: Cast, opened: Open) -> None:
    clerk = opened("clerk")
    page = clerk.get(_url("regime_propose", CODE))
    assert page.context["form"]["data"].value() == _text()
    looked = clerk.post(
        _url("regime_propose", CODE), {"data": _text(name="The Code as of June"), "reason": "", "look": "1"}
    )
    text = looked.content.decode()
    assert looked.status_code == 200
    assert text.index("As it would be") < text.index("The regime as TOML")
    assert '<td data-label="After">The Code as of June</td>' in text
    same = clerk.post(_url("regime_propose", CODE), {"data": _text(), "look": "1"}).content.decode()
    assert "Nothing differs from the version in force." in same
    assert _newest(cast).number == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("key = ", "This cannot be read as TOML"),
        (_text(zone="Nowhere"), "zone:"),
        ("", "required"),
    ],
)
@pytest.mark.parametrize("press", [{}, {"look": "1"}], ids=["propose", "look"])
def test_a_wrong_text_is_refused_and_kept(
    cast: Cast, opened: Open, text: str, sentence: str, press: dict[str, str]
) -> None:
    answer = opened("clerk").post(_url("regime_propose", CODE), {"data": text, "reason": "May's text."} | press)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Error:" in page
    assert answer.context["form"]["data"].value() == text
    assert _newest(cast).number == 1


def test_a_regime_keeps_its_key(cast: Cast, opened: Open) -> None:
    other = {"data": _text(key="another"), "reason": "May's text."}
    answer = opened("clerk").post(_url("regime_propose", CODE), other)
    assert f"The key of a regime stays: {CODE}." in answer.content.decode()
    assert _newest(cast).number == 1


def test_two_people_make_a_version(cast: Cast, opened: Open) -> None:
    data = {"data": _text(name="The Code as of June").replace("\n", "\r\n"), "reason": "May's text."}
    answer = opened("clerk").post(_url("regime_propose", CODE), data)
    assert answer["Location"] == _url("regime", CODE) + "?version=2"
    waiting = opened("independent").get(answer["Location"]).content.decode()
    for words in ("May&#x27;s text.", "Adopt it", "Changed since version 1", "The Code as of June"):
        assert words in waiting
    assert "A proposal waits" in opened("auditor").get(_url("regimes")).content.decode()
    own = opened("clerk").get(answer["Location"]).content.decode()
    assert ("Adopt it" in own, "Take it back" in own) == (False, True)
    assert opened("independent").post(_url("regime_adopt", CODE, 2)).status_code == 302
    page = opened("borealis.liaison").get(_url("regime", CODE)).content.decode()
    assert "<h1" in page
    assert "The Code as of June" in page
    assert _newest(cast).state == VersionState.ADOPTED


def test_a_refusal_wants_its_reason(cast: Cast, opened: Open) -> None:
    _proposed(cast)
    second = opened("independent")
    answer = second.post(_url("regime_refuse", CODE, 2), {"why": " "})
    assert (answer.status_code, "Say why it is refused." in answer.content.decode()) == (422, True)
    assert second.post(_url("regime_refuse", CODE, 2), {"why": "The source says otherwise."}).status_code == 302
    assert "The source says otherwise." in second.get(_url("regime", CODE)).content.decode()
    assert _newest(cast).state == VersionState.REFUSED


def test_who_proposed_takes_it_back(cast: Cast, opened: Open) -> None:
    _proposed(cast)
    assert opened("clerk").post(_url("regime_withdraw", CODE, 2)).status_code == 302
    assert _newest(cast).state == VersionState.WITHDRAWN


def test_a_new_regime_is_proposed_and_adopted(cast: Cast, opened: Open) -> None:
    data = {"data": _text(key="kr-ai-act", name="Korea's act"), "reason": "The act of January."}
    begins = opened("clerk").get(_url("regime_new"))
    assert "Propose another regime" in begins.content.decode()
    assert profile(tomllib.loads(begins.context["form"]["data"].value())).key == "new-regime"
    looked = opened("clerk").post(_url("regime_new"), data | {"look": "1"}).content.decode()
    assert "As it would be" in looked
    assert opened("clerk").post(_url("regime_new"), data)["Location"] == _url("regime", "kr-ai-act") + "?version=1"
    listed = opened("independent").get(_url("regimes")).content.decode()
    assert "Proposed, not yet in force" in listed
    assert opened("independent").post(_url("regime_adopt", "kr-ai-act", 1)).status_code == 302
    assert "Proposed, not yet in force" not in opened("clerk").get(_url("regimes")).content.decode()
    again = opened("independent").post(_url("regime_new"), data)
    assert "There is a regime with this key; propose a version of it." in again.content.decode()
    with tenant(cast.frontier.pk):
        assert Regime.objects.filter(key="kr-ai-act").count() == 1


def test_a_version_is_downloaded_as_it_can_be_proposed(opened: Open) -> None:
    answer = opened("auditor").get(_url("regime_file", SB53, 1))
    assert answer["Content-Disposition"] == f'attachment; filename="{SB53}-1.toml"'
    assert plain(tomllib.loads(answer.content.decode())) == plain(_shipped(SB53))
    assert opened("auditor").get(_url("regime_file", SB53, 2)).status_code == 404


def test_a_clerk_says_whose_desk_it_is(cast: Cast, opened: Open) -> None:
    clerk = opened("clerk")
    wrong = clerk.post(_url("regime_desk", CODE), {"organisation": "borealis"})
    assert (
        wrong.status_code,
        "c-error-summary" in wrong.content.decode() or "Select a valid" in wrong.content.decode(),
    ) == (
        422,
        True,
    )
    assert clerk.post(_url("regime_desk", CODE), {"organisation": ""}).status_code == 302
    with tenant(cast.frontier.pk):
        assert Regime.objects.get(key=CODE).desk is None


def test_whoever_sits_for_one_matter_reads_what_is_in_force(cast: Cast, opened: Open) -> None:
    _proposed(cast)
    with tenant(cast.frontier.pk):
        cast.retain(filed(cast).ref)
    counsel = opened("counsel")
    assert "A proposal waits" not in counsel.get(_url("regimes")).content.decode()
    assert counsel.get(_url("regime", CODE)).status_code == 200
    assert counsel.get(_url("regime", CODE) + "?version=2").status_code == 404


def test_a_laboratory_says_which_laws_reach_it(cast: Cast, opened: Open) -> None:
    liaison = opened("borealis.liaison")
    form = liaison.get(_url("reach")).context["form"]
    answers = {name: form[name].value() for name in form.fields}
    assert answers["provides_systemic_risk_models"] == "yes"
    same = liaison.post(_url("reach"), answers, follow=True)
    assert "Nothing changed." in same.content.decode()
    saved = liaison.post(_url("reach"), answers | {"provides_systemic_risk_models": "no"}, follow=True)
    text = saved.content.decode()
    assert "Saved." in text
    assert "systemic risk" in text
    with tenant(cast.frontier.pk):
        newest = OrganisationScope.objects.latest("pk")
    assert (newest.name, newest.answer) == ("provides_systemic_risk_models", False)


def test_a_wrong_answer_about_reach_is_refused(cast: Cast, opened: Open) -> None:
    with tenant(cast.frontier.pk):
        before = OrganisationScope.objects.count()
    answer = opened("borealis.liaison").post(_url("reach"), {"provides_systemic_risk_models": "perhaps"})
    assert answer.status_code == 422
    with tenant(cast.frontier.pk):
        assert OrganisationScope.objects.count() == before


def test_an_older_version_stays_readable_when_another_is_in_force(cast: Cast, opened: Open) -> None:
    _proposed(cast)
    with tenant(cast.frontier.pk):
        adopt(actor=cast.viewer("independent"), now=NOW, key=CODE, number=2)
    text = opened("cygnus.liaison").get(_url("regime", CODE) + "?version=1").content.decode()
    assert "The Code as of June" not in text.split("<main")[1].split("Versions")[0]
