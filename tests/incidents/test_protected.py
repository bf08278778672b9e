"""A protected reporter: nobody but the custodian learns the name, and two only with reasons."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from apps.committees.models import Seat
from apps.files.models import File
from apps.incidents.models import IdentityRequest, Incident, IncidentUpdate, ProtectedIdentity
from apps.incidents.services.adding import add_update, amend
from apps.incidents.services.handling import acknowledge, close, withdraw
from apps.incidents.services.protecting import (
    add_to_letter,
    ask_identity,
    file_protected,
    open_identity,
    read_released,
    refuse_identity,
    release_identity,
)
from apps.incidents.states import Release, State
from apps.kernel import clock
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Notice
from apps.notices.services import deliver_batch, expand
from apps.record.models import Act
from apps.record.rules import SUBJECTS
from tests.cast import NOW, Cast
from tests.guards.test_role_matrix import routes, settle, undone
from tests.incidents.factory import png
from tests.incidents.protecting import EMAIL, NAME, REPORTER, WORDS, appoint, protected, rename, report_of

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
ASKED = {"now": NOW, "reason": "A court asks for it."}


def asked(cast: Cast, letter: ProtectedIdentity, by: str = "clerk") -> IdentityRequest:
    return ask_identity(actor=cast.viewer(by), ref=letter.incident.ref, **ASKED)


def agreed(cast: Cast, letter: ProtectedIdentity) -> IdentityRequest:
    uid = asked(cast, letter).uid
    return release_identity(actor=cast.viewer("independent"), now=NOW, uid=uid, because="The court is right.")


class TestFiling:
    def test_the_report_stands_under_the_custodian_and_is_read_by_those_who_are_named_alone(
        self, frontier: Cast
    ) -> None:
        incident = report_of(protected(frontier))
        assert (incident.state, incident.tlp, incident.protected) == (State.FILED, "TLP:RED", True)
        assert incident.organisation == frontier["auditor"].organisation
        assert incident.filed_by == "a protected reporter, whose organisation is not named"
        sees = {
            name
            for name in frontier.in_frontier
            if Incident.objects.visible_to(frontier.viewer(name)).filter(pk=incident.pk).exists()
        }
        assert sees == {"clerk", "auditor"}
        seats = set(SUBJECTS["incident"].seats(incident.pk, NOW).values_list("pk", flat=True))
        assert seats == {frontier[name].pk for name in sees}

    def test_the_organisation_is_named_where_the_reporter_says_so(self, frontier: Cast) -> None:
        incident = report_of(protected(frontier, names_organisation=True))
        assert incident.filed_by == "a protected reporter at Cygnus"

    def test_no_duty_of_a_lab_and_no_clock_but_the_acknowledgement_follows(self, frontier: Cast) -> None:
        from apps.deadlines.models import Deadline
        from apps.incidents.models import Duty

        incident = report_of(protected(frontier))
        assert not Duty.objects.filter(incident=incident).exists()
        clocks = Deadline.objects.filter(subject_id=incident.pk, subject_kind="incident")
        assert set(clocks.values_list("clock", flat=True)) == {"incident.acknowledgement"}

    def test_without_a_fit_custodian_nobody_files_so(self, frontier: Cast) -> None:
        actor = frontier.viewer(REPORTER)
        with pytest.raises(Refused, match="no custodian"):
            file_protected(actor=actor, now=NOW, **WORDS)
        appoint(frontier, "borealis.representative")
        with pytest.raises(Refused, match="no custodian"):
            file_protected(actor=actor, now=NOW, **WORDS)

    @pytest.mark.parametrize("name", ["clerk", "auditor", "independent", "observer.eu", "counsel"])
    def test_only_people_of_labs_do(self, frontier: Cast, name: str) -> None:
        appoint(frontier)
        with pytest.raises(Refused, match="Only people of a lab"):
            file_protected(actor=frontier.viewer(name), now=NOW, **WORDS)

    @pytest.mark.parametrize(
        ("recipients", "part"),
        [
            (["cygnus"], "Your own organisation cannot be named"),
            (["secretariat", "cygnus"], "Your own organisation cannot be named"),
            (["aster"], "must name the secretariat or an independent member"),
            ([], "must name the secretariat or an independent member"),
            (["nobody"], "There is no organisation"),
        ],
    )
    def test_who_may_read_it_is_checked(self, frontier: Cast, recipients: list[str], part: str) -> None:
        appoint(frontier)
        with pytest.raises(Invalid) as refusal:
            file_protected(actor=frontier.viewer(REPORTER), now=NOW, **(WORDS | {"recipients": recipients}))
        assert part in refusal.value.errors["recipients"]
        assert not Incident.objects.exists()

    def test_the_same_words_pressed_twice_are_one_report(self, frontier: Cast) -> None:
        first, second = protected(frontier), protected(frontier)
        assert first == second
        later = file_protected(actor=frontier.viewer(REPORTER), now=NOW + timedelta(minutes=11), **WORDS)
        assert later != first

    def test_nobody_corrects_or_withdraws_it(self, frontier: Cast) -> None:
        ref = report_of(protected(frontier)).ref
        for name in ("auditor", "clerk"):
            with pytest.raises(Refused):
                amend(actor=frontier.viewer(name), now=NOW, ref=ref, changes={"title": "Other"})
            with pytest.raises(Refused):
                withdraw(actor=frontier.viewer(name), now=NOW, ref=ref, reason="No.")
        with pytest.raises(Http404):
            amend(actor=frontier.viewer("cygnus.liaison"), now=NOW, ref=ref, changes={"title": "Other"})

    def test_the_custodians_people_do_not_acknowledge_it_and_the_clerk_does(self, frontier: Cast) -> None:
        ref = report_of(protected(frontier)).ref
        with pytest.raises(Refused):
            acknowledge(actor=frontier.viewer("auditor"), now=NOW, ref=ref)
        assert acknowledge(actor=frontier.viewer("clerk"), now=NOW, ref=ref).state == State.ACKNOWLEDGED

    def test_the_database_keeps_a_protected_report_red(self, frontier: Cast) -> None:
        incident = report_of(protected(frontier))
        with pytest.raises(IntegrityError), transaction.atomic():
            Incident.objects.filter(pk=incident.pk).update(tlp="TLP:GREEN")

    def test_whose_it_is_can_never_be_changed(self, frontier: Cast) -> None:
        protected(frontier)
        with pytest.raises(ProgrammingError, match="permission denied"):
            ProtectedIdentity.objects.all().delete()


class TestAdding:
    def test_the_reporter_adds_words_and_files_and_stays_unknown(self, frontier: Cast) -> None:
        letter = protected(frontier)
        given = {"actor": frontier.viewer(REPORTER), "now": NOW, "uid": letter.uid}
        add_to_letter(**given, text="It is still there.", evidence=[png()])
        update = IncidentUpdate.objects.get()
        assert (update.by, update.protected) == ("A protected reporter", True)
        assert File.objects.get().uploaded_by is None
        kinds = Act.objects.filter(subject_kind="incident").values_list("kind", "seat", "actor")
        assert list(kinds) == [
            ("incident.filed_protected", None, "The portal (a protected reporter)"),
            ("incident.remarked", None, "The portal (a protected reporter)"),
            ("incident.evidence_added", None, "The portal (a protected reporter)"),
        ]

    def test_nobody_else_does(self, frontier: Cast) -> None:
        letter = protected(frontier)
        for name in ("cygnus.liaison", "clerk", "auditor"):
            with pytest.raises(Http404):
                add_to_letter(actor=frontier.viewer(name), now=NOW, uid=letter.uid, text="I was it.")

    def test_an_empty_word_and_a_closed_report_are_refused(self, frontier: Cast) -> None:
        letter = protected(frontier)
        given = {"actor": frontier.viewer(REPORTER), "now": NOW, "uid": letter.uid}
        with pytest.raises(Invalid):
            add_to_letter(**given, text=" ")
        clerk = {"actor": frontier.viewer("clerk"), "now": NOW, "ref": letter.incident.ref}
        acknowledge(**clerk)
        close(**clerk, outcome="Mended.")
        with pytest.raises(Refused, match="while the report is open"):
            add_to_letter(**given, text="More.")

    def test_the_reporter_hears_what_others_do(self, frontier: Cast) -> None:
        letter = protected(frontier)
        clerk = {"actor": frontier.viewer("clerk"), "now": NOW, "ref": letter.incident.ref}
        acknowledge(**clerk)
        add_update(**clerk, text="Which laptop?")
        news = Act.objects.filter(kind="letter.news", subject_id=letter.pk)
        assert news.count() == 2
        add_to_letter(actor=frontier.viewer(REPORTER), now=NOW, uid=letter.uid, text="The grey one.")
        assert news.count() == 2

    def test_a_letter_is_seen_by_its_reporter_alone_both_ways(self, frontier: Cast) -> None:
        letter = protected(frontier)
        kind = SUBJECTS["letter"]
        sees = [name for name in frontier.in_frontier if kind.visible(frontier.viewer(name)).exists()]
        assert sees == [REPORTER]
        assert list(kind.seats(letter.pk, NOW)) == [frontier[REPORTER]]

    def test_requests_are_seen_by_the_neutral_alone_both_ways(self, frontier: Cast) -> None:
        request = asked(frontier, protected(frontier))
        kind = SUBJECTS["identity_request"]
        sees = {name for name in frontier.in_frontier if kind.visible(frontier.viewer(name)).exists()}
        assert sees == {"clerk", "auditor", "independent"}
        assert set(kind.seats(request.pk, NOW)) == {frontier[name] for name in sees}


class TestTheName:
    def test_two_of_two_organisations_read_it_and_the_reporter_is_told_at_every_step(self, frontier: Cast) -> None:
        letter = protected(frontier)
        request = agreed(frontier, letter)
        assert request.state == Release.RELEASED
        for name in ("clerk", "independent"):
            seat = read_released(actor=frontier.viewer(name), now=NOW, uid=request.uid)
            assert seat == frontier[REPORTER]
        assert Act.objects.filter(kind="identity_request.read").count() == 2
        assert Act.objects.filter(kind="letter.news", subject_id=letter.pk).count() == 4

    @pytest.mark.parametrize("name", ["auditor", "borealis.representative", "aster.representative", "observer.eu"])
    def test_nobody_else_does(self, frontier: Cast, name: str) -> None:
        request = agreed(frontier, protected(frontier))
        with pytest.raises((Refused, Http404)):
            read_released(actor=frontier.viewer(name), now=NOW, uid=request.uid)
        assert not Act.objects.filter(kind="identity_request.read").exists()

    def test_it_is_not_read_before_the_second_has_agreed_nor_after_a_refusal(self, frontier: Cast) -> None:
        letter = protected(frontier)
        request = asked(frontier, letter)
        with pytest.raises(Refused, match="not released"):
            read_released(actor=frontier.viewer("clerk"), now=NOW, uid=request.uid)
        refuse_identity(actor=frontier.viewer("auditor"), now=NOW, uid=request.uid, because="No ground.")
        with pytest.raises(Refused, match="not released"):
            read_released(actor=frontier.viewer("clerk"), now=NOW, uid=request.uid)
        assert asked(frontier, letter).state == Release.ASKED

    def test_nobody_agrees_to_their_own_request_nor_their_colleague(self, frontier: Cast) -> None:
        request = asked(frontier, protected(frontier))
        with pytest.raises(Refused, match="of two organisations"):
            release_identity(actor=frontier.viewer("clerk"), now=NOW, uid=request.uid, because="Yes.")
        with pytest.raises(Refused, match="custodian knows"):
            release_identity(actor=frontier.viewer("auditor"), now=NOW, uid=request.uid, because="Yes.")
        with pytest.raises(Http404):
            release_identity(actor=frontier.viewer("aster.representative"), now=NOW, uid=request.uid, because="Yes.")

    def test_the_database_takes_two(self, frontier: Cast) -> None:
        request = asked(frontier, protected(frontier))
        with pytest.raises(IntegrityError), transaction.atomic():
            IdentityRequest.objects.filter(pk=request.pk).update(
                state=Release.RELEASED, decided_by=frontier["clerk"], decided_at=NOW
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            IdentityRequest.objects.filter(pk=request.pk).update(state=Release.RELEASED)

    def test_it_is_answered_once(self, frontier: Cast) -> None:
        request = agreed(frontier, protected(frontier))
        for verb in (release_identity, refuse_identity):
            with pytest.raises(Refused):
                verb(actor=frontier.viewer("independent"), now=NOW, uid=request.uid, because="Again.")

    def test_reasons_are_needed(self, frontier: Cast) -> None:
        letter = protected(frontier)
        clerk = frontier.viewer("clerk")
        for reason in ("", "  \0 ", "x" * 5001):
            with pytest.raises(Invalid):
                ask_identity(actor=clerk, now=NOW, ref=letter.incident.ref, reason=reason)
        uid = asked(frontier, letter).uid
        for verb in (release_identity, refuse_identity):
            with pytest.raises(Invalid):
                verb(actor=frontier.viewer("independent"), now=NOW, uid=uid, because=" ")

    def test_who_may_ask(self, frontier: Cast) -> None:
        letter = protected(frontier)
        for name in ("borealis.representative", "independent", "cygnus.liaison"):
            with pytest.raises(Http404):
                asked(frontier, letter, by=name)
        with pytest.raises(Refused, match="custodian knows"):
            asked(frontier, letter, by="auditor")
        asked(frontier, letter)
        with pytest.raises(Refused, match="already"):
            asked(frontier, letter)

    def test_a_plain_report_has_nobody_to_ask_for(self, frontier: Cast) -> None:
        from tests.incidents.factory import filed

        appoint(frontier)
        ref = filed(frontier).ref
        with pytest.raises(Refused, match="No protected reporter"):
            ask_identity(actor=frontier.viewer("clerk"), ref=ref, **ASKED)
        with pytest.raises(Refused, match="No protected reporter"):
            open_identity(actor=frontier.viewer("auditor"), now=NOW, ref=ref)

    def test_the_custodian_reads_it_and_the_reporter_is_told(self, frontier: Cast) -> None:
        letter = protected(frontier)
        assert open_identity(actor=frontier.viewer("auditor"), now=NOW, ref=letter.incident.ref) == frontier[REPORTER]
        act = Act.objects.get(kind="letter.identity_read")
        assert (act.seat, act.told) == (frontier["auditor"], ["letter.reporter"])
        with pytest.raises(Refused, match="Only the custodian"):
            open_identity(actor=frontier.viewer("clerk"), now=NOW, ref=letter.incident.ref)

    def test_it_is_encrypted_in_the_table(self, frontier: Cast) -> None:
        letter = protected(frontier)
        assert str(frontier[REPORTER].pk) not in letter.sealed
        assert letter.unseal() == frontier[REPORTER].pk

    def test_only_what_tells_or_releases_opens_it(self) -> None:
        openers = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / "apps").rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute) and node.attr == "unseal" and "incidents" in path.parts
        }
        assert openers == {"apps/incidents/models/protected.py", "apps/incidents/services/protecting.py"}


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
