"""A label that is narrowed takes effect at once, also on what was told and made before."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from apps.files.models import File
from apps.incidents.services.adding import add_evidence, add_update, amend
from apps.kernel import clock
from apps.kernel.tenancy import tasks
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Delivery, FanOut
from apps.notices.services import deliver_batch, expand
from tests.cast import NOW, Cast
from tests.incidents.factory import filed, png

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Zanzibar sandbox"
API = "/api/v1/committees/frontier/"


@pytest.fixture
def narrowed(cast: Cast, settings: Any, tmp_path: Any, monkeypatch: Any) -> Iterator[tuple[str, str]]:
    """A GREEN report with evidence, told to all while Redis is away, then RED: its reference and the file."""
    monkeypatch.setattr("apps.kernel.fuse.REST", 600)
    tasks.fuse.blow()
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    with tenant(cast.frontier.pk):
        actor = cast.viewer("borealis.liaison")
        incident = filed(cast, tlp="TLP:GREEN", title=TITLE)
        add_evidence(actor=actor, now=NOW, ref=incident.ref, evidence=[png("zanzibar.png")])
        add_update(actor=actor, now=NOW, ref=incident.ref, text="Zanzibar went on.")
    expand(cast.frontier.pk, now=NOW, at=NOW)
    mail.outbox.clear()
    with tenant(cast.frontier.pk):
        changes = {"tlp": "TLP:RED", "recipients": ["secretariat"]}
        amend(actor=actor, now=NOW, ref=incident.ref, changes=changes)
        found = incident.ref, str(File.objects.get().uid)
    yield found
    tasks.fuse.mend()


def _without_token(answer: Any, ref: str) -> str:
    return re.sub(r'"X-CSRFToken": "\w+"|value="\w{64}"', "", answer.content.decode()).replace(ref, "")


@pytest.mark.parametrize("name", ["cygnus.liaison", "aster.representative", "auditor", "observer.eu"])
def test_those_left_out_find_nothing_any_more(cast: Cast, narrowed: tuple[str, str], name: str) -> None:
    ref, file = narrowed
    client = Client()
    client.force_login(cast[name].person)
    inbox = client.get(f"{API}notices/").json()["results"]
    assert len(inbox) >= 3
    assert {(row["subject"], row["act"], row["what"], row["due_at"]) for row in inbox} == {(None, "", "", None)}
    assert client.get(f"/c/frontier/inbox/{inbox[0]['id']}/open/")["Location"] == "/c/frontier/inbox/"
    for path in ("", "incidents/", "incidents/?q=Zanzibar", "incidents/export.csv", "deadlines/?whose=committee",
                 "inbox/", "members/borealis/"):  # fmt: skip
        text = client.get(f"/c/frontier/{path}").content.decode()
        assert ref not in text, path
        assert TITLE not in text, path
        assert "zanzibar.png" not in text, path
    for path in (f"incidents/{ref}/", f"incidents/{ref}/updates/", f"incidents/{ref}/evidence/", f"files/{file}/"):
        assert client.get(f"{API}{path}").status_code == 404
    assert client.get(f"/c/frontier/files/{file}/").status_code == 404
    assert client.get(f"{API}deadlines/").json()["results"] == []


@pytest.mark.usefixtures("narrowed")
def test_mail_that_has_not_gone_out_yet_goes_to_those_alone_who_may_still_see(cast: Cast) -> None:
    expand(cast.frontier.pk, now=NOW, at=NOW)
    deliver_batch(cast.frontier.pk, "email", now=NOW, watch=clock.machine_now)
    with tenant(cast.frontier.pk):
        assert not FanOut.objects.filter(expanded_at=None).exists()
        assert Delivery.objects.filter(state="withheld").exists()
    addresses = {address for letter in mail.outbox for address in letter.to}
    mine = {f"{role}@borealis.example" for role in ("representative", "alternate", "liaison")}
    assert addresses
    assert addresses <= mine | {"clerk@secretariat.example"}
    for letter in mail.outbox:
        assert "Zanzibar" not in letter.subject + letter.body + str(letter.alternatives), letter.subject


def test_hidden_and_absent_answer_the_same(cast: Cast, narrowed: tuple[str, str]) -> None:
    ref, _file = narrowed
    client = Client()
    client.force_login(cast["cygnus.liaison"].person)
    absent = "INC-2026-0000"
    for form in ("/c/frontier/incidents/{}/", "/c/frontier/incidents/{}/filed/", f"{API}incidents/{{}}/"):
        hidden, missing = client.get(form.format(ref)), client.get(form.format(absent))
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert _without_token(hidden, ref) == _without_token(missing, absent)
        assert set(hidden.headers) == set(missing.headers)
    for form in ("acknowledge", "updates", "evidence", "close", "withdraw", "publish"):
        answers = [client.post(f"/c/frontier/incidents/{one}/{form}/") for one in (ref, absent)]
        assert [answer.status_code for answer in answers] == [404, 404], form
