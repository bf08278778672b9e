"""Regimes in the committee: brought in, changed by two people, and which laws reach an organisation."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.deadlines.services.sweeping import sweep
from apps.deadlines.states import State as Clock
from apps.incidents.acts import duties as duty_acts
from apps.incidents.acts import regimes as acts
from apps.incidents.models import DUTY, QUESTIONS, Duty, Incident, OrganisationScope, Regime, RegimeVersion
from apps.incidents.selectors.regimes import regimes_for, scopes_of
from apps.incidents.services.adding import amend
from apps.incidents.services.handling import acknowledge, assess
from apps.incidents.services.handling import close as close_report
from apps.incidents.services.handling import withdraw as withdraw_report
from apps.incidents.services.regimes import (
    adopt,
    answer_scopes,
    load,
    propose,
    refuse,
    set_desk,
    shipped,
    withdraw,
)
from apps.incidents.states import DutyState, VersionState
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db

CODE, SB53 = "eu-gpai-code-9", "us-ca-sb53"
LATER = NOW + timedelta(hours=1)
LOADER = Portal("load_regimes")
BREACH: dict[str, Any] = {
    "kind": "harm",
    "jurisdictions": ["EU"],
    "facts": {"model_involved": True, "weights_exfiltrated": True},
}


@pytest.fixture
def regimes(frontier: Cast) -> Cast:
    """The cast, with every regime that ships."""
    for one in shipped():
        load(actor=LOADER, now=NOW, data=one)
    return frontier


def _data(**changes: Any) -> dict[str, Any]:
    return next(one for one in shipped() if one["key"] == CODE) | changes


def _propose(cast: Cast, by: str = "clerk", **changes: Any) -> RegimeVersion:
    data = _data(**({"name": "The Code, as it is from June"} | changes))
    return propose(actor=cast.viewer(by), now=NOW, key=CODE, data=data, reason="The Code was changed in May.")


def _duty(incident: Incident, key: str = f"{CODE}.initial") -> Duty:
    return Duty.objects.get(ref=f"{incident.ref}/{key}")


def _clock(duty: Duty) -> Deadline:
    return Deadline.objects.filter(subject_kind=DUTY, subject_id=duty.pk).latest("pk")


def _asked(incident: Incident) -> Deadline:
    return Deadline.objects.filter(subject_kind=QUESTIONS, subject_id=incident.pk).latest("pk")


def _kinds(duty: Duty) -> list[str]:
    return [act.kind for act in Act.objects.about(DUTY, duty.pk).order_by("pk")]


def test_what_ships_is_brought_in_once(cast: Cast) -> None:
    said = StringIO()
    call_command("load_regimes", committee="frontier", stdout=said)
    assert f"{CODE}: version 1" in said.getvalue()
    again = StringIO()
    call_command("load_regimes", committee="frontier", stdout=again)
    assert set(again.getvalue().splitlines()) == {f"{one['key']}: is there already" for one in shipped()}
    with tenant(cast.frontier.pk):
        assert RegimeVersion.objects.count() == len(shipped())
        assert RegimeVersion.objects.get(regime__key="committee").data["zone"] == cast.frontier.zone
        assert Act.objects.filter(kind=acts.LOADED).count() == len(shipped())
    with tenant(cast.pacific.pk):
        assert not Regime.objects.exists()


def test_one_wrong_profile_brings_in_none(cast: Cast, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    source = next(Path("apps/incidents/regimes").glob("us-ca*.toml")).read_text()
    good.write_text(source)
    bad.write_text(source.replace('unit = "hours"', 'unit = "fortnights"'))
    with pytest.raises(CommandError, match=r"bad\.toml: .*fortnights"):
        call_command("load_regimes", str(good), str(bad), committee="frontier")
    with tenant(cast.frontier.pk):
        assert not Regime.objects.exists()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"key = ", b""])
def test_a_file_that_is_no_profile_is_named(cast: Cast, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "odd.toml"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=r"odd\.toml"):
        call_command("load_regimes", str(file), committee="frontier")


def test_a_regimes_desk_is_the_one_authority_of_its_jurisdiction(regimes: Cast) -> None:
    assert Regime.objects.get(key=CODE).desk == regimes["observer.eu"].organisation
    assert Regime.objects.get(key="committee").desk is None


def test_a_second_person_adopts_and_reports_filed_from_then_on_go_by_it(regimes: Cast) -> None:
    before = filed(regimes, **BREACH)
    version = _propose(regimes)
    assert (version.number, version.state, version.ref) == (2, VersionState.PROPOSED, f"{CODE}/2")
    assert next(one for one in regimes_for(regimes.viewer("clerk")) if one.regime.key == CODE).number == 1
    with pytest.raises(Refused, match="Another person"):
        adopt(actor=regimes.viewer("clerk"), now=NOW, key=CODE, number=2)
    adopt(actor=regimes.viewer("independent"), now=NOW, key=CODE, number=2)
    after = filed(regimes, title="Another", **BREACH)
    assert (_duty(before).version.number, _duty(after).version.number) == (1, 2)
    amend(actor=regimes.viewer("borealis.liaison"), now=LATER, ref=before.ref, changes={"severity": 4})
    assert {duty.version.number for duty in Duty.objects.filter(incident=before, version__regime__key=CODE)} == {1}


def test_one_proposal_at_a_time_and_it_can_be_refused_or_taken_back(regimes: Cast) -> None:
    _propose(regimes)
    with pytest.raises(Refused, match="one at a time"):
        _propose(regimes, by="independent")
    with pytest.raises(Invalid, match="Say why"):
        refuse(actor=regimes.viewer("independent"), now=NOW, key=CODE, number=2, why=" ")
    refused = refuse(actor=regimes.viewer("independent"), now=NOW, key=CODE, number=2, why="The source is missing.")
    assert (refused.state, refused.refusal) == (VersionState.REFUSED, "The source is missing.")
    with pytest.raises(Refused, match="decided already"):
        adopt(actor=regimes.viewer("independent"), now=NOW, key=CODE, number=2)
    third = _propose(regimes)
    with pytest.raises(Refused, match="Only the person who proposed"):
        withdraw(actor=regimes.viewer("independent"), now=NOW, key=CODE, number=third.number)
    assert withdraw(actor=regimes.viewer("clerk"), now=NOW, key=CODE, number=3).state == VersionState.WITHDRAWN


def test_the_database_itself_wants_two_people(regimes: Cast) -> None:
    version = _propose(regimes)
    version.state, version.decided_by_id = VersionState.ADOPTED, version.proposed_by_id
    with pytest.raises(IntegrityError, match="regime_version_by_two"), transaction.atomic():
        version.save()


@pytest.mark.parametrize("name", ["borealis.representative", "observer.eu", "auditor"])
def test_nobody_else_changes_a_regime(regimes: Cast, name: str) -> None:
    with pytest.raises(Refused):
        _propose(regimes, by=name)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"key": "another"}, "key"),
        ({"zone": "Nowhere"}, "zone"),
        ({"reports": []}, "reports"),
    ],
)
def test_a_wrong_proposal_is_refused_by_its_place_and_leaves_nothing(
    regimes: Cast, changes: dict[str, Any], where: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        _propose(regimes, **changes)
    assert where in refusal.value.errors
    assert not RegimeVersion.objects.filter(state=VersionState.PROPOSED).exists()


def test_a_proposal_without_its_reason_and_a_regime_that_is_not_there(regimes: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(actor=regimes.viewer("clerk"), now=NOW, key=CODE, data=_data(), reason="")
    assert set(refusal.value.errors) == {"reason"}
    with pytest.raises(Http404):
        propose(actor=regimes.viewer("clerk"), now=NOW, key="nothing", data=_data(), reason="Because.")


def test_a_clerk_says_whose_desk_it_is(regimes: Cast) -> None:
    with pytest.raises(Refused):
        set_desk(actor=regimes.viewer("independent"), now=NOW, key=CODE, organisation="")
    with pytest.raises(Invalid, match="Choose an authority"):
        set_desk(actor=regimes.viewer("clerk"), now=NOW, key=CODE, organisation="borealis")
    assert set_desk(actor=regimes.viewer("clerk"), now=NOW, key=CODE, organisation="").desk is None
    assert Act.objects.filter(kind=acts.DESK_SET).count() == 1


def test_what_is_owed_and_not_sent_goes_to_the_new_desk(regimes: Cast) -> None:
    clerk = regimes.viewer("clerk")
    waits, sent = filed(regimes, **BREACH), filed(regimes, **BREACH)
    lies = Duty.objects.filter(incident=sent, version__regime__key=CODE)
    lies.update(first_sent_at=NOW)
    set_desk(actor=clerk, now=NOW, key=CODE, organisation="")
    assert set(Duty.objects.filter(incident=waits, version__regime__key=CODE).values_list("desk", flat=True)) == {None}
    europe = regimes["observer.eu"].organisation
    assert set(lies.values_list("desk", flat=True)) == {europe.pk}
    others = Duty.objects.filter(incident=waits).exclude(version__regime__key=CODE).exclude(desk=None)
    before = set(others.values_list("pk", "desk"))
    set_desk(actor=clerk, now=NOW, key=CODE, organisation=europe.key)
    assert set(Duty.objects.filter(incident=waits, version__regime__key=CODE).values_list("desk", flat=True)) == {
        europe.pk
    }
    assert set(others.exclude(version__regime__key=CODE).values_list("pk", "desk")) == before


def test_what_is_owed_to_the_committee_itself_lies_on_no_desk(regimes: Cast) -> None:
    key = next(one["key"] for one in shipped() if one.get("by_filing"))
    with pytest.raises(Refused, match="no authority's desk"):
        set_desk(actor=regimes.viewer("clerk"), now=NOW, key=key, organisation="eu-office")
    Regime.objects.filter(key=key).update(desk=regimes["observer.eu"].organisation)
    incident = filed(regimes, **BREACH)
    assert not Duty.objects.filter(incident=incident, version__regime__key=key).exclude(desk=None).exists()


def test_a_lab_says_once_which_laws_reach_it_and_its_open_reports_follow(regimes: Cast) -> None:
    incident = filed(regimes, **BREACH)
    duty = _duty(incident)
    assert duty.state == DutyState.POSSIBLE
    assert not Deadline.objects.filter(subject_kind=DUTY, subject_id=duty.pk).exists()
    assert _asked(incident).state == Clock.RUNNING
    assert duty.questions[0].startswith("Do you provide a general-purpose AI model with systemic risk")
    liaison = regimes.viewer("borealis.liaison")
    reach = {"provides_systemic_risk_models": True}
    assert answer_scopes(actor=liaison, now=LATER, answers=reach) == 1
    duty.refresh_from_db()
    assert (duty.state, duty.because.startswith("Applies because")) == (DutyState.DUE, True)
    assert answer_scopes(actor=liaison, now=LATER, answers=reach) == 0
    answer_scopes(actor=liaison, now=LATER, answers={"provides_systemic_risk_models": False})
    duty.refresh_from_db()
    assert (duty.state, _clock(duty).state) == (DutyState.FALLEN_AWAY, Clock.MOOT)
    assert "provides no general-purpose AI model" in duty.because
    assert _kinds(duty) == [duty_acts.AROSE, duty_acts.FELL_AWAY]
    assert scopes_of(liaison.organisation_id)["provides_systemic_risk_models"] is False
    assert OrganisationScope.objects.count() == 2


def test_what_is_not_yet_known_runs_one_clock_to_the_earliest_hour_until_it_is_answered(regimes: Cast) -> None:
    liaison = regimes.viewer("borealis.liaison")
    incident = filed(regimes, **BREACH)
    hanging = Duty.objects.awaiting_answers().filter(incident=incident)
    assert hanging.count() > 2
    clock = _asked(incident)
    assert clock.due_at == min(duty.earliest_at for duty in hanging.all() if duty.earliest_at)
    assert clock.name.endswith(f"questions that decide whether {hanging.count()} reports are owed")
    assert clock.owed_by_organisation_id == liaison.organisation_id
    answer_scopes(actor=liaison, now=LATER, answers={"is_essential_or_important_entity": False})
    clock.refresh_from_db()
    assert (clock.state, _asked(incident).state) == (Clock.MOOT, Clock.RUNNING)
    assert _asked(incident).due_at == min(duty.earliest_at for duty in hanging.all() if duty.earliest_at)
    answer_scopes(actor=liaison, now=LATER, answers=dict.fromkeys(scopes_of(liaison.organisation_id), False))
    assert not hanging.exists()
    assert _asked(incident).state == Clock.MET
    ruled_out = Act.objects.filter(kind=duty_acts.RULED_OUT, subject_ref__startswith=incident.ref)
    assert ruled_out.count() > 2


def test_those_outside_do_not_hear_that_questions_are_open(regimes: Cast) -> None:
    incident = filed(regimes, **(BREACH | {"tlp": "TLP:GREEN"}))
    seen = {
        name for name in regimes.in_frontier if _asked(incident) in Deadline.objects.visible_to(regimes.viewer(name))
    }
    assert {"clerk", "borealis.liaison", "cygnus.representative"} <= seen
    assert not seen & {"observer.eu", "auditor"}
    assert "observer.eu" in {
        n for n in regimes.in_frontier if incident in Incident.objects.visible_to(regimes.viewer(n))
    }


def test_a_withdrawn_report_has_no_open_questions(regimes: Cast) -> None:
    incident = filed(regimes, **BREACH)
    withdraw_report(actor=regimes.viewer("borealis.liaison"), now=LATER, ref=incident.ref, reason="Filed twice.")
    assert not Deadline.objects.open().about(QUESTIONS, incident.pk).exists()


def test_a_report_that_is_closed_asks_nothing_more(regimes: Cast) -> None:
    incident = filed(regimes, **BREACH)
    acknowledge(actor=regimes.viewer("clerk"), now=LATER, ref=incident.ref)
    assess(actor=regimes.viewer("clerk"), now=LATER, ref=incident.ref)
    close_report(actor=regimes.viewer("clerk"), now=LATER, ref=incident.ref, outcome="Mended.")
    assert _asked(incident).state == Clock.MET


def test_only_those_who_file_say_which_laws_reach_their_organisation(regimes: Cast) -> None:
    for name in ("clerk", "observer.eu", "independent"):
        with pytest.raises(Refused):
            answer_scopes(actor=regimes.viewer(name), now=NOW, answers={})
    with pytest.raises(Invalid, match="This is not asked: taxes"):
        answer_scopes(actor=regimes.viewer("borealis.liaison"), now=NOW, answers={"taxes": True})


@pytest.fixture
def reached(regimes: Cast) -> Callable[..., Incident]:
    """Files a report of a lab that the European Code and California's law reach."""
    answer_scopes(
        actor=regimes.viewer("borealis.liaison"),
        now=NOW,
        answers={"provides_systemic_risk_models": True, "is_frontier_developer_in_california": True},
    )
    return lambda **changes: filed(regimes, **(BREACH | changes))


