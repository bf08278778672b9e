"""The pages of protected reporters."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.incidents.models import ProtectedIdentity
from apps.incidents.services.protecting import (
    add_to_letter,
)
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import png
from tests.incidents.protecting import EMAIL, NAME, REPORTER, appoint, asked, protected, rename

pytestmark = pytest.mark.django_db


def _url(name: str, *args: object) -> str:
    return reverse(f"incidents:{name}", args=["frontier", *args])


class TestPages:
    FORM = {
        "title": "Weights on a laptop",
        "kind": "hazard",
        "severity": "3",
        "narrative": "A colleague took them home.",
        "recipients": ["secretariat"],
    }

    @pytest.fixture
    def letter(self, cast: Cast) -> ProtectedIdentity:
        with tenant(cast.frontier.pk):
            return protected(cast)

    def _as(self, client: Client, cast: Cast, name: str) -> Client:
        client.force_login(cast[name].person)
        return client

    def test_a_person_files_reads_adds_and_sees_who_asked(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            appoint(cast)
            rename(cast)
        self._as(client, cast, REPORTER)
        assert _url("protected") in client.get(_url("start")).content.decode()
        page = client.get(_url("protected")).content.decode()
        assert "Who can learn your name" in page
        assert 'value="cygnus"' not in page
        answer = client.post(_url("protected"), self.FORM | {"evidence": [png()]})
        assert answer.status_code == 302, answer.content.decode()
        own = client.get(answer.url).content.decode()
        assert "A colleague took them home." in own
        with tenant(cast.frontier.pk):
            found = ProtectedIdentity.objects.select_related("incident").get()
            asked(cast, found)
        added = client.post(_url("letter_add", found.uid), {"text": "The grey one."})
        assert added.url == _url("letter", found.uid)
        own = client.get(added.url).content.decode()
        assert "The grey one." in own
        assert "A court asks for it." in own
        assert "Weights on a laptop" in client.get(_url("letters")).content.decode()
        assert client.get(_url("detail", found.incident.ref)).status_code == 404

    def test_errors_stand_at_their_fields(self, cast: Cast, client: Client, letter: ProtectedIdentity) -> None:
        self._as(client, cast, REPORTER)
        answer = client.post(_url("protected"), self.FORM | {"recipients": ["aster"], "title": ""})
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
        answer = client.post(_url("protected"), self.FORM | {"recipients": ["aster"]})
        assert "must name the secretariat" in answer.content.decode()
        assert client.post(_url("letter_add", letter.uid), {"text": ""}).status_code == 422

    def test_the_report_shows_a_protected_reporter(self, cast: Cast, client: Client, letter: ProtectedIdentity) -> None:
        ref = letter.incident.ref
        page = self._as(client, cast, "clerk").get(_url("detail", ref)).content.decode()
        assert "Filed by a protected reporter, whose organisation is not named" in page
        assert _url("ask_identity", ref) in page
        assert _url("open_identity", ref) not in page
        answer = client.get(f"/api/v1/committees/frontier/incidents/{ref}/").json()
        assert answer["protected"] is True
        page = self._as(client, cast, "auditor").get(_url("detail", ref)).content.decode()
        assert f'href="{_url("ask_identity", ref)}"' not in page
        assert _url("open_identity", ref) in page
        opened = client.post(_url("open_identity", ref))
        assert NAME in opened.content.decode()
        assert "no-store" in opened.headers["Cache-Control"]

    def test_a_name_is_asked_for_agreed_to_and_read(
        self, cast: Cast, client: Client, letter: ProtectedIdentity
    ) -> None:
        self._as(client, cast, "clerk")
        ref = letter.incident.ref
        assert client.post(_url("ask_identity", ref), {"reason": ""}).status_code == 422
        answer = client.post(_url("ask_identity", ref), {"reason": "A court asks for it."})
        request = answer.url
        assert "A court asks for it." in client.get(request).content.decode()
        assert NAME not in client.get(request).content.decode()
        assert f'href="{request}"' in client.get(_url("detail", ref)).content.decode()
        self._as(client, cast, "independent")
        assert "Release the name" in client.get(request).content.decode()
        assert ref in client.get(_url("identity_requests")).content.decode()
        assert client.post(f"{request}agree/", {"because": ""}).status_code == 422
        assert client.post(f"{request}agree/", {"because": "It is right."}).status_code == 302
        read = client.post(f"{request}read/").content.decode()
        assert NAME in read
        assert EMAIL in read
        self._as(client, cast, "auditor")
        assert client.post(f"{request}read/").status_code == 409
        assert self._as(client, cast, "aster.representative").get(request).status_code == 404

    def test_a_request_is_refused(self, cast: Cast, client: Client, letter: ProtectedIdentity) -> None:
        with tenant(cast.frontier.pk):
            request = asked(cast, letter).uid
        self._as(client, cast, "auditor")
        page = client.get(_url("identity_request", request)).content.decode()
        assert "Refuse to release it" in page
        assert "Release the name" not in page
        assert client.post(_url("refuse_identity", request), {"because": "No ground."}).status_code == 302
        assert "No ground." in client.get(_url("identity_request", request)).content.decode()

    def test_empty_lists_say_so(self, cast: Cast, client: Client) -> None:
        assert "No letters" in self._as(client, cast, "clerk").get(_url("letters")).content.decode()
        assert "Nobody has asked yet" in client.get(_url("identity_requests")).content.decode()

    def test_pages_take_the_same_queries_for_few_and_for_many(
        self, cast: Cast, client: Client, letter: ProtectedIdentity
    ) -> None:
        with tenant(cast.frontier.pk):
            asked(cast, letter)
        self._as(client, cast, REPORTER)
        own = (_url("letters"), _url("letter", letter.uid))
        before = [_queries(client, page) for page in own]
        clerks = _queries(self._as(client, cast, "clerk"), _url("identity_requests"))
        with tenant(cast.frontier.pk):
            for number in range(5):
                more = protected(cast, narrative=f"Another {number}.")
                asked(cast, more)
                add_to_letter(actor=cast.viewer(REPORTER), now=NOW, uid=letter.uid, text=f"More {number}.")
        assert _queries(client, _url("identity_requests")) <= clerks
        self._as(client, cast, REPORTER)
        after = [_queries(client, page) for page in own]
        assert all(now <= then for then, now in zip(before, after, strict=True)), (before, after)


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as made:
        assert client.get(page).status_code == 200
    return len(made)
