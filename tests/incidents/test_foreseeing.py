"""What filing would lead to, said before it happens: duties with their hours, readers, contradictions, twins."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.committees.models import ActingChair, Tie
from apps.committees.rules.viewer import Portal
from apps.committees.states import TieKind
from apps.incidents.models import Duty, Incident, OrganisationScope, seats_that_may_see
from apps.incidents.selectors.audience import change_of
from apps.incidents.selectors.reports import recipients_of
from apps.incidents.services.drafting import save_draft, start_draft
from apps.incidents.services.filing import draft_at_once, file_at_once, file_draft
from apps.incidents.services.foreseeing import foresee, sharing_once_filed
from apps.incidents.services.regimes import load, shipped
from apps.incidents.states import DutyState, State
from apps.kernel.tenancy.context import tenant
from apps.kernel.tlp import TLP
from apps.record.models import Act
from tests.cast import BEGINNING, NOW, Cast
from tests.chairs.factory import rotate
from tests.incidents.factory import CONTENT, filed

pytestmark = pytest.mark.django_db

GRAVE: dict[str, Any] = CONTENT | {
    "kind": "harm",
    "severity": 4,
    "jurisdictions": ["US-CA"],
    "facts": {"imminent_danger": True, "model_involved": True},
}


@pytest.fixture
def regimes(frontier: Cast) -> Cast:
    """Frontier with all regimes that come with the portal; Borealis is a frontier developer in California."""
    for data in shipped():
        load(actor=Portal("a test"), now=NOW, data=data)
    OrganisationScope.objects.create(
        organisation_id=frontier.viewer("borealis.liaison").organisation_id,
        name="is_frontier_developer_in_california",
        answer=True,
        at=NOW,
    )
    return frontier


def _draft(cast: Cast, **changes: Any) -> Incident:
    return draft_at_once(actor=cast.viewer("borealis.liaison"), now=NOW, changes=GRAVE | changes)


def test_what_is_foreseen_is_what_filing_then_reckons(regimes: Cast) -> None:
    draft = _draft(regimes)
    foreseen = {(one.regime, one.name): (one.state, one.due_at, one.earliest_at, one.because) for one in foresee(draft)}
    assert Duty.objects.count() == 0
    incident = file_draft(actor=regimes.viewer("borealis.liaison"), now=NOW, ref=draft.ref)
    duties = Duty.objects.filter(incident=incident).select_related("version")
    reckoned = {
        (one.version.name, one.name): (DutyState(one.state), one.due_at, one.earliest_at, one.because) for one in duties
    }
    assert foreseen == reckoned
    assert DutyState.DUE in {state for state, *_rest in foreseen.values()}


def test_duties_that_are_due_stand_first_by_their_hour(regimes: Cast) -> None:
    states = [one.state for one in foresee(_draft(regimes))]
    order = [DutyState.MET, DutyState.DUE, DutyState.POSSIBLE, DutyState.NOT_OWED]
    assert states == sorted(states, key=order.index)
    due = [one.due_at for one in foresee(_draft(regimes)) if one.state == DutyState.DUE]
    assert due == sorted(due, key=lambda at: at or NOW + timedelta(days=999))


def test_foreseeing_writes_nothing(regimes: Cast) -> None:
    draft = _draft(regimes)
    acts = Act.objects.count()
    with CaptureQueriesContext(connection) as captured:
        sharing_once_filed(draft, foresee(draft), now=NOW)
    assert not [one for one in captured.captured_queries if not one["sql"].lstrip("( ").upper().startswith("SELECT")]
    assert (Act.objects.count(), Duty.objects.count()) == (acts, 0)


@pytest.mark.parametrize("label", list(TLP))
def test_the_audience_that_is_shown_is_the_one_that_then_sees_it(regimes: Cast, label: TLP) -> None:
    draft = _draft(regimes, tlp=label, recipients=["secretariat"])
    shown = {seat.pk for seat in sharing_once_filed(draft, [], now=NOW).seats}
    file_draft(actor=regimes.viewer("borealis.liaison"), now=NOW, ref=draft.ref)
    assert shown == set(seats_that_may_see(draft.pk, NOW).values_list("pk", flat=True))


@pytest.mark.parametrize("label", list(TLP))
@pytest.mark.parametrize("who", ["aster.liaison", "cygnus.liaison"])
def test_who_will_preside_instead_of_the_chair_is_shown_among_the_readers(frontier: Cast, who: str, label: TLP) -> None:
    rotate(frontier, first="aster")
    aster, cygnus = frontier["aster.liaison"].organisation, frontier["cygnus.liaison"].organisation
    Tie.objects.create(organisation=cygnus, other=aster, kind=TieKind.OWNER, because="A share.", starts_at=BEGINNING)
    draft = draft_at_once(
        actor=frontier.viewer(who), now=NOW, changes=GRAVE | {"tlp": label, "recipients": ["secretariat"]}
    )
    shown = {seat.pk for seat in sharing_once_filed(draft, [], now=NOW).seats}
    file_draft(actor=frontier.viewer(who), now=NOW, ref=draft.ref)
    assert shown == set(seats_that_may_see(draft.pk, NOW).values_list("pk", flat=True))
    assert ActingChair.objects.filter(subject_id=draft.pk).exists() == (label != TLP.RED)


def test_a_label_widened_so_far_shows_who_will_preside(frontier: Cast) -> None:
    rotate(frontier, first="aster")
    incident = filed(frontier, by="aster.liaison", tlp=TLP.RED, recipients=["secretariat"])
    change = change_of(incident, NOW, label=TLP.AMBER_STRICT, named=recipients_of(incident))
    assert frontier["borealis.representative"].pk in change.gains


def test_without_a_label_nobody_is_named_yet(regimes: Cast) -> None:
    assert sharing_once_filed(_draft(regimes, tlp=""), [], now=NOW).seats == []


@pytest.fixture
def lab(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast["borealis.liaison"].person)
    return client


def _check(lab: Client, ref: str) -> str:
    return lab.get(reverse("incidents:check", args=["frontier", ref])).content.decode()


def test_the_check_page_lists_duties_readers_and_what_does_not_fit(cast: Cast, lab: Client) -> None:
    with tenant(cast.frontier.pk):
        for data in shipped():
            load(actor=Portal("a test"), now=NOW, data=data)
        ref = _draft(cast, kind="near_miss").ref
    page = _check(lab, ref)
    assert "What you will owe" in page
    assert "Possible" in page
    assert "Decided by:" in page
    assert "Clerk, Clerk, Secretariat" in page
    assert "California" in page
    assert "the event is called a near miss, which is over" in page
    assert reverse("incidents:step", args=["frontier", ref, "where"]) + "?from=check" in page


def test_an_hour_that_has_passed_already_is_said_to_have(cast: Cast, lab: Client) -> None:
    with tenant(cast.frontier.pk):
        for data in shipped():
            load(actor=Portal("a test"), now=NOW, data=data)
        ref = _draft(cast, aware_at=NOW - timedelta(days=3)).ref
    assert "already past" in _check(lab, ref)


def test_an_hour_stands_in_the_zone_of_its_authority(regimes: Cast) -> None:
    hours = {one.regime: str(one.hour) for one in foresee(_draft(regimes)) if one.due_at}
    assert any("America/Los_Angeles" in hour and "UTC)" in hour for hour in hours.values())


def test_many_questions_are_folded_away(cast: Cast, lab: Client) -> None:
    with tenant(cast.frontier.pk):
        for data in shipped():
            load(actor=Portal("a test"), now=NOW, data=data)
        ref = _draft(cast, facts={}, jurisdictions=[]).ref
    page = _check(lab, ref)
    assert '<details class="c-decided"><summary>Decided by: ' in page
    assert "It hangs on" not in page


def test_the_check_page_takes_the_same_number_of_queries_with_few_and_with_many_answers(
    cast: Cast, lab: Client
) -> None:
    with tenant(cast.frontier.pk):
        for data in shipped():
            load(actor=Portal("a test"), now=NOW, data=data)
        small = draft_at_once(actor=cast.viewer("borealis.liaison"), now=NOW, changes={"tlp": "TLP:AMBER"}).ref
        large = _draft(cast, harms={"health": 4, "rights": 3}, tlp="TLP:GREEN").ref
    counts = []
    for ref in (small, large):
        _check(lab, ref)
        with CaptureQueriesContext(connection) as captured:
            _check(lab, ref)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def _twins(cast: Cast, **changes: Any) -> tuple[str, str]:
    same = {"started_at": NOW - timedelta(hours=5), "model": "Heron 4"}
    with tenant(cast.frontier.pk):
        there = filed(cast, **same)
        return there.ref, _draft(cast, **same | changes).ref


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"model": " heron 4 "}, True),
        ({"started_at": NOW - timedelta(hours=5) + timedelta(seconds=40)}, True),
        ({"model": "Heron 5"}, False),
        ({"model": ""}, False),
        ({"started_at": None}, False),
    ],
)
def test_the_same_start_and_model_are_pointed_out(cast: Cast, lab: Client, changes: dict[str, Any], same: bool) -> None:
    there, ref = _twins(cast, **changes)
    assert ("This is the same incident" in _check(lab, ref)) is same
    assert (there in _check(lab, ref)) is same


def test_another_labs_twin_is_not_shown(cast: Cast, lab: Client) -> None:
    same = {"started_at": NOW - timedelta(hours=5), "model": "Heron 4", "tlp": "TLP:GREEN"}
    with tenant(cast.frontier.pk):
        filed(cast, "cygnus.liaison", **same)
        ref = _draft(cast, **same).ref
    assert "This is the same incident" not in _check(lab, ref)


def test_a_draft_of_the_same_incident_goes_to_the_report_that_is_there(cast: Cast, lab: Client) -> None:
    there, ref = _twins(cast, narrative="n" * 20_000, root_cause="A bug.", response_done="p" * 10_000)
    answer = lab.post(reverse("incidents:join", args=["frontier", ref, there]))
    assert answer.url == reverse("incidents:detail", args=["frontier", there])
    with tenant(cast.frontier.pk):
        assert Incident.objects.get(ref=ref).state == State.WITHDRAWN
        texts = list(Incident.objects.get(ref=there).updates.order_by("pk").values_list("text", flat=True))
    assert "".join(texts).count("n" * 20_000) == 1
    assert "A bug." in texts[-1]
    assert "p" * 10_000 in "".join(texts)


def test_a_report_that_is_no_draft_or_somebody_elses_is_not_joined(cast: Cast, lab: Client) -> None:
    there, ref = _twins(cast)
    with tenant(cast.frontier.pk):
        other = filed(cast, "cygnus.liaison", tlp="TLP:GREEN").ref
        hidden = filed(cast, "cygnus.liaison", tlp="TLP:RED", recipients=["secretariat"]).ref
    for one, into, status in ((ref, other, 409), (there, ref, 409), (ref, ref, 409), (ref, hidden, 404)):
        assert lab.post(reverse("incidents:join", args=["frontier", one, into])).status_code == status


def test_a_reference_that_is_taken_leads_to_the_report_that_has_it(cast: Cast, lab: Client) -> None:
    with tenant(cast.frontier.pk):
        there = filed(cast, own_reference="TRACK-1").ref
        ref = _draft(cast).ref
    page = lab.post(reverse("incidents:step", args=["frontier", ref, "detail"]), {"own_reference": "TRACK-1"})
    assert "You have reported this already" in page.content.decode()
    assert reverse("incidents:detail", args=["frontier", there]) in page.content.decode()


def test_long_paragraphs_stand(cast: Cast, lab: Client) -> None:
    long = "Word after word. " * 600
    with tenant(cast.frontier.pk):
        draft = start_draft(actor=cast.viewer("borealis.liaison"), now=NOW)
    ref = draft.ref
    path = reverse("incidents:step", args=["frontier", ref, "what"])
    answer = lab.post(path, {"title": "Long", "narrative": long, "kind": "harm"})
    assert answer.status_code == 302
    assert long.strip() in _check(lab, ref)
    with tenant(cast.frontier.pk):
        assert Incident.objects.get(ref=ref).narrative == long.strip()
        save_draft(actor=cast.viewer("borealis.liaison"), now=NOW, ref=ref, changes={"root_cause": long})


def test_the_gravest_harm_decides_the_severity_of_what_is_filed(frontier: Cast) -> None:
    actor = frontier.viewer("borealis.liaison")
    changes = CONTENT | {"kind": "harm", "severity": 2, "harms": {"health": 5, "rights": None}}
    assert file_at_once(actor=actor, now=NOW, changes=changes).severity == 5