def test_a_new_fact_shortens_the_clock_and_pages(regimes: Cast, reached: Callable[..., Incident]) -> None:
    incident = reached()
    duty = _duty(incident)
    first = _clock(duty)
    facts = incident.facts | {"critical_infrastructure": True}
    amend(actor=regimes.viewer("borealis.liaison"), now=LATER, ref=incident.ref, changes={"facts": facts})
    duty.refresh_from_db()
    first.refresh_from_db()
    assert first.state == Clock.MOOT
    assert _clock(duty).due_at == duty.due_at < first.due_at
    moved = Act.objects.about(DUTY, duty.pk).get(kind=duty_acts.MOVED)
    assert moved.facts["shortened"] is True
    assert "critical infrastructure is disrupted" in duty.because


def test_a_fact_that_takes_the_duty_away_closes_it_with_the_reason(
    regimes: Cast, reached: Callable[..., Incident]
) -> None:
    incident = reached()
    facts = incident.facts | {"weights_exfiltrated": False, "security_breach": False, "death": False}
    facts |= {"critical_infrastructure": False, "widespread_infringement": False}
    changes = {"facts": facts, "harms": {}}
    amend(actor=regimes.viewer("borealis.liaison"), now=LATER, ref=incident.ref, changes=changes)
    duty = _duty(incident)
    assert (duty.state, duty.closed_at) == (DutyState.FALLEN_AWAY, LATER)
    assert duty.because.startswith("Does not apply, because")
    assert _clock(duty).state == Clock.MOOT


