"""Public keys for sealed evidence: registered, replaced, retired, and never a secret one."""

from datetime import timedelta
from typing import Any

import pyrage
import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.files.models import ReadingKey
from apps.files.selectors import current_keys, retired_keys_of
from apps.files.services.keys import register_key, retire_key
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast


def public() -> str:
    return str(pyrage.x25519.Identity.generate().to_public())


def registered(cast: Cast, name: str, whose: str = "organisation", recipient: str = "") -> ReadingKey:
    return register_key(actor=cast.viewer(name), now=NOW, whose=whose, recipient=recipient or public())


@pytest.mark.parametrize("name", ["aster.liaison", "clerk", "observer.eu", "auditor", "independent"])
@pytest.mark.parametrize("whose", ["organisation", "my"])
def test_people_who_sit_here_register_one_for_themselves_or_their_organisation(
    frontier: Cast, name: str, whose: str
) -> None:
    key = registered(frontier, name, whose)
    assert key.organisation == frontier[name].organisation
    assert key.seat == (frontier[name] if whose == "my" else None)
    assert frontier[name].organisation.name in key.holder
    assert list(current_keys(NOW)) == [key]
    act = Act.objects.get(kind="reading_key.registered")
    assert act.facts == {"recipient": key.recipient, "whose": "person" if whose == "my" else "organisation"}
    assert act.told == [f"colleagues:{key.organisation_id}"]


def test_counsel_keeps_none(frontier: Cast) -> None:
    frontier.retain("INC-2026-1")
    with pytest.raises(Refused):
        registered(frontier, "counsel")


def test_a_new_one_retires_the_one_before_of_the_same_holder_only(frontier: Cast) -> None:
    first, mine, others = (
        registered(frontier, "aster.liaison"),
        registered(frontier, "aster.liaison", "my"),
        registered(frontier, "borealis.liaison"),
    )
    second = registered(frontier, "aster.representative")
    assert set(current_keys(NOW)) == {second, mine, others}
    assert list(retired_keys_of(first.organisation_id)) == [first]
    assert Act.objects.filter(kind="reading_key.registered").latest("pk").facts["replaces"] == first.recipient


@pytest.mark.parametrize(
    ("recipient", "part"),
    [
        ("", "62 small letters"),
        ("age1", "62 small letters"),
        ("AGE1" + "Q" * 58, "62 small letters"),
        ("age1" + "q" * 58, "a letter of it is wrong"),
        ("ssh-ed25519 AAAA", "SSH keys are not taken"),
    ],
)
def test_what_is_no_public_key_is_refused_with_words(frontier: Cast, recipient: str, part: str) -> None:
    with pytest.raises(Invalid) as refusal:
        register_key(actor=frontier.viewer("aster.liaison"), now=NOW, whose="my", recipient=recipient)
    assert part in refusal.value.errors["recipient"]


def test_the_same_key_stands_here_once(frontier: Cast) -> None:
    key = registered(frontier, "aster.liaison")
    with pytest.raises(Invalid, match="stands here already"):
        registered(frontier, "borealis.liaison", recipient=key.recipient)
    retire_key(actor=frontier.viewer("aster.liaison"), now=NOW, uid=key.uid)
    with pytest.raises(Invalid, match="stands here already"):
        registered(frontier, "aster.liaison", recipient=key.recipient)


def test_a_key_is_retired_by_its_holders_alone(frontier: Cast) -> None:
    shared, mine = registered(frontier, "aster.liaison"), registered(frontier, "aster.liaison", "my")
    for name in ("borealis.liaison", "clerk"):
        with pytest.raises(Refused):
            retire_key(actor=frontier.viewer(name), now=NOW, uid=shared.uid)
    with pytest.raises(Refused):
        retire_key(actor=frontier.viewer("aster.representative"), now=NOW, uid=mine.uid)
    retire_key(actor=frontier.viewer("aster.representative"), now=NOW, uid=shared.uid)
    assert list(current_keys(NOW)) == [mine]
    with pytest.raises(Http404):
        retire_key(actor=frontier.viewer("aster.liaison"), now=NOW, uid=shared.uid)


def test_the_key_of_somebody_who_left_is_offered_no_more(frontier: Cast) -> None:
    key, seat = registered(frontier, "aster.liaison", "my"), frontier["aster.liaison"]
    seat.ends_at = NOW + timedelta(hours=1)
    seat.save(update_fields=["ends_at"])
    assert list(current_keys(NOW)) == [key]
    assert list(current_keys(NOW + timedelta(hours=2))) == []


def test_the_database_keeps_one_current_key_of_a_holder(frontier: Cast) -> None:
    key = registered(frontier, "aster.liaison")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadingKey.objects.create(
            organisation=key.organisation, recipient=public(), added_by=frontier["aster.liaison"], added_at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadingKey.objects.filter(pk=key.pk).update(recipient="AGE-SECRET-KEY-1X")


class TestPages:
    def test_a_key_is_registered_seen_and_retired(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["aster.liaison"].person)
        recipient = public()
        empty = client.get("/c/frontier/reading-keys/").content.decode()
        assert "No keys yet" in empty
        answer = client.post("/c/frontier/reading-keys/new/", {"whose": "organisation", "recipient": f" {recipient} "})
        assert answer.url == "/c/frontier/reading-keys/"
        page = client.get(answer.url).content.decode()
        assert recipient in page
        with tenant(cast.frontier.pk):
            uid = ReadingKey.objects.get().uid
        client.force_login(cast["borealis.liaison"].person)
        theirs = client.get("/c/frontier/reading-keys/").content.decode()
        assert recipient in theirs
        assert f"{uid}/retire/" not in theirs
        assert client.post(f"/c/frontier/reading-keys/{uid}/retire/").status_code == 409
        client.force_login(cast["aster.representative"].person)
        assert client.post(f"/c/frontier/reading-keys/{uid}/retire/").status_code == 302
        assert "Former keys" in client.get("/c/frontier/reading-keys/").content.decode()

    def test_a_secret_key_is_refused_and_comes_back_nowhere(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["aster.liaison"].person)
        secret = str(pyrage.x25519.Identity.generate())
        answer = client.post("/c/frontier/reading-keys/new/", {"whose": "my", "recipient": secret})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "This is the secret key!" in page
        assert secret not in page
        assert "There is a problem" in page

    def test_the_list_takes_the_same_queries_for_one_and_for_many(
        self, cast: Cast, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        names = [name for name in cast.in_frontier if name != "counsel"]
        with tenant(cast.frontier.pk):
            registered(cast, "clerk")
        client.force_login(cast["clerk"].person)
        client.get("/c/frontier/reading-keys/")
        with CaptureQueriesContext(connection) as few:
            client.get("/c/frontier/reading-keys/")
        with tenant(cast.frontier.pk):
            for name in names:
                registered(cast, name, "my")
        with django_assert_max_num_queries(len(few)):
            client.get("/c/frontier/reading-keys/")

    def test_machines_read_the_list(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            key = registered(cast, "observer.eu", "my")
            told = [(key.recipient, key.holder)]
        client.force_login(cast["borealis.liaison"].person)
        answer = client.get("/api/v1/committees/frontier/reading-keys/").json()
        assert [(row["recipient"], row["holder"]) for row in answer["results"]] == told
