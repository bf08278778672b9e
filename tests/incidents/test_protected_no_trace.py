"""Nobody but the custodian learns a protected reporter's name: from no table, page, export, mail or log."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from apps.committees.models import Seat
from apps.files.models import File
from apps.incidents.models import IdentityRequest, ProtectedIdentity
from apps.incidents.services.adding import add_update
from apps.incidents.services.handling import acknowledge
from apps.incidents.services.protecting import (
    add_to_letter,
    refuse_identity,
)
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Notice
from apps.notices.services import deliver_batch, expand
from tests.cast import NOW, Cast
from tests.guards.test_role_matrix import routes, settle, undone
from tests.incidents.factory import png
from tests.incidents.protecting import EMAIL, NAME, REPORTER, asked, protected

pytestmark = pytest.mark.django_db


def _whole_story(cast: Cast) -> ProtectedIdentity:
    """Filed, added to, acknowledged, asked about, answered, refused; the name was never released."""
    letter = protected(cast)
    clerk = {"actor": cast.viewer("clerk"), "now": NOW, "ref": letter.incident.ref}
    acknowledge(**clerk)
    add_update(**clerk, text="Which laptop?")
    add_to_letter(
        actor=cast.viewer(REPORTER), now=NOW, uid=letter.uid, text="The grey one.", evidence=[png("laptop.png")]
    )
    request = asked(cast, letter)
    refuse_identity(actor=cast.viewer("independent"), now=NOW, uid=request.uid, because="No ground.")
    return letter


OWN_PLACES = {"Notice", "Delivery"}
"""What is addressed to the reporter, and is the reporter's own to read."""


class TestNoTrace:
    def test_no_row_of_any_table_points_to_the_reporter(self, frontier: Cast) -> None:
        seat = frontier[REPORTER]
        before = dict(_rows_of(seat))
        _whole_story(frontier)
        after = {place: count for place, count in _rows_of(seat) if count != before.get(place, 0)}
        assert set(after) <= OWN_PLACES

    @pytest.mark.walks
    def test_no_page_machine_or_export_says_the_name_to_anybody(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            letter = _whole_story(cast)
            ref, request = letter.incident.ref, IdentityRequest.objects.get().uid
            file = File.objects.get().uid
        expand(cast.frontier.pk, now=NOW, at=clock.machine_now())
        said = []
        for name in ("cygnus.liaison", "clerk", "auditor", "independent", "aster.representative"):
            client.force_login(cast[name].person)
            settle(client)
            for address in _addresses(ref, str(request), str(letter.uid), str(file)):
                with undone():
                    answer = client.get(address)
                    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
                if any(word.encode() in content for word in (NAME, EMAIL, "Kanarina", "Zwitscher")):
                    said.append(f"{name} at {address}")
                if str(letter.uid) not in address and str(letter.uid).encode() in content:
                    said.append(f"{name} finds the letter at {address}")
        assert said == []

    def test_mail_names_the_reporter_to_nobody_and_tells_an_employer_nothing(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            _whole_story(cast)
        mail.outbox.clear()
        while expand(cast.frontier.pk, now=NOW, at=clock.machine_now()):
            pass
        while deliver_batch(cast.frontier.pk, "email", now=NOW, watch=clock.machine_now):
            pass
        own = [letter for letter in mail.outbox if letter.to == [EMAIL]]
        others = [letter for letter in mail.outbox if letter.to != [EMAIL]]
        assert own
        assert others
        for letter in others:
            content = letter.message().as_string()
            assert "Kanarina" not in content
            assert "kanarina" not in content
        for letter in own:
            content = letter.message().as_string().lower()
            assert not any(word in content for word in ("protected", "incident.", "laptop", "inc-2026", "reporter"))

    def test_notices_of_the_letter_reach_the_reporter_alone(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            _whole_story(cast)
        while expand(cast.frontier.pk, now=NOW, at=clock.machine_now()):
            pass
        with tenant(cast.frontier.pk):
            told = set(Notice.objects.filter(act__subject_kind="letter").values_list("seat", flat=True))
            reporters = set(Notice.objects.filter(seat=cast[REPORTER]).values_list("act__subject_kind", flat=True))
        assert told == {cast[REPORTER].pk}
        assert reporters == {"letter"}

    def test_the_log_does_not_say_who_opened_these_pages(
        self, cast: Cast, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        with tenant(cast.frontier.pk):
            letter = protected(cast)
        client.force_login(cast[REPORTER].person)
        client.get(_url("listing"))
        assert _logged(caplog, cast[REPORTER].person_id)
        caplog.clear()
        for address in (_url("protected"), _url("letters"), _url("letter", letter.uid)):
            assert client.get(address).status_code == 200
        client.post(_url("letter_add", letter.uid), {"text": "More."})
        assert caplog.records
        assert not _logged(caplog, cast[REPORTER].person_id)


def _logged(caplog: pytest.LogCaptureFixture, user_id: int | None) -> list[str]:
    return [str(record.msg) for record in caplog.records if f"'user_id': {user_id}" in str(record.msg)]


def _rows_of(seat: Seat) -> Iterator[tuple[str, int]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Seat and model is not Seat:
                yield model.__name__, model.objects.filter(**{field.name: seat}).count()


def _addresses(ref: str, request: str, letter: str, file: str) -> Iterator[str]:
    """Every page, file and machine's answer but those on which everybody's name stands by right."""
    values = {"slug": "frontier", "ref": ref, "subject": ref}
    for route, parts in routes().items():
        app = route.partition(":")[0].removeprefix("api-")
        if app not in {"incidents", "files", "deadlines", "notices", "desk", "record", "public"}:
            continue
        for uid in (request, letter, file):
            given = values | {"uid": uid, "key": "eu-ai-act-73.initial", "step": "what", "number": 1}
            if set(parts) <= set(given):
                with suppress(NoReverseMatch):
                    yield reverse(route, kwargs={part: given[part] for part in parts})
            if "uid" not in parts:
                break


def _url(name: str, *args: object) -> str:
    return reverse(f"incidents:{name}", args=["frontier", *args])