def test_a_withdrawn_report_owes_nothing_more(regimes: Cast, reached: Callable[..., Incident]) -> None:
    incident = reached()
    withdraw_report(actor=regimes.viewer("borealis.liaison"), now=LATER, ref=incident.ref, reason="Filed twice.")
    duty = _duty(incident)
    assert (duty.state, duty.because) == (
        DutyState.FALLEN_AWAY,
        "Fell away: the organisation withdrew the report.",
    )
    assert not Deadline.objects.open().filter(subject_kind=DUTY).exists()


def test_a_report_whose_hour_has_passed_is_filed_and_its_duty_is_late(
    regimes: Cast, reached: Callable[..., Incident]
) -> None:
    long_ago = NOW - timedelta(days=40)
    incident = reached(started_at=long_ago, aware_at=long_ago, involved_at=long_ago)
    duty = _duty(incident)
    clock = _clock(duty)
    assert duty.due_at is not None
    assert duty.due_at < NOW
    assert (clock.due_at, clock.starts_at <= clock.due_at) == (duty.due_at, True)
    sweep(NOW, at=NOW)
    clock.refresh_from_db()
    assert clock.state == Clock.OVERDUE


def test_the_committees_own_first_report_is_met_by_the_filing(regimes: Cast) -> None:
    duty = _duty(filed(regimes), "committee.initial")
    assert (duty.state, duty.met_at) == (DutyState.MET, NOW)
    assert not Deadline.objects.filter(subject_kind=DUTY, subject_id=duty.pk).exists()


def test_other_committees_organisations_have_their_own_regimes(regimes: Cast) -> None:
    assert Organisation.objects.filter(key="borealis").exists()
    with tenant(regimes.pacific.pk):
        assert not Duty.objects.exists()
        assert regimes_for(regimes.viewer("pacific.clerk")) == []
