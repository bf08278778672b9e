"""What the hourly task clears."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.test import Client

from apps.committees.models import IdempotentAnswer
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.membership.tasks import clear_expired
from tests.cast import Cast


def _answer(cast: Cast, who: str, key: str, age: timedelta) -> None:
    seat = cast[who]
    with tenant(seat.committee_id):
        IdempotentAnswer.objects.create(
            seat=seat, key=key, fingerprint="f", status=201, body=b"{}", created_at=clock.now() - age
        )


def test_answers_are_kept_a_day_in_every_committee(cast: Cast) -> None:
    for who in ("aster.liaison", "eve"):
        _answer(cast, who, "old", timedelta(hours=24, minutes=1))
        _answer(cast, who, "new", timedelta(hours=23))
    clear_expired()
    for committee in (cast.frontier, cast.pacific):
        with tenant(committee.pk):
            assert [row.key for row in IdempotentAnswer.objects.all()] == ["new"]


def test_sessions_that_have_run_out_go_and_live_ones_stay(cast: Cast) -> None:
    gone, stays = Client(), Client()
    gone.force_login(cast["aster.liaison"].person)
    stays.force_login(cast["clerk"].person)
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=clock.now() - timedelta(seconds=1))
    clear_expired()
    assert [row.session_key for row in Session.objects.all()] == [stays.session.session_key]
