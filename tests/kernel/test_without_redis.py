"""Redis refuses or hangs: an act still succeeds, nobody waits for long, and pages still come."""

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from apps.incidents.models import Incident
from apps.kernel import caching
from apps.kernel.tenancy import tasks
from apps.kernel.tenancy.context import tenant
from apps.notices.models import FanOut
from portal.celery import app
from portal.settings import base
from tests.cast import PASSWORD, assemble

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST = 2.0
"""Seconds that a filing may take longer at most; measured: one."""
BODY: dict[str, Any] = {
    "title": "Leak",
    "kind": "harm",
    "severity": 4,
    "tlp": "TLP:GREEN",
    "narrative": "It leaked.",
    "aware_at": None,
}


@pytest.fixture(params=["refuses", "hangs"])
def no_redis(request: Any, settings: Any) -> Iterator[None]:
    """The production's cache, sessions and doorbell, with nobody behind the address."""
    with socket.socket() as dead:
        dead.bind(("127.0.0.1", 0))
        if request.param == "hangs":
            dead.listen(50)
        url = f"redis://:x@127.0.0.1:{dead.getsockname()[1]}/0"
        settings.REDIS_URL = url
        settings.CACHES = {"default": base.CACHES["default"] | {"LOCATION": url}}
        settings.SESSION_ENGINE = base.SESSION_ENGINE
        settings.CELERY_TASK_ALWAYS_EAGER = app.conf.task_always_eager = False
        settings.ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip"}
        for fuse in (caching.fuse, tasks.fuse):
            fuse.mend()
        tasks._redis.cache_clear()
        yield
        app.conf.task_always_eager = True
        for fuse in (caching.fuse, tasks.fuse):
            fuse.mend()
        tasks._redis.cache_clear()


def test_a_filing_succeeds_soon_and_pages_still_come(no_redis: None) -> None:
    cast = assemble()
    client = Client()
    client.force_login(cast["borealis.liaison"].person)
    start = time.monotonic()
    path = "/api/v1/committees/frontier/incidents/"
    answer = client.post(path, json.dumps(BODY), content_type="application/json")
    assert answer.status_code == 201
    assert time.monotonic() - start < LONGEST
    with tenant(cast.frontier.pk):
        assert Incident.objects.count() == FanOut.objects.filter(expanded_at=None).count() == 1
    assert client.get("/c/frontier/").status_code == 200
    assert time.monotonic() - start < LONGEST + 1


def test_people_sign_in_and_out(no_redis: None) -> None:
    person = assemble()["borealis.liaison"].person
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client = Client()
    values = {"login": "liaison@borealis.example", "password": PASSWORD}
    assert client.post("/account/login/", values).status_code == 302
    assert client.get("/c/frontier/").status_code == 200
    assert client.post("/account/logout/").status_code == 302
    assert client.get("/c/frontier/").status_code == 302


def test_what_is_in_the_cache_counts_as_missing(no_redis: None) -> None:
    cache.set("a", 1)
    assert cache.get("a", 7) == 7
    assert cache.add("a", 1)
    assert cache.incr("a") == 1
    assert not cache.has_key("a")
    assert cache.get_many(["a"]) == {}
    assert cache.delete("a") is False


def test_a_redis_that_comes_back_is_used_again(settings: Any) -> None:
    settings.CACHES = base.CACHES
    caching.fuse.mend()
    cache.set("back", 1, 60)
    caching.fuse.blow()
    assert cache.get("back") is None
    caching.fuse.mend()
    assert cache.get("back") == 1
