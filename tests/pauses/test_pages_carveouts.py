"""The pages of permits, conditions and complete responses: who reads what, and what each may do there."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.kernel.tenancy.context import tenant
from apps.pauses.models import CompleteResponse, Condition, Permit
from apps.pauses.states import ConditionState, PermitState
from tests.cast import Cast
from tests.pauses import carveouts
from tests.pauses.pages import Portal, plain, url

pytestmark = pytest.mark.django_db
REF = "PAU-2026-0001"
ASKS = {
    "measures": ["1"],
    "run": "safety-1",
    "purpose": "Red-teaming.",
    "flop": "1e24",
    "until_0": "2026-12-20T12:00",
    "until_1": "UTC",
    "conditions_offered": "Logs.",
}


@pytest.fixture
def portal(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(cast, client, monkeypatch)


def _permit(portal: Portal, **named: Any) -> Permit:
    with tenant(portal.cast.frontier.pk):
        return Permit.objects.get(**named)


def _condition(portal: Portal, number: int = 1) -> Condition:
    with tenant(portal.cast.frontier.pk):
        return Condition.objects.get(number=number)


class TestPermits:
    def test_a_lab_asks_and_the_chair_grants_for_less(self, portal: Portal) -> None:
        portal.made(carveouts.ordered)
        portal.sign_in("borealis.liaison")
        assert "Ask for a permit" in portal.words("permits", REF)
        page = portal.words("request_permit", REF)
        assert "without a decision it is refused" in page
        assert portal.post("request_permit", REF, **ASKS).url == url("permit", "PER-2026-0001")
        page = portal.words("permit", "PER-2026-0001")
        for said in (
            "The run may not start yet.",
            "safety-1",
            "Red-teaming.",
            "10^24 FLOP",
            "1 000 000",
            "Take the request back",
        ):
            assert said in page, said
        assert "Grant it" not in page
        portal.sign_in("aster.representative")
        assert "Grant it" in portal.words("permit", "PER-2026-0001")
        answer = portal.post(
            "grant_permit", "PER-2026-0001", until_0="2026-12-10T12:00", until_1="UTC", conditions="Weekly."
        )
        assert answer.url == url("permit", "PER-2026-0001")
        page = portal.words("permit", "PER-2026-0001")
        for said in ("Granted", "The run may start and go on until", "Weekly.", "Revoke it"):
            assert said in page, said
        assert _permit(portal).until.day == 10

    def test_what_is_wrong_comes_back_with_what_was_typed_and_the_article(self, portal: Portal) -> None:
        portal.made(carveouts.ordered)
        portal.sign_in("borealis.liaison")
        answer = portal.post("request_permit", REF, **ASKS | {"until_0": "2027-12-20T12:00", "flop": "1e24.5"})
        page = plain(answer.content.decode())
        assert answer.status_code == 422
        assert "A permit ends no later than its order" in page
        assert "(charter, article 6.10)" in page
        assert "Give a whole number" in page
        assert "Red-teaming." in page
        assert portal.post("request_permit", REF, **ASKS | {"measures": ["7"]}).status_code == 422

    def test_rivals_learn_that_it_was_granted_and_on_what_conditions_alone(self, portal: Portal) -> None:
        order = portal.made(carveouts.ordered)
        portal.made(carveouts.granted, order)
        for who in ("cygnus.representative", "observer.eu", "auditor", "independent"):
            portal.sign_in(who)
            for page in (
                portal.words("permit", "PER-2026-0001"),
                portal.words("permits", REF),
                portal.words("detail", REF),
            ):
                assert "Weekly logs to the auditor." in page
                assert "safety-1" not in page
                assert "Red-teaming" not in page
            assert "safety-1" not in portal.get("permits_export", REF)
        for who in ("clerk", "borealis.alternate", "aster.representative"):
            portal.sign_in(who)
            assert "Red-teaming" in portal.words("permit", "PER-2026-0001")
            assert "safety-1" in portal.get("permits_export", REF)

    def test_refused_revoked_and_taken_back(self, portal: Portal) -> None:
        order = portal.made(carveouts.ordered)
        first, second, third = (
            portal.made(make, order) for make in (carveouts.permit, carveouts.granted, carveouts.permit)
        )
        portal.sign_in("aster.representative")
        assert portal.post("refuse_permit", first.ref, because="").status_code == 422
        assert portal.post("refuse_permit", first.ref, because="Too large.").status_code == 302
        assert portal.post("revoke_permit", second.ref, because="No logs came.").status_code == 302
        assert portal.post("withdraw_permit", third.ref).status_code == 409
        portal.sign_in("cygnus.liaison")
        assert "Too large." not in portal.words("permit", first.ref)
        assert "No logs came." in portal.words("permit", second.ref)
        assert portal.post("grant_permit", third.ref).status_code == 409
        portal.sign_in("borealis.liaison")
        assert "Too large." in portal.words("permit", first.ref)
        assert portal.post("withdraw_permit", third.ref).status_code == 302
        states = [_permit(portal, ref=one.ref).state for one in (first, second, third)]
        assert states == [PermitState.REFUSED, PermitState.REVOKED, PermitState.WITHDRAWN]

    def test_nobody_has_asked_yet(self, portal: Portal) -> None:
        portal.made(carveouts.ordered)
        portal.sign_in("observer.eu")
        page = portal.words("permits", REF)
        assert "Nobody has asked for one." in page
        assert "Ask for a permit" not in page

    def test_the_list_takes_as_many_queries_for_one_as_for_many(self, portal: Portal) -> None:
        order = portal.made(carveouts.ordered)
        portal.made(carveouts.permit, order)
        portal.sign_in("clerk")
        portal.get("permits", REF)
        with CaptureQueriesContext(connection) as one:
            portal.get("permits", REF)
        for _time in range(6):
            portal.made(carveouts.granted, order)
        with CaptureQueriesContext(connection) as many:
            portal.get("permits", REF)
        assert len(many) == len(one)


class TestConditions:
    def test_from_evidence_to_met_and_each_sees_their_own_next_step(self, portal: Portal) -> None:
        portal.made(carveouts.ordered)
        portal.sign_in("borealis.liaison")
        assert "Give evidence" in portal.words("condition", REF, 1)
        file = SimpleUploadedFile("suite.txt", b"All passed.", content_type="text/plain")
        assert portal.post("submit_evidence", REF, 1, text="The suite.", evidence=file).status_code == 302
        portal.sign_in("auditor")
        page = portal.words("condition", REF, 1)
        assert "Verify it" in page
        assert "suite.txt" in page
        assert "Declared by the lab" not in page
        assert portal.post("verify_condition", REF, 1, tier="1", text="Papers.").status_code == 422
        assert portal.post("verify_condition", REF, 1, tier="2", text="We ran it.").status_code == 302
        assert portal.post("accept_condition", REF, 1).status_code == 409
        portal.sign_in("aster.representative")
        assert "Find it met" in portal.words("condition", REF, 1)
        assert portal.post("accept_condition", REF, 1).status_code == 302
        assert _condition(portal).state == ConditionState.MET
        portal.sign_in("observer.eu")
        page = portal.words("conditions", REF)
        for said in (
            "1 of 4 met",
            "Found met: Representative",
            "Verified: Auditor",
            "suite.txt",
            "tier 2: Independent audit",
        ):
            assert said in page, said
        assert "1 of 4 met" in portal.words("detail", REF)
        portal.sign_in("aster.representative")
        assert portal.post("reopen_condition", REF, 1, because="It broke.").status_code == 302
        assert _condition(portal).state == ConditionState.OPEN

    def test_it_is_returned_with_what_is_missing(self, portal: Portal) -> None:
        order = portal.made(carveouts.ordered)
        portal.made(carveouts.shown, order, 1, "submit")
        portal.sign_in("cygnus.representative")
        assert portal.post("return_condition", REF, 1, because="Half.").status_code == 409
        portal.sign_in("independent")
        assert portal.post("return_condition", REF, 1, because="").status_code == 422
        assert portal.post("return_condition", REF, 1, because="Half of it is missing.").status_code == 302
        portal.sign_in("borealis.liaison")
        page = portal.words("condition", REF, 1)
        assert "Half of it is missing." in page
        assert "Show that it is met" in page

    def test_a_vote_leads_to_its_motion_and_a_date_needs_nothing(self, portal: Portal) -> None:
        portal.made(carveouts.ordered)
        portal.sign_in("borealis.representative")
        page = portal.get("condition", REF, 3)
        assert "Move that it is met" in page
        link = f"/c/frontier/motions/new/?kind=pause.condition&about={REF}%2Fc3"
        assert link in page.replace("&amp;", "&")
        assert f"{REF}/c3 is met: The committee finds it safe." in plain(portal.client.get(link).content.decode())
        assert "it is met when the date has come" in portal.words("condition", REF, 4)
        portal.sign_in("observer.eu")
        assert "Move that it is met" not in portal.words("condition", REF, 3)

    def test_a_lab_files_its_complete_response_and_is_answered(self, portal: Portal) -> None:
        order = portal.made(carveouts.ordered)
        portal.made(carveouts.shown, order, 1, "submit", "verify", "accept")
        portal.sign_in("borealis.liaison")
        page = portal.words("responses", REF, "borealis")
        assert "Still open:" in page
        assert "The agreed test suite is passed." not in page
        assert portal.post("respond", REF, "borealis", text="").status_code == 422
        assert portal.post("respond", REF, "borealis", text="All of it.").status_code == 302
        assert portal.post("respond", REF, "cygnus", text="Theirs.").status_code == 409
        portal.sign_in("aster.representative")
        assert portal.post("answer_response", REF, "borealis", accepted="", answer="?").status_code == 422
        assert portal.post("answer_response", REF, "borealis", accepted="no", answer="The vote.").status_code == 302
        assert portal.post("answer_response", REF, "borealis", accepted="yes", answer="Now.").status_code == 409
        portal.sign_in("observer.eu")
        assert "Not accepted" in portal.words("conditions", REF)
        assert "The vote." in portal.words("responses", REF, "borealis")
        with tenant(portal.cast.frontier.pk):
            assert CompleteResponse.objects.get().accepted is False

    def test_an_order_without_conditions_says_how_it_ends(self, portal: Portal) -> None:
        portal.made(carveouts.ordered, asked=())
        portal.sign_in("observer.eu")
        assert "it is lifted by a motion, or ends at its date" in portal.words("conditions", REF)
        portal.get("condition", REF, 1, status=404)


def test_every_page_about_a_drill_says_so_first(portal: Portal) -> None:
    order = portal.made(carveouts.ordered, is_drill=True)
    portal.made(carveouts.granted, order)
    portal.sign_in("borealis.liaison")
    pages = {
        "permits": [REF], "request_permit": [REF], "permit": ["PER-2026-0001"], "conditions": [REF],
        "condition": [REF, 1], "responses": [REF, "borealis"],
    }  # fmt: skip
    for name, args in pages.items():
        page = portal.get(name, *args)
        assert "<title>DRILL: " in " ".join(page.split()), name
        assert page.split("<h1>")[1].startswith("DRILL: "), name
    assert ",DRILL," in portal.get("permits_export", REF)
