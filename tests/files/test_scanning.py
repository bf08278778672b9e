"""A file waits for the scanner, and is given to nobody else before it was found clean."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from apps.committees.rules.viewer import Portal
from apps.files.models import File
from apps.files.rules import wait_after
from apps.files.services import store_file
from apps.files.services.scanning import LEASE, judge, scan_next
from apps.files.states import Scan
from apps.files.tasks import scan as scan_task
from apps.files.tasks import scan_all
from apps.kernel.clamd import Verdict
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.files import probe, samples
from tests.files.clamd import EICAR, clamd


def put(cast: Cast, content: bytes = b"harmless\n", name: str = "log.txt", by: str = "aster.liaison") -> File:
    with tenant(cast.frontier.pk):
        return store_file(
            actor=cast.viewer(by),
            now=NOW,
            subject=probe.dossier_of(cast["aster.liaison"].organisation),
            upload=samples.upload(name, content),
        )


def seen(cast: Cast, file: File) -> File:
    with tenant(cast.frontier.pk):
        return File.objects.get(pk=file.pk)


def ask(cast: Cast, client: Client, name: str, file: File) -> int:
    client.force_login(cast[name].person)
    answer = client.get(f"/c/frontier/files/{file.uid}/")
    if answer.streaming:
        answer.getvalue()
    return answer.status_code


@pytest.fixture
def waiting(cast: Cast, blobs: Path, settings: Any) -> File:
    """A file that nobody has scanned, because nobody was there."""
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    return put(cast)


def test_without_a_scanner_a_file_is_not_scanned_and_can_be_had(cast: Cast, client: Client, blobs: Path) -> None:
    file = put(cast)
    assert (file.scan, file.scan_next_at) == (Scan.UNSCANNED, None)
    assert ask(cast, client, "clerk", file) == 200
    assert not scan_next(cast.frontier.pk, now=NOW)
    assert seen(cast, file).scan == Scan.UNSCANNED


def test_while_it_waits_only_those_who_added_it_have_it(cast: Cast, client: Client, waiting: File) -> None:
    assert waiting.scan == Scan.WAITING
    assert ask(cast, client, "aster.liaison", waiting) == 200
    assert ask(cast, client, "aster.representative", waiting) == 200
    assert ask(cast, client, "clerk", waiting) == 409
    assert ask(cast, client, "observer.eu", waiting) == 409
    client.force_login(cast["clerk"].person)
    api = client.get(f"/api/v1/committees/frontier/files/{waiting.uid}/")
    assert api.status_code == 409
    assert "not looked at this file yet" in api.json()["detail"]


def test_what_the_portal_added_is_nobodys_own(cast: Cast, client: Client, waiting: File) -> None:
    with tenant(cast.frontier.pk):
        File.objects.filter(pk=waiting.pk).update(uploaded_by=None)
    assert ask(cast, client, "aster.liaison", waiting) == 409


def test_a_clean_file_is_given_to_all_who_may_see_it(cast: Cast, client: Client, waiting: File, settings: Any) -> None:
    with clamd() as daemon:
        settings.CLAMAV_URL = daemon.address
        assert scan_next(cast.frontier.pk, now=NOW)
        assert not scan_next(cast.frontier.pk, now=NOW)
    assert daemon.heard == [b"harmless\n"]
    file = seen(cast, waiting)
    assert (file.scan, file.scan_next_at, file.scanned_at, file.found) == (Scan.CLEAN, None, NOW, "")
    assert ask(cast, client, "clerk", file) == 200


def test_an_infected_file_is_given_to_nobody_and_who_added_it_and_the_clerks_are_told(
    cast: Cast, client: Client, blobs: Path, settings: Any
) -> None:
    with clamd() as daemon:
        settings.CLAMAV_URL = daemon.address
        file = put(cast, EICAR)
        assert scan_next(cast.frontier.pk, now=NOW)
    file = seen(cast, file)
    assert (file.scan, file.found) == (Scan.INFECTED, "Eicar-Signature")
    for name in ("aster.liaison", "clerk", "observer.eu"):
        assert ask(cast, client, name, file) == 409
    with tenant(cast.frontier.pk):
        act = Act.objects.get(kind="file.infected")
        assert act.told == [f"seat:{cast['aster.liaison'].pk}", "clerks"]
        assert act.seat is None
        assert "virus scanner" in act.actor
        assert "Eicar" not in str(act.facts)


def test_a_scanner_that_is_away_leaves_it_waiting_and_is_asked_again_later(
    cast: Cast, waiting: File, settings: Any
) -> None:
    assert not scan_next(cast.frontier.pk, now=NOW)
    file = seen(cast, waiting)
    assert (file.scan, file.scan_tries, file.scan_next_at) == (Scan.WAITING, 1, NOW + timedelta(minutes=1))
    assert not scan_next(cast.frontier.pk, now=NOW + timedelta(seconds=59))
    assert seen(cast, waiting).scan_tries == 1
    assert not scan_next(cast.frontier.pk, now=NOW + timedelta(minutes=1))
    file = seen(cast, waiting)
    assert (file.scan_tries, file.scan_next_at) == (2, NOW + timedelta(minutes=3))
    with clamd() as daemon:
        settings.CLAMAV_URL = daemon.address
        assert scan_next(cast.frontier.pk, now=NOW + timedelta(minutes=3))
    assert seen(cast, waiting).scan == Scan.CLEAN


def test_the_wait_doubles_up_to_an_hour() -> None:
    minutes = [wait_after(tries) // timedelta(minutes=1) for tries in (0, 1, 2, 3, 6, 7, 8, 500)]
    assert minutes == [1, 1, 2, 4, 32, 60, 60, 60]


@pytest.mark.parametrize("habit", [{"closes_early": True}, {"says": lambda _content: b"stream: limits ERROR\0"}])
def test_an_error_of_the_scanner_is_no_verdict(cast: Cast, waiting: File, settings: Any, habit: Any) -> None:
    with clamd(**habit) as daemon:
        settings.CLAMAV_URL = daemon.address
        assert not scan_next(cast.frontier.pk, now=NOW)
    assert seen(cast, waiting).scan == Scan.WAITING


def test_a_file_whose_bytes_are_gone_holds_up_nobody(cast: Cast, blobs: Path, settings: Any) -> None:
    with clamd() as daemon:
        settings.CLAMAV_URL = daemon.address
        lost, other = put(cast), put(cast, b"other\n")
        (blobs / lost.stored_as).unlink()
        scan_next(cast.frontier.pk, now=NOW)
        assert scan_next(cast.frontier.pk, now=NOW)
    assert (seen(cast, lost).scan, seen(cast, other).scan) == (Scan.WAITING, Scan.CLEAN)


def test_a_claimed_file_is_left_to_its_worker_until_the_lease_is_over(cast: Cast, waiting: File) -> None:
    with tenant(cast.frontier.pk):
        File.objects.filter(pk=waiting.pk).update(scan_next_at=NOW + LEASE)
    assert not scan_next(cast.frontier.pk, now=NOW + timedelta(minutes=4))
    assert seen(cast, waiting).scan_tries == 0


def test_a_verdict_is_kept_once(cast: Cast, waiting: File) -> None:
    with tenant(cast.frontier.pk):
        judge(waiting.pk, Verdict("Worm"), now=NOW)
        judge(waiting.pk, Verdict(), now=NOW)
        judge(waiting.pk, Verdict("Other"), now=NOW)
        assert Act.objects.filter(kind="file.infected").count() == 1
    assert seen(cast, waiting).found == "Worm"


def test_a_file_without_an_uploader_is_told_to_the_clerks_alone(cast: Cast, waiting: File) -> None:
    with tenant(cast.frontier.pk):
        File.objects.filter(pk=waiting.pk).update(uploaded_by=None)
        judge(waiting.pk, Verdict("Worm"), now=NOW)
        assert Act.objects.get(kind="file.infected").told == ["clerks"]


def test_the_task_scans_all_that_wait(cast: Cast, blobs: Path, settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True
    with clamd() as daemon:
        settings.CLAMAV_URL = daemon.address
        files = [put(cast, f"{number}\n".encode()) for number in range(3)]
        done = scan_task.apply(headers={"committee": cast.frontier.pk})
        assert done.get() == 3
    assert {seen(cast, file).scan for file in files} == {Scan.CLEAN}


def test_the_sweep_rings_for_every_committee_where_there_is_a_scanner(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr("apps.files.tasks.ring", lambda _task, headers: rung.append(headers["committee"]))
    scan_all()
    assert rung == []
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    scan_all()
    assert sorted(rung) == sorted([cast.frontier.pk, cast.pacific.pk])


def test_files_of_the_portal_itself_wait_too(frontier: Cast, blobs: Path, settings: Any) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    subject = probe.dossier_of(frontier["aster.liaison"].organisation)
    upload = samples.upload("a.txt", b"a\n")
    file = store_file(actor=Portal("a clock"), now=NOW, subject=subject, upload=upload)
    assert file.scan == Scan.WAITING


def test_health_names_a_scanner_that_is_away_and_the_portal_stays_ready(
    cast: Cast, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.desk.health._worker", lambda: True)
    monkeypatch.setattr("apps.desk.health._migrations", lambda: True)
    assert "scanner" not in client.get("/readyz").json()["checks"]
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    away = client.get("/readyz")
    assert (away.status_code, away.json()["checks"]["scanner"]) == (200, False)
    with clamd() as daemon:
        settings.CLAMAV_URL = daemon.address
        assert client.get("/readyz").json()["checks"]["scanner"] is True
