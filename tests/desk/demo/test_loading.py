"""Loading the demo: once, in the order of time, with nothing internal told, and only where it is the demo."""

from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from apps.accounts.models import User
from apps.committees.models import ApiToken, Committee, Invitation, Seat
from apps.deadlines.models import Deadline
from apps.files.models import File
from apps.incidents.models import Incident
from apps.kernel.tenancy.context import tenant
from apps.notices.models import FanOut, Notice
from apps.record.models import Act, Sighting
from apps.transparency.models import PublishedRecord
from tests.guards.internal_ids import named_in, numbers_of

pytestmark = pytest.mark.django_db

COUNTED = (Incident, Act, Seat, Notice, FanOut, Deadline, File, Sighting, Invitation, ApiToken, PublishedRecord)
FOUNDING = ["committee.created", "committee.test_notice", "committee.setup_closed", "chair.rotation_started"]


def _counts() -> dict[str, int]:
    found = {"people": User.objects.count()}
    for committee in Committee.objects.all():
        with tenant(committee.pk):
            found |= {f"{committee} {model.__name__}": model.objects.count() for model in COUNTED}
    return found


def test_loading_it_twice_adds_nothing(frontier: Committee) -> None:
    before = _counts()
    call_command("load_demo")
    assert _counts() == before


def test_no_act_gives_away_an_internal_id(frontier: Committee) -> None:
    for committee in Committee.objects.all():
        with tenant(committee.pk):
            told = list(Act.objects.values_list("kind", "facts"))
        assert [(kind, found) for kind, facts in told if (found := named_in(str(facts)))] == []
        assert {f"{kind}: {name}" for kind, facts in told for name in numbers_of(facts)} == set()


def test_outside_the_demo_it_is_refused(loaded_at: datetime) -> None:
    with override_settings(DEMO=False), pytest.raises(CommandError, match="this is not the demo"):
        call_command("move_demo")
    with override_settings(DEMO=False), pytest.raises(CommandError, match="only where DEMO is set"):
        call_command("load_demo")


def test_acts_stand_in_the_order_of_their_times(frontier: Committee) -> None:
    with tenant(frontier.pk):
        for incident in Incident.objects.all():
            times = [act.at for act in Act.objects.about("incident", incident.pk)]
            assert times == sorted(times)


def test_evidence_is_real_and_of_three_types(frontier: Committee) -> None:
    with tenant(frontier.pk):
        types = set(File.objects.values_list("content_type", flat=True))
    assert types == {"image/png", "application/pdf", "text/plain; charset=utf-8"}


def test_setting_up_is_closed_before_the_rotation_starts(frontier: Committee) -> None:
    with tenant(frontier.pk):
        acts = {act.kind: act for act in Act.objects.filter(kind__in=FOUNDING)}
        assert [kind for kind, _act in sorted(acts.items(), key=lambda one: one[1].at)] == FOUNDING
        assert acts["committee.setup_closed"].facts["left"] == ["rotation"]
