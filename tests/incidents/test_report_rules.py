"""What a report must contain, and who may do what; no database."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind, Role
from apps.incidents.rules import verbs
from apps.incidents.rules.report import Content, Recipient, filing_errors, shape_errors
from apps.incidents.rules.sight import open_labels, open_roles, open_to_chairs_office
from apps.incidents.states import State
from apps.kernel.tlp import TLP, strictest
from tests.cast import NOW

WHOLE = Content(
    title="T", kind="harm", severity=4, tlp="TLP:AMBER", narrative="N", zone="UTC", aware_at=NOW - timedelta(hours=1)
)


def test_a_whole_report_may_be_filed() -> None:
    assert filing_errors(WHOLE, NOW) == {}


@pytest.mark.parametrize("name", ["title", "kind", "severity", "tlp", "narrative", "zone"])
def test_each_required_field_is_asked_for_when_missing(name: str) -> None:
    empty = None if name == "severity" else ""
    assert set(filing_errors(replace(WHOLE, **{name: empty}), NOW)) == {name}


def test_an_empty_draft_is_not_wrong_yet() -> None:
    assert shape_errors(Content(), NOW) == {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "disaster"}, "kind"),
        ({"severity": 6}, "severity"),
        ({"tlp": "TLP:BLUE"}, "tlp"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"title": "x" * 201}, "title"),
        ({"own_reference": "x" * 101}, "own_reference"),
        ({"facts": {"gossip": True}}, "facts"),
        ({"facts": {"death": "maybe"}}, "facts"),
        ({"aware_at": NOW + timedelta(seconds=1)}, "aware_at"),
        ({"started_at": NOW - timedelta(hours=1), "ended_at": NOW - timedelta(hours=2)}, "ended_at"),
    ],
)
def test_a_wrong_value_is_named_at_its_field(change: dict, field: str) -> None:
    assert set(shape_errors(replace(WHOLE, **change), NOW)) == {field}


def test_a_red_report_must_name_somebody_neutral() -> None:
    red = replace(WHOLE, tlp="TLP:RED", recipients=(Recipient("cygnus", False),))
    assert set(filing_errors(red, NOW)) == {"recipients"}
    neutral = replace(red, recipients=(*red.recipients, Recipient("secretariat", True)))
    assert filing_errors(neutral, NOW) == {}


def _viewer(role: Role, *, organisation: int = 1, chair: bool = False, deputy: bool = False) -> Viewer:
    offices = frozenset({OfficeKind.CHAIR}) if chair else frozenset()
    return Viewer(
        committee_id=1,
        seat_id=1,
        organisation_id=organisation,
        role=role,
        offices=offices,
        chairs_office=chair or deputy,
    )


@pytest.mark.parametrize("label", list(TLP))
@pytest.mark.parametrize("role", list(Role))
def test_labels_open_to_a_role_are_the_inverse_of_roles_open_to_a_label(label: TLP, role: Role) -> None:
    assert (label in open_labels(_viewer(role))) is (role in open_roles(label))


@pytest.mark.parametrize("label", list(TLP))
def test_the_chairs_office_sees_all_but_red(label: TLP) -> None:
    assert (label in open_labels(_viewer(Role.REPRESENTATIVE, chair=True))) is open_to_chairs_office(label)
    assert (label in open_labels(_viewer(Role.ALTERNATE, deputy=True))) is (label != TLP.RED)


@dataclass
class Report:
    state: str = State.FILED
    organisation_id: int = 2
    tlp: str = "TLP:CLEAR"
    published_at: object = None
    pk: int = 1


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.CLERK])
def test_neither_chair_nor_clerk_decides_on_the_own_organisations_report(role: Role) -> None:
    chair = _viewer(role, organisation=2, chair=role != Role.CLERK)
    for rule, state in (
        (verbs.may_acknowledge, State.FILED),
        (verbs.may_assess, State.ACKNOWLEDGED),
        (verbs.may_close, State.ASSESSING),
    ):
        assert "your own organisation" in rule(chair, Report(state)).reason
        assert rule(replace(chair, organisation_id=1), Report(state))


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.CLERK}])
def test_nobody_but_chair_and_clerks_acknowledges(role: Role) -> None:
    assert not verbs.may_acknowledge(_viewer(role), Report())


def test_only_a_clear_report_may_be_published_and_only_once() -> None:
    clerk = _viewer(Role.CLERK)
    assert verbs.may_publish(clerk, Report())
    assert "your own organisation" in verbs.may_publish(clerk, Report(organisation_id=1)).reason
    assert not verbs.may_publish(clerk, Report(tlp="TLP:GREEN"))
    assert not verbs.may_publish(clerk, Report(published_at=NOW))
    assert not verbs.may_publish(clerk, Report(state=State.WITHDRAWN))


def test_the_strictest_label_wins() -> None:
    assert strictest(["TLP:CLEAR", "TLP:AMBER", "TLP:AMBER+STRICT"]) == TLP.AMBER_STRICT
    with pytest.raises(ValueError, match="no label"):
        strictest([])
