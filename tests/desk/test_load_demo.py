"""The demo as a visitor finds it."""

import pytest
from django.core.management import call_command

from apps.committees.models import Committee
from apps.incidents.models import Incident
from apps.incidents.states import State
from apps.kernel.tenancy.context import tenant

pytestmark = pytest.mark.django_db


def test_a_report_stands_in_every_state() -> None:
    call_command("load_demo")
    with tenant(Committee.objects.get(slug="frontier").pk):
        assert set(Incident.objects.values_list("state", flat=True)) == set(State)
