"""What the public is told of a report: its own text, agreed to by the organisation, published by a clerk who did not write it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client

from apps.accounts.models import User
from apps.committees.models import Seat
from apps.committees.states import Role
from apps.incidents.models import PUBLIC, Incident, PublicVersion, seats_that_may_see_public_version
from apps.incidents.rules.public_text import facts_shown, repeated_runs
from apps.incidents.services import public as services
from apps.incidents.services.adding import amend
from apps.incidents.services.drafting import start_draft
from apps.incidents.services.handling import acknowledge, close, withdraw
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.record.rules import SUBJECTS, seats_of
from apps.transparency.models import PublishedRecord
from tests.cast import BEGINNING, NOW, Cast
from tests.incidents.factory import filed
from tests.incidents.protecting import protected, report_of

pytestmark = pytest.mark.django_db

NARRATIVE = "During a test of the grey heron model the agent reached the outer network through an open port."
TEXT = "A model under test reached a network that it should not have reached. Nobody was harmed."
LAB, SPEAKER, CLERK = "borealis.liaison", "borealis.representative", "clerk"


def _write(cast: Cast, incident: Incident, by: str = LAB, **changes: Any) -> PublicVersion:
    given = {"title": "A test went wrong", "text": TEXT, "shown": ("kind", "month")} | changes
    return services.write_public(actor=cast.viewer(by), now=NOW, ref=incident.ref, **given)


def _agree(cast: Cast, row: PublicVersion, by: str = SPEAKER, edited: int | None = None) -> PublicVersion:
    given = {"ref": row.ref, "uid": row.uid, "edited": row.edited if edited is None else edited}
    return services.agree_to_publish(actor=cast.viewer(by), now=NOW, **given)


def _publish(cast: Cast, row: PublicVersion, by: str = CLERK, edited: int | None = None) -> PublicVersion:
    given = {"ref": row.ref, "uid": row.uid, "edited": row.edited if edited is None else edited}
    return services.publish_public(actor=cast.viewer(by), now=NOW, **given)


def _second_clerk(cast: Cast) -> None:
    person = User.objects.create(email="second@secretariat.example", name="Second")
    cast.seats["clerk.second"] = Seat.objects.create(
        organisation=cast["clerk"].organisation, person=person, role=Role.CLERK, starts_at=BEGINNING
    )


def _public(incident: Incident) -> str:
    client = Client()
    found = [client.get(f"/public/frontier/{incident.ref}{end}") for end in (".json", "/")]
    lists = [client.get(f"/public/frontier/{name}") for name in ("", "index.json", "feed.atom")]
    return "".join(answer.content.decode() for answer in (*found, *lists) if answer.status_code == 200)


@pytest.mark.parametrize("label", ["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"])
def test_a_text_is_published_whatever_the_label_and_nothing_else_of_the_report(cast: Cast, label: str) -> None:
    secret = {
        "title": "Zanzibar title",
        "narrative": "Zanzibar narrative",
        "root_cause": "Zanzibar cause",
        "jurisdictions": ["US-CA"],
        "severity": 5,
    }
    with tenant(cast.frontier.pk):
        incident = filed(cast, tlp=label, recipients=["secretariat"], **secret)
        _publish(cast, _agree(cast, _write(cast, incident)))
    shown = _public(incident)
    assert TEXT in shown
    for word in ("Zanzibar", "Borealis", "California", "Catastrophic", label, "the agent"):
        assert word not in shown, word
    record = Client().get(f"/public/frontier/{incident.ref}.json").json()
    assert record["body"] == [{"label": "kind", "value": "Near miss"}, {"label": "month", "value": "November 2026"}]


def test_nothing_is_public_before_it_is_published(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        incident = filed(cast)
        _agree(cast, _write(cast, incident))
    assert TEXT not in _public(incident)
    assert Client().get(f"/public/frontier/{incident.ref}/").status_code == 404


def test_a_change_of_the_report_after_the_agreement_changes_nothing_of_what_is_published(frontier: Cast) -> None:
    incident = filed(frontier)
    row = _agree(frontier, _write(frontier, incident, shown=["severity", "kind"]))
    amend(actor=frontier.viewer(LAB), now=NOW, ref=incident.ref, changes={"severity": 5, "kind": "harm"})
    _publish(frontier, row)
    assert [line["value"] for line in PublishedRecord.objects.get(ref=incident.ref).body] == ["Near miss", "3 Serious"]


def test_a_change_of_the_text_takes_the_agreement_with_it(frontier: Cast) -> None:
    incident = filed(frontier)
    row = _agree(frontier, _write(frontier, incident))
    changed = _write(frontier, incident, by=LAB, text="Other words.", edited=row.edited)
    assert (changed.pk, changed.state, changed.agreed_by_id, changed.edited) == (row.pk, "drafted", None, 2)
    with pytest.raises(Http404):
        _publish(frontier, changed)


@pytest.mark.parametrize("step", ["write", "agree", "publish"])
def test_a_text_that_was_changed_meanwhile_is_read_again_first(frontier: Cast, step: str) -> None:
    incident = filed(frontier)
    row = _write(frontier, incident)
    if step == "publish":
        _agree(frontier, row)
    again = {
        "write": lambda: _write(frontier, incident, edited=0),
        "agree": lambda: _agree(frontier, row, edited=7),
        "publish": lambda: _publish(frontier, row, edited=7),
    }
    with pytest.raises(Invalid, match="has been changed since"):
        again[step]()


def test_a_clerk_drafts_the_organisation_agrees_and_another_clerk_publishes(frontier: Cast) -> None:
    _second_clerk(frontier)
    incident = filed(frontier)
    row = _write(frontier, incident, by=CLERK)
    assert {seat.pk for seat in seats_of("public_version.speakers", row.pk, NOW)} == {
        frontier[name].pk for name in ("borealis.representative", "borealis.alternate")
    }
    with pytest.raises(Refused, match="representative or the alternate"):
        _agree(frontier, row, by=CLERK)
    _agree(frontier, row)
    with pytest.raises(Refused, match="Another clerk than the one who wrote it"):
        _publish(frontier, row)
    assert _publish(frontier, row, by="clerk.second").state == "published"


def test_a_clerk_who_wrote_at_it_before_the_lab_did_does_not_publish_it_either(frontier: Cast) -> None:
    incident = filed(frontier)
    row = _write(frontier, incident, by=CLERK)
    row = _agree(frontier, _write(frontier, incident, by=LAB, text="Nearly the same.", edited=row.edited))
    with pytest.raises(Refused, match="Another clerk"):
        _publish(frontier, row)


@pytest.mark.parametrize("name", ["borealis.representative", "aster.representative", "auditor", "independent"])
def test_only_a_clerk_publishes(frontier: Cast, name: str) -> None:
    incident = filed(frontier)
    row = _agree(frontier, _write(frontier, incident))
    with pytest.raises(Refused if name.startswith("borealis") else Http404):
        _publish(frontier, row, by=name)


@pytest.mark.parametrize("name", ["aster.liaison", "cygnus.representative", "auditor", "eve"])
def test_rivals_neither_write_nor_read_what_is_being_written(frontier: Cast, name: str) -> None:
    incident = filed(frontier)
    row = _write(frontier, incident)
    with pytest.raises((Http404, Refused)):
        _write(frontier, incident, by=name)
    with pytest.raises(Http404):
        _agree(frontier, row, by=name)


def test_a_clerk_does_not_write_over_a_text_that_the_organisation_is_writing(frontier: Cast) -> None:
    incident = filed(frontier)
    row = _write(frontier, incident)
    with pytest.raises(Refused, match="is writing a text itself"):
        _write(frontier, incident, by=CLERK)
    row = _agree(frontier, row)
    assert _write(frontier, incident, by=CLERK, text="Shorter.", edited=row.edited).state == "drafted"


def test_the_liaison_writes_and_does_not_agree(frontier: Cast) -> None:
    row = _write(frontier, filed(frontier))
    with pytest.raises(Refused):
        _agree(frontier, row, by=LAB)
    assert _agree(frontier, row, by="borealis.alternate").agreed_by_id == frontier["borealis.alternate"].pk


def test_a_clerk_publishes_what_was_agreed_to_of_a_report_that_no_clerk_sees(frontier: Cast) -> None:
    incident = filed(frontier, tlp="TLP:RED", recipients=["independent"])
    row = _write(frontier, incident)
    with pytest.raises(Http404):
        _publish(frontier, row)
    _agree(frontier, row)
    assert _publish(frontier, row).state == "published"
    assert not Incident.objects.visible_to(frontier.viewer(CLERK)).filter(pk=incident.pk).exists()


def test_a_new_version_takes_the_place_of_the_former_which_stays_readable(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        incident = filed(cast)
        first = _publish(cast, _agree(cast, _write(cast, incident)))
        second = _publish(cast, _agree(cast, _write(cast, incident, text="We know more now.")))
        first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("superseded", "published", 2)
    record = Client().get(f"/public/frontier/{incident.ref}.json").json()
    assert record["summary"] == "We know more now."
    assert [one["summary"] for one in record["earlier"]] == [TEXT]


def test_a_withdrawn_version_stays_with_its_notice(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        incident = filed(cast)
        row = _publish(cast, _agree(cast, _write(cast, incident)))
        given = {"now": NOW, "ref": row.ref, "uid": row.uid}
        with pytest.raises(Refused):
            services.withdraw_public(actor=cast.viewer(LAB), notice="Wrong.", **given)
        with pytest.raises(Invalid):
            services.withdraw_public(actor=cast.viewer(SPEAKER), notice=" ", **given)
        services.withdraw_public(actor=cast.viewer(SPEAKER), notice="It named the wrong month.", **given)
        with pytest.raises(Refused):
            services.withdraw_public(actor=cast.viewer(CLERK), notice="Again.", **given)
    record = Client().get(f"/public/frontier/{incident.ref}.json").json()
    assert (record["title"], record["summary"]) == ("Withdrawn: A test went wrong", "It named the wrong month.")
    assert [one["summary"] for one in record["earlier"]] == [TEXT]


def test_what_is_not_public_yet_can_be_thrown_away_and_written_anew(frontier: Cast) -> None:
    incident = filed(frontier)
    row = _write(frontier, incident)
    given = {"actor": frontier.viewer(LAB), "now": NOW, "ref": row.ref, "uid": row.uid}
    with pytest.raises(Invalid, match="has been changed since"):
        services.discard_public(edited=7, **given)
    services.discard_public(edited=1, **given)
    assert _write(frontier, incident).number == 2
    with pytest.raises(Refused):
        services.discard_public(edited=1, **given)


def _give_back(cast: Cast, row: PublicVersion, by: str = CLERK, **changes: Any) -> PublicVersion:
    given = {"ref": row.ref, "uid": row.uid, "edited": row.edited, "because": "The month is wrong."} | changes
    return services.give_back_public(actor=cast.viewer(by), now=NOW, **given)


def test_a_clerk_gives_an_agreed_text_back_with_the_reason_and_throws_none_away(frontier: Cast) -> None:
    incident = filed(frontier)
    row = _write(frontier, incident)
    with pytest.raises(Http404):
        _give_back(frontier, row)
    _agree(frontier, row)
    with pytest.raises(Refused, match="give it back"):
        services.discard_public(actor=frontier.viewer(CLERK), now=NOW, ref=row.ref, uid=row.uid, edited=1)
    with pytest.raises(Invalid, match="has been changed since"):
        _give_back(frontier, row, edited=7)
    with pytest.raises(Invalid, match="what should be different"):
        _give_back(frontier, row, because=" ")
    with pytest.raises(Refused, match="Only a clerk of another organisation"):
        _give_back(frontier, row, by=SPEAKER)
    back = _give_back(frontier, row)
    assert (back.state, back.agreed_by_id, back.given_back_because) == ("drafted", None, "The month is wrong.")
    with pytest.raises(Http404):
        _publish(frontier, row)
    agreed = _agree(frontier, back)
    assert (agreed.given_back_because, agreed.given_back_by_id) == ("", None)
    assert _publish(frontier, agreed).state == "published"


def test_a_change_answers_what_it_was_given_back_for(frontier: Cast) -> None:
    incident = filed(frontier)
    row = _give_back(frontier, _agree(frontier, _write(frontier, incident)))
    changed = _write(frontier, incident, text="Other words.", edited=row.edited)
    assert (changed.given_back_because, changed.given_back_at) == ("", None)


def test_whose_report_a_protected_one_is_filed_for_is_never_shown(frontier: Cast) -> None:
    incident = report_of(protected(frontier, recipients=["secretariat"]))
    row = _write(frontier, incident, by=CLERK, shown=["organisation", "kind"])
    assert [line["label"] for line in row.body] == ["kind"]


def test_of_a_draft_and_of_a_withdrawn_report_the_public_is_told_nothing(frontier: Cast) -> None:
    draft = start_draft(actor=frontier.viewer(LAB), now=NOW)
    with pytest.raises(Refused, match="once it is filed"):
        _write(frontier, draft)
    incident = filed(frontier)
    row = _agree(frontier, _write(frontier, incident))
    withdraw(actor=frontier.viewer(LAB), now=NOW, ref=incident.ref, reason="Twice.")
    with pytest.raises(Refused, match="withdrawn report"):
        _publish(frontier, row)


def test_of_a_closed_report_the_public_is_told_still(frontier: Cast) -> None:
    incident = filed(frontier)
    acknowledge(actor=frontier.viewer(CLERK), now=NOW, ref=incident.ref)
    close(actor=frontier.viewer(CLERK), now=NOW, ref=incident.ref, outcome="Mended.")
    assert _publish(frontier, _agree(frontier, _write(frontier, incident))).state == "published"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"text": "\n"}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"shown": ["narrative"]}, "shown"),
    ],
)
def test_a_text_is_whole_and_shows_only_what_may_be_chosen(frontier: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        _write(frontier, filed(frontier), **changes)
    assert set(wrong.value.errors) == {field}


def test_both_directions_of_who_reads_a_version_agree(frontier: Cast) -> None:
    for label, named, by in (("TLP:RED", ["independent"], LAB), ("TLP:AMBER", [], LAB), ("TLP:AMBER", [], CLERK)):
        row = _write(frontier, filed(frontier, tlp=label, recipients=named), by=by)
        for step in ("drafted", "agreed"):
            if step == "agreed":
                _agree(frontier, row)
            visible = SUBJECTS[PUBLIC].visible
            expected = {
                frontier[name].pk
                for name in frontier.in_frontier
                if visible(frontier.viewer(name)).filter(pk=row.pk).exists()
            }
            assert set(seats_that_may_see_public_version(row.pk, NOW).values_list("pk", flat=True)) == expected
            assert (frontier["clerk"].pk in expected) is (step == "agreed" or by == CLERK)


def test_the_database_itself_holds_to_two(frontier: Cast) -> None:
    incident = filed(frontier)
    row = _write(frontier, incident)
    lab, clerk = frontier[LAB], frontier[CLERK]
    agreed = {"agreed_by": frontier[SPEAKER], "agreed_at": NOW}
    for wrong in (
        {"state": "agreed"},
        {"state": "published", **agreed},
        {"state": "published", **agreed, "published_at": NOW, "published_by": lab},
        {"state": "published", **agreed, "published_at": NOW, "published_by": frontier[SPEAKER]},
        {"state": "withdrawn", **agreed, "published_at": NOW, "published_by": clerk, "withdrawn_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicVersion.objects.filter(pk=row.pk).update(**wrong)
    row.pk, row.uid, row.number = None, incident.uid, 2
    with pytest.raises(IntegrityError, match="public_version_in_work_once"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("public", "confidential", "runs"),
    [
        (
            "The agent reached the outer network through an open port.",
            [NARRATIVE],
            ["agent reached the outer network through an open port"],
        ),
        (
            "THE AGENT — reached, the outer\nnetwork: through an",
            [NARRATIVE],
            ["THE AGENT — reached, the outer\nnetwork: through an"],
        ),
        ("agent reached the outer network through an", [NARRATIVE], []),
        ("Somebody wrote other words about quite another thing altogether today.", [NARRATIVE], []),
        ("", [NARRATIVE], []),
        ("one two three four five six seven eight", [], []),
        (
            "a b c d e f g h and then i j k l m n o p",
            ["a b c d e f g h", "i j k l m n o p"],
            ["a b c d e f g h", "i j k l m n o p"],
        ),
        ("a b c d e f g h i", ["a b c d e f g h", "b c d e f g h i"], ["a b c d e f g h i"]),
    ],
)
def test_a_run_of_eight_words_of_the_report_is_found_as_it_stands(
    public: str, confidential: list[str], runs: list[str]
) -> None:
    found = repeated_runs(public, confidential)
    assert found == ([f"The {runs[0]}"] if public.startswith("The agent") else runs)


WHOLE: dict[str, Any] = {
    "organisation": "Borealis",
    "kind": "harm",
    "severity": 4,
    "began": datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
    "zone": "Europe/Brussels",
    "jurisdictions": ["EU", "US-CA"],
}


@pytest.mark.parametrize(
    ("shown", "changes", "rows"),
    [
        ([], {}, {}),
        (["month"], {}, {"month": "November 2026"}),
        (["month"], {"zone": "UTC"}, {"month": "October 2026"}),
        (["month"], {"began": None}, {}),
        (["jurisdictions"], {}, {"jurisdictions": ["European Union", "California"]}),
        (["jurisdictions"], {"jurisdictions": []}, {}),
        (["severity", "kind"], {}, {"kind": "Harm", "severity": "4 Major (high)"}),
        (["severity"], {"severity": None}, {}),
        (["organisation"], {}, {"reported by": "Borealis"}),
    ],
)
def test_only_the_chosen_facts_are_shown(shown: list[str], changes: dict[str, Any], rows: dict[str, Any]) -> None:
    found = facts_shown(shown, **(WHOLE | changes))
    assert {row["label"]: row["value"] for row in found} == rows
    assert json.dumps(found)
