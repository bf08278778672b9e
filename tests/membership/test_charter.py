"""Amending the charter: drafts, what they would change, adoption, two at once; the charter's pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.committees.models import CharterDraft, CharterVersion
from apps.committees.selectors import charter_at, charter_value
from apps.deadlines.models import Deadline
from apps.incidents.services.filing import file_at_once
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import selectors, services
from apps.membership.rules import amendments
from apps.record.models import Act
from apps.transparency.models import PublishedRecord
from tests.cast import BEGINNING, NOW, Cast
from tests.incidents.factory import CONTENT
from tests.membership.test_at_once import together

HOME = "/c/frontier/charter/"
DAYS = "membership.invitation_days"
MINUTES = "membership.operator_session_minutes"


def draft(cast: Cast, who: str = "aster.representative", title: str = "Shorter", **more: Any) -> CharterDraft:
    return services.draft_amendment(
        actor=cast.viewer(who), now=NOW, title=title, values=more.pop("values", {DAYS: 7}), **more
    )


def adopt(cast: Cast, row: CharterDraft, onto: int = 1, **more: Any) -> CharterVersion:
    said = {"decision": "Decision 4 of the meeting of 20 November", "onto": onto} | more
    return services.adopt_amendment(actor=cast.viewer("clerk"), now=NOW, draft=row.uid, **said)


class TestDrafting:
    def test_only_what_differs_is_kept(self, frontier: Cast) -> None:
        row = draft(frontier, values={DAYS: 7, MINUTES: 60})
        assert row.values == {DAYS: 7}
        assert row.based_on == 1

    @pytest.mark.parametrize("who", ["clerk", "independent", "borealis.alternate"])
    def test_members_and_clerks_draft(self, frontier: Cast, who: str) -> None:
        assert draft(frontier, who).drafted_by == frontier[who]

    @pytest.mark.parametrize("who", ["aster.liaison", "auditor", "observer.eu"])
    def test_others_do_not(self, frontier: Cast, who: str) -> None:
        with pytest.raises(Refused, match="Members and clerks"):
            draft(frontier, who)

    def test_errors_come_by_article(self, frontier: Cast) -> None:
        with pytest.raises(Invalid) as caught:
            draft(frontier, title=" ", values={DAYS: 0, MINUTES: "soon", "no.such": 1})
        assert caught.value.errors == {
            "title": "Give the amendment a title.",
            DAYS: "Give a number from 1 to 90 days.",
            MINUTES: "Give a whole number.",
            "no.such": "There is no such article.",
        }

    def test_a_draft_of_nothing_is_none(self, frontier: Cast) -> None:
        with pytest.raises(Invalid, match="Nothing would change"):
            draft(frontier, values={DAYS: 14})

    def test_members_are_told(self, frontier: Cast) -> None:
        draft(frontier)
        act = Act.objects.get(kind="charter.drafted")
        assert act.told == ["members", "clerks"]
        assert act.facts == {"title": "Shorter", "articles": ["1.1"]}


class TestAdopting:
    def test_it_makes_the_next_version_and_everybody_is_told(self, frontier: Cast) -> None:
        version = adopt(frontier, draft(frontier))
        assert (version.number, version.in_force_at) == (2, NOW)
        assert charter_value(DAYS, NOW) == 7
        assert charter_value(DAYS, NOW - timedelta(seconds=1)) == 14
        assert charter_value(MINUTES, NOW) == 60
        act = Act.objects.get(kind="charter.amended")
        assert act.told == ["everyone"]
        assert act.facts["changes"] == ["1.1 Invitations: fourteen (14) days → seven (7) days"]

    def test_the_public_reads_the_change_but_not_why(self, frontier: Cast) -> None:
        adopt(frontier, draft(frontier, because="Aster asked for it"))
        published = PublishedRecord.objects.get(kind="charter")
        assert "seven (7) days" in str(published.body)
        assert "Decision 4" in str(published.body)
        assert "Aster" not in str(published.body) + published.title + published.summary

    def test_it_may_begin_later(self, frontier: Cast) -> None:
        later = NOW + timedelta(days=3)
        adopt(frontier, draft(frontier), in_force_at=later)
        assert charter_at(later - timedelta(seconds=1)).number == 1
        assert charter_at(later).number == 2

    def test_it_never_begins_in_the_past(self, frontier: Cast) -> None:
        with pytest.raises(Invalid, match="does not change backwards"):
            adopt(frontier, draft(frontier), in_force_at=NOW - timedelta(seconds=1))

    def test_nor_before_one_that_was_adopted_earlier(self, frontier: Cast) -> None:
        adopt(frontier, draft(frontier), in_force_at=NOW + timedelta(days=3))
        with pytest.raises(Invalid, match="begins later"):
            adopt(frontier, draft(frontier, values={MINUTES: 30}), onto=2, in_force_at=NOW + timedelta(days=2))

    @pytest.mark.parametrize("decision", ["", "  ", "x" * 201])
    def test_the_decision_is_named(self, frontier: Cast, decision: str) -> None:
        with pytest.raises(Invalid) as caught:
            adopt(frontier, draft(frontier), decision=decision)
        assert set(caught.value.errors) == {"decision"}

    @pytest.mark.parametrize("who", ["aster.representative", "independent", "observer.eu"])
    def test_only_a_clerk_records_it(self, frontier: Cast, who: str) -> None:
        row = draft(frontier)
        with pytest.raises(Refused, match="Only a clerk"):
            services.adopt_amendment(actor=frontier.viewer(who), now=NOW, draft=row.uid, onto=1, decision="Ours")

    def test_once_only(self, frontier: Cast) -> None:
        row = draft(frontier)
        adopt(frontier, row)
        with pytest.raises(Refused, match="has been adopted"):
            adopt(frontier, row, onto=2)

    def test_open_deadlines_are_untouched(self, frontier: Cast) -> None:
        liaison = frontier.viewer("borealis.liaison")
        file_at_once(actor=liaison, now=NOW, changes=CONTENT)
        before = list(Deadline.objects.order_by("id").values())
        values = {"incidents.update_days": 2, DAYS: 7}
        adopt(frontier, draft(frontier, values=values))
        assert before
        assert list(Deadline.objects.order_by("id").values()) == before
        file_at_once(actor=liaison, now=NOW, changes=CONTENT)
        update = Deadline.objects.filter(clock="incident.update").order_by("id")
        assert [(row.due_at - row.starts_at).days for row in update] == [7, 2]
        assert [row.charter_version for row in update] == [1, 2]


class TestTwoDrafts:
    def test_the_second_is_put_upon_what_the_first_has_made(self, frontier: Cast) -> None:
        first, second = draft(frontier), draft(frontier, values={MINUTES: 30})
        adopt(frontier, first)
        effect = selectors.effect_of(second, frontier.viewer("clerk"), NOW)
        assert effect.onto.number == 2
        assert [change.number for change in effect.changes] == ["1.2"]
        assert effect.conflicts == []
        assert adopt(frontier, second, onto=2).values[DAYS] == 7

    def test_the_same_article_is_named_as_a_conflict(self, frontier: Cast) -> None:
        first, second = draft(frontier), draft(frontier, values={DAYS: 30})
        adopt(frontier, first)
        [conflict] = selectors.effect_of(second, frontier.viewer("clerk"), NOW).conflicts
        assert (conflict.number, conflict.drafted_from, conflict.now, conflict.drafted_to) == (
            "1.1",
            "14 days",
            "7 days",
            "30 days",
        )

    def test_nobody_adopts_what_they_have_not_seen(self, frontier: Cast) -> None:
        first, second = draft(frontier), draft(frontier, values={DAYS: 30})
        adopt(frontier, first)
        with pytest.raises(Refused, match="Version 2 of the charter was adopted meanwhile"):
            adopt(frontier, second, onto=1)
        assert adopt(frontier, second, onto=2).values[DAYS] == 30

    def test_two_that_ask_for_the_same_make_one_version(self, frontier: Cast) -> None:
        first, second = draft(frontier), draft(frontier)
        adopt(frontier, first)
        with pytest.raises(Refused, match="says already"):
            adopt(frontier, second, onto=2)


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_the_same_instant_one_must_look_again(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        rows = [draft(cast), draft(cast, values={DAYS: 30})]
    answers = together(cast.frontier.pk, *[lambda row=row: adopt(cast, row) for row in rows])
    assert answers[1] == "done"
    assert "was adopted meanwhile" in answers[0]
    with tenant(cast.frontier.pk):
        assert CharterVersion.objects.count() == 2


class TestWithdrawing:
    @pytest.mark.parametrize("who", ["clerk", "aster.representative"])
    def test_its_drafter_or_a_clerk_withdraws_it(self, frontier: Cast, who: str) -> None:
        row = draft(frontier)
        services.withdraw_amendment(actor=frontier.viewer(who), now=NOW, draft=row.uid)
        with pytest.raises(Refused, match="has been withdrawn"):
            adopt(frontier, row)

    def test_nobody_else_does(self, frontier: Cast) -> None:
        row = draft(frontier)
        with pytest.raises(Refused, match="Only its drafter"):
            services.withdraw_amendment(actor=frontier.viewer("borealis.representative"), now=NOW, draft=row.uid)


class TestThePreset:
    def test_it_changes_while_nothing_was_decided(self, frontier: Cast) -> None:
        version = services.choose_preset(actor=frontier.viewer("clerk"), now=NOW, preset="treaty")
        assert (version.number, version.preset, version.values[DAYS]) == (2, "treaty", 30)

    def test_afterwards_an_amendment_is_needed(self, frontier: Cast) -> None:
        file_at_once(actor=frontier.viewer("borealis.liaison"), now=NOW, changes=CONTENT)
        with pytest.raises(Refused, match="by an amendment"):
            services.choose_preset(actor=frontier.viewer("clerk"), now=NOW, preset="treaty")

    def test_the_same_again_is_refused_and_an_unknown_one_is_invalid(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="already"):
            services.choose_preset(actor=frontier.viewer("clerk"), now=NOW, preset="standard")
        with pytest.raises(Invalid):
            services.choose_preset(actor=frontier.viewer("clerk"), now=NOW, preset="large")

    def test_only_a_clerk_chooses(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="Only a clerk"):
            services.choose_preset(actor=frontier.viewer("aster.representative"), now=NOW, preset="small")


class TestRules:
    def test_what_became_what_the_draft_asks_for_is_no_conflict(self) -> None:
        assert amendments.conflicts({DAYS: 7}, {DAYS: 14}, {DAYS: 7}) == []
        assert amendments.conflicts({DAYS: 7}, {DAYS: 14}, {DAYS: 14}) == []

    def test_changes_stand_in_the_order_of_the_articles(self) -> None:
        found = amendments.changes({MINUTES: 60, DAYS: 14}, {MINUTES: 30, DAYS: 7})
        assert [change.number for change in found] == ["1.1", "1.2"]


@pytest.fixture
def amended(cast: Cast) -> Cast:
    """Frontier with a second version in force and a draft that is open."""
    with tenant(cast.frontier.pk):
        adopt(cast, draft(cast), in_force_at=NOW)
        draft(cast, "borealis.representative", title="Longer again", values={DAYS: 30}, because="People are away")
    return cast


def words(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


class TestPages:
    def test_each_article_says_since_which_version_it_stands(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["observer.eu"].person)
        page = words(client.get(HOME))
        assert "within seven (7) days" in page
        assert "So since version 2," in page
        assert "So since version 1," in page
        assert "Longer again" in page
        assert 'href="#membership.invitation_days"' in page

    def test_two_versions_are_compared(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["auditor"].person)
        page = words(client.get(HOME + "compare/?from=1&to=2"))
        assert '<del class="c-was">fourteen (14) days</del>' in page
        assert '<ins class="c-becomes">seven (7) days</ins>' in page
        assert '<ins class="c-becomes">fourteen (14) days</ins>' in words(client.get(HOME + "compare/?from=2&to=1"))
        assert "Nothing differs" in words(client.get(HOME + "compare/?from=2&to=2"))
        assert '<ins class="c-becomes">seven (7) days</ins>' in words(client.get(HOME + "compare/"))

    @pytest.mark.parametrize("query", ["from=1&to=9", "from=0", "from=x", "to=%00", "from=99999999999999999999"])
    def test_versions_that_are_not_there_are_missing(self, amended: Cast, client: Client, query: str) -> None:
        client.force_login(amended["auditor"].person)
        words(client.get(f"{HOME}compare/?from=1&to=2"))
        assert "seven (7) days" not in words(client.get(f"{HOME}compare/?{query}"), 404)

    def test_it_is_taken_away_as_a_table_and_as_json(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["auditor"].person)
        table = client.get(HOME + "2/charter.csv").content.decode("utf-8-sig").splitlines()
        assert table[0].startswith("number,title,key,kind,value")
        assert any(line.startswith("1.1,Invitations,membership.invitation_days,number,7,days") for line in table)
        assert client.get(HOME + "1/charter.json").json()["values"][DAYS] == 14
        assert client.get(HOME + "9/charter.json").status_code == 404

    def test_a_draft_says_what_it_would_change_and_what_follows(self, amended: Cast, client: Client) -> None:
        with tenant(amended.frontier.pk):
            row = selectors.open_drafts().get()
        client.force_login(amended["observer.eu"].person)
        page = words(client.get(f"{HOME}drafts/{row.uid}/"))
        assert '<ins class="c-becomes">thirty (30) days</ins>' in page
        assert "No deadline is open that you may see" in page
        assert "People are away" in page
        assert "Record that it is adopted" not in page

    def test_a_member_drafts_in_the_browser(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["independent"].person)
        form = client.get(HOME + "drafts/new/").context["form"]
        filled = {key: field.initial for key, field in form.fields.items() if field.initial is not None}
        page = words(client.post(HOME + "drafts/new/", filled | {"title": "Again", DAYS: "many", MINUTES: 999}), 422)
        assert "Enter a whole number" in page
        page = words(client.post(HOME + "drafts/new/", filled | {"title": "Again", MINUTES: 999}), 422)
        assert "Give a number from 5 to 60 minutes." in page
        assert "Nothing would change" in words(client.post(HOME + "drafts/new/", filled | {"title": "Again"}), 422)
        answer = client.post(HOME + "drafts/new/", filled | {"title": "Again", MINUTES: 20})
        assert answer.status_code == 302
        with tenant(amended.frontier.pk):
            assert CharterDraft.objects.get(title="Again").values == {MINUTES: 20}

    def test_a_draft_may_begin_with_a_preset(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["clerk"].person)
        form = client.get(HOME + "drafts/new/?preset=treaty").context["form"]
        assert form.fields[DAYS].initial == 30
        form = client.get(HOME + "drafts/new/?preset=other").context["form"]
        assert form.fields[DAYS].initial == 7

    def test_the_clerk_looks_once_more_then_adopts(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["clerk"].person)
        with tenant(amended.frontier.pk):
            row = selectors.open_drafts().get()
        address = f"{HOME}drafts/{row.uid}/adopt/"
        assert 'name="onto" value="2"' in words(client.get(address))
        words(client.post(address, {"onto": 2, "seen": 1, "decision": ""}), 422)
        late = words(client.post(address, {"onto": 1, "seen": 1, "decision": "Decision 5"}), 409)
        assert "was adopted meanwhile" in late
        assert 'name="onto" value="2"' in late
        answer = client.post(address, {"onto": 2, "seen": 1, "decision": "Decision 5"})
        assert answer["Location"] == HOME + "3/"
        words(client.get(address), 409)

    def test_a_version_that_is_yet_to_come_says_so(self, amended: Cast, client: Client) -> None:
        with tenant(amended.frontier.pk):
            row = selectors.open_drafts().get()
            adopt(amended, row, onto=2, in_force_at=NOW.replace(year=2090))
        client.force_login(amended["auditor"].person)
        assert "This version is not in force yet" in words(client.get(HOME + "3/"))
        assert "within seven (7) days" in words(client.get(HOME))

    def test_thirty_drafts_and_versions_take_no_more_queries(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["clerk"].person)

        def queries(path: str) -> int:
            with CaptureQueriesContext(connection) as captured:
                words(client.get(HOME + path))
            return len(captured)

        paths = ("", "drafts/", "compare/")
        few = [queries(path) for path in paths for _twice in range(2)][1::2]
        with tenant(amended.frontier.pk):
            for number in range(3, 33):
                CharterVersion.objects.create(
                    number=number, preset="standard", values={DAYS: number}, in_force_at=NOW, adopted_by="We"
                )
                draft(amended, title=f"Draft {number}", values={DAYS: 60 + number % 2})
        assert [queries(path) for path in paths] == few


def test_the_founding_version_counts_from_its_own_instant(frontier: Cast) -> None:
    found = selectors.charter(NOW)
    assert {(line.since_version, line.since) for line in found.articles} == {(1, BEGINNING)}
