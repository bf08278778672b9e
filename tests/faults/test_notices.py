"""Workers, Redis and PostgreSQL fail in the middle of thousands of deliveries: nothing is lost, nothing is doubled.

A letter may repeat, with the same Message-ID, where a worker, the database or the mail server died between its
acceptance and our mark: each test says how often at most.
"""

from collections import Counter

import pytest
from redis import Redis

from apps.kernel.tenancy.context import tenant
from apps.kernel.tenancy.tasks import TenantTask
from apps.notices.channels import CHANNELS
from apps.notices.models import Attempt
from apps.notices.services.endpoints import add_webhook
from apps.notices.services.lines import MOST_UNMARKED
from apps.notices.states import AttemptState
from tests.cast import NOW, Cast, assemble
from tests.faults import crowd
from tests.faults.stage import Machine, Stage

pytestmark = pytest.mark.faults

READERS = 25
SITES = 2
SHORT = "8"
"""Seconds of a lease for tests that wait for it to run out."""


def _told_once(cast: Cast, mail: Machine, letters: int) -> int:
    """Everybody has each notice once in the inbox and got each letter; how many letters were repeats."""
    inboxes = crowd.inboxes(cast)
    assert len(inboxes) == letters
    assert set(inboxes.values()) == {1}
    accepted = Counter(message_id for message_id, _reader in mail.accepted)
    assert set(accepted) == crowd.message_ids(cast)
    assert len(accepted) == letters
    return accepted.total() - letters


def _webhooks(stage: Stage, cast: Cast) -> Machine:
    """A receiver with webhooks of Aster's at several addresses."""
    receiver = Machine(stage, "receiver")
    with tenant(cast.frontier.pk):
        for n in range(SITES):
            url = f"http://127.0.0.1:{receiver.port}/{n}"
            add_webhook(actor=cast.viewer("aster.representative"), now=NOW, label=f"Site {n}", url=url)
    return receiver


def _posted(cast: Cast, receiver: Machine, acts: int) -> Counter:
    """Every site got each act by its id; how often."""
    posted = Counter((path, webhook_id) for path, webhook_id in receiver.accepted)
    assert set(posted) == {(f"/{n}", uid) for n in range(SITES) for uid in crowd.message_ids(cast, "webhook")}
    assert len(posted) == SITES * acts
    return posted


def test_workers_killed_in_the_middle_of_5000_deliveries_lose_nothing(stage: Stage, mail: Machine) -> None:
    stage.environment["FAULTS_LEASE"] = SHORT
    cast, letters = assemble(), 5000
    acts = letters // READERS
    lab, receiver = crowd.gather(cast, READERS), _webhooks(stage, cast)
    stage.beat()
    first, second = stage.worker("--pool", "prefork", "--concurrency", "2"), stage.worker()
    crowd.tell(cast, lab, acts)
    stage.until(lambda: mail.count >= letters // 4, "a quarter is sent")
    stage.kill(first)
    stage.worker()
    stage.until(lambda: mail.count >= letters // 2, "half is sent")
    stage.kill(second)
    stage.until(lambda: crowd.all_sent(cast, letters + SITES * acts), "everything is sent", every=0.2)
    repeats = _told_once(cast, mail, letters)
    posted = _posted(cast, receiver, acts)
    assert repeats + posted.total() - len(posted) <= 3 * MOST_UNMARKED, "three processes were killed"


def test_redis_flushed_and_gone_for_a_while_loses_nothing(
    stage: Stage, mail: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = assemble()
    lab = crowd.gather(cast, READERS)
    stage.beat()
    stage.worker()
    crowd.tell(cast, lab, 40)
    stage.until(lambda: mail.count >= 300, "some is sent")
    _flush(stage)
    stage.until(lambda: crowd.all_sent(cast, 1000), "all of the first is sent", every=0.2)

    _flush(stage)
    with monkeypatch.context() as lost:
        lost.setattr(TenantTask, "apply_async", _nobody_hears)
        crowd.tell(cast, lab, 1)
    stage.until(lambda: crowd.all_sent(cast, 1025), "beat is heard by a worker that lived through a flush", every=0.2)

    crowd.tell(cast, lab, 40)
    stage.until(lambda: mail.count >= 1325, "some more is sent")
    with stage.without_redis():
        crowd.tell(cast, lab, 1)
        done = mail.count
        stage.until(lambda: mail.count > done, "the worker goes on with what it has")
    stage.until(lambda: crowd.all_sent(cast, 2050), "all is sent", every=0.2)
    assert _told_once(cast, mail, 2050) == 0


def test_postgresql_falling_in_the_middle_loses_nothing(stage: Stage, mail: Machine) -> None:
    stage.environment["FAULTS_LEASE"] = "15"  # as in production, longer than a database takes to come back
    cast, letters = assemble(), 2000
    lab = crowd.gather(cast, READERS)
    stage.beat()
    stage.worker()
    stage.worker()
    crowd.tell(cast, lab, letters // READERS)
    stage.until(lambda: mail.count >= letters // 3, "a third is sent")
    with stage.without_postgres():
        pass
    stage.until_database(lambda: crowd.all_sent(cast, letters), "everything is sent")
    assert _told_once(cast, mail, letters) == 0, "marks wait for the database"


def test_a_mail_server_that_refuses_hangs_and_dies_gets_every_letter_in_the_end(stage: Stage, mail: Machine) -> None:
    cast, letters = assemble(), 500
    lab = crowd.gather(cast, READERS)
    stage.beat()
    stage.worker()
    mail.behave("451")
    crowd.tell(cast, lab, letters // READERS)
    for mode, words in (("451", "451 4.3.0"), ("554", "554 5.6.0"), ("hang", "imed out")):
        mail.behave(mode)
        stage.until(lambda words=words: _failed(cast, said__contains=words), f"attempts fail: {mode}", every=0.2)
    mail.behave("die")
    mail.wait_for_its_end()
    assert mail.count == 1, "it took one letter with it"
    mail.behave("ok")
    mail.start()
    stage.until(lambda: crowd.all_sent(cast, letters), "everything is sent", every=0.2)
    assert _told_once(cast, mail, letters) == 1


def _failed(cast: Cast, **how: object) -> bool:
    with tenant(cast.frontier.pk):
        return Attempt.objects.filter(state=AttemptState.FAILED, **how).exists()


def _flush(stage: Stage) -> None:
    with Redis.from_url(stage.environment["REDIS_URL"]) as redis:
        redis.flushall()


def _nobody_hears(*_args: object, **_options: object) -> None:
    raise ConnectionError("no broker")


def test_a_receiver_that_refuses_and_dies_gets_every_webhook_in_the_end(stage: Stage, mail: Machine) -> None:
    cast, acts = assemble(), 20
    lab, receiver = crowd.gather(cast, crowd.AT_FIRST), _webhooks(stage, cast)
    stage.beat()
    stage.worker()
    receiver.behave("503")
    crowd.tell(cast, lab, acts)
    stage.until(lambda: _failed(cast, status=503), "attempts fail", every=0.2)
    receiver.behave("die")
    receiver.wait_for_its_end()
    receiver.behave("ok")
    receiver.start()
    letters = crowd.AT_FIRST * acts
    stage.until(lambda: crowd.all_sent(cast, letters + SITES * acts), "everything is sent", every=0.2)
    assert _told_once(cast, mail, letters) == 0
    posted = _posted(cast, receiver, acts)
    assert 1 <= posted.total() - len(posted) <= CHANNELS["webhook"].lines, "it died with as many as were on the lines"
