"""The demo's committees as a visitor finds them, loaded once for all tests of this folder."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from apps.accounts.models import User
from apps.committees.models import Committee
from apps.kernel import clock


@pytest.fixture(scope="package")
def loaded_at(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[datetime]:
    """The demo, loaded in a transaction that outlasts the folder's tests; the instant of the loading."""
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path_factory.mktemp("files")},
    }
    storages = override_settings(STORAGES=settings.STORAGES | {"default": backend})
    with django_db_blocker.unblock(), storages, transaction.atomic():
        before = clock.now()
        call_command("load_demo")
        yield before
        transaction.set_rollback(True)


@pytest.fixture
def frontier(loaded_at: datetime) -> Committee:
    """The committee that the demo is about."""
    return Committee.objects.get(slug="frontier")


def page_of(email: str, path: str) -> str:
    """A page of Frontier as somebody finds it."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    answer = client.get(f"/c/frontier/{path}")
    assert answer.status_code == 200
    return answer.content.decode()
