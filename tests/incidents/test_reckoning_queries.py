"""What filing a report costs, with and without laws that reach it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.incidents.models import DUTY, Duty, Incident
from apps.incidents.rules.facts import SCOPES
from apps.incidents.services.regimes import answer_scopes, load, shipped
from tests.cast import NOW, Cast
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db

FURTHER = 21
"""Queries that reckoning adds to a filing, however many authorities are owed a report and however much is not yet known."""


def _cost(cast: Cast, **changes: Any) -> tuple[Incident, int]:
    with CaptureQueriesContext(connection) as seen:
        incident = filed(cast, **changes)
    return incident, len(seen)


def _clocks(incident: Incident) -> int:
    duties = Duty.objects.filter(incident=incident)
    return Deadline.objects.filter(subject_kind=DUTY, subject_id__in=duties.values("pk")).count()


def _reached(cast: Cast) -> None:
    """Borealis says that every law reaches it."""
    answer_scopes(actor=cast.viewer("borealis.liaison"), now=NOW, answers=dict.fromkeys(SCOPES, True))


def test_a_report_that_many_authorities_are_owed_costs_no_more_than_one_for_few(frontier: Cast) -> None:
    filed(frontier, title="The first fills what is remembered")
    _plain, without = _cost(frontier, title="Under no law")
    for one in shipped():
        load(actor=Portal("load_regimes"), now=NOW, data=one)
    _reached(frontier)
    grave = {"kind": "harm", "facts": {"model_involved": True, "weights_exfiltrated": True, "security_breach": True}}
    home, few = _cost(frontier, title="Where the laboratory sits", jurisdictions=["US-CA"], **grave)
    everywhere = grave | {"jurisdictions": ["EU", "US-CA", "US-NY"], "involved_at": NOW - timedelta(hours=4)}
    abroad, many = _cost(frontier, title="On both sides of the ocean", **everywhere)
    assert _clocks(abroad) > _clocks(home) > 0
    assert many == few <= without + FURTHER
