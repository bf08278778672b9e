"""A protected reporter's name: two of two organisations read it with reasons, and the reporter is told of every step."""

import ast
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from apps.incidents.models import IdentityRequest
from apps.incidents.services.protecting import (
    ask_identity,
    open_identity,
    read_released,
    refuse_identity,
    release_identity,
)
from apps.incidents.states import Release
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.protecting import (
    ASKED,
    REPORTER,
    agreed,
    appoint,
    asked,
    protected,
)

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


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
