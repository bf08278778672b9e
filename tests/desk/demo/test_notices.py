"""Who is told in the demo: inboxes, the letters of the last day, a webhook and a pager."""

from datetime import datetime, timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import override_settings

from apps.committees.models import Committee
from apps.desk.demo.seats import viewer
from apps.incidents.models import Incident
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.notices.channels.places import place_of
from apps.notices.models import Delivery, Endpoint, FanOut, Notice, NoticePreference, QuietHours
from apps.notices.services import deliver_batch, expand
from apps.notices.services.endpoints import remove
from apps.record.models import Act

pytestmark = pytest.mark.django_db


def _places(committee: Committee) -> list[tuple[str, str]]:
    with tenant(committee.pk):
        return [(endpoint.label, place_of(endpoint).url) for endpoint in Endpoint.objects.there().order_by("pk")]


def test_one_has_a_webhook_and_a_pager_and_one_keeps_nights_quiet(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        endpoints = Endpoint.objects.order_by("id").values_list("organisation__key", "kind", "host")
        host = urlsplit(settings.BASE_URL).netloc
        assert list(endpoints) == [("cygnus", "webhook", host), ("cygnus", "pager", host)]
        quiet = QuietHours.objects.get()
        assert quiet.seat.person.email == "representative@borealis.example"
        assert NoticePreference.objects.get(seat=quiet.seat, channel="email").mode == "daily"


def test_the_webhook_and_the_pager_follow_the_portal_to_another_port(frontier: Committee) -> None:
    with override_settings(BASE_URL="http://localhost:8123"):
        call_command("move_demo", stdout=StringIO())
    assert _places(frontier) == [
        ("Incident desk", "http://localhost:8123/demo/webhooks/in/"),
        ("On call", "http://localhost:8123/demo/webhooks/pager/"),
    ]


def test_what_a_visitor_has_removed_does_not_come_back_at_another_port(frontier: Committee) -> None:
    with tenant(frontier.pk):
        keeper = viewer("representative@cygnus.example", clock.now())
        desk = Endpoint.objects.there().get(label="Incident desk")
        remove(actor=keeper, now=clock.now(), uid=desk.uid)
    call_command("move_demo", stdout=StringIO())
    assert [label for label, _ in _places(frontier)] == ["On call"]


def test_history_is_in_inboxes_partly_read_and_only_the_last_day_is_mailed(
    frontier: Committee, loaded_at: datetime
) -> None:
    with tenant(frontier.pk):
        assert not Delivery.objects.exists()
        assert Notice.objects.filter(read_at=None).exists()
        assert Notice.objects.exclude(read_at=None).exists()
        told = Act.objects.filter(pk__in=FanOut.objects.values("act"))
        recent = told.filter(at__gt=loaded_at - timedelta(days=1)).values_list("pk", flat=True)
        assert set(FanOut.objects.filter(expanded_at=None).values_list("act_id", flat=True)) == set(recent)
    expand(frontier.pk, now=clock.now(), at=clock.now())
    while deliver_batch(frontier.pk, "email", now=clock.now(), watch=clock.machine_now):
        """Goes on until nothing is due."""
    assert 10 < len(mail.outbox) < 150
    about = "".join(message.subject for message in mail.outbox)
    with tenant(frontier.pk):
        refs = Act.objects.filter(pk__in=recent).values_list("subject_ref", flat=True)
        spoken_of = {ref.partition("/")[0] for ref in refs}
        for old in Incident.objects.filter(filed_at__lt=loaded_at - timedelta(days=2)).exclude(ref__in=spoken_of):
            assert old.ref not in about
