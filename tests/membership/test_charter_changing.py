"""Changing a draft of an amendment: nothing is overwritten or adopted unseen; drafts for machines."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.committees.models import CharterDraft
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import selectors, services
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.membership.test_at_once import together
from tests.membership.test_charter import DAYS, HOME, MINUTES, adopt, amended, draft, words

__all__ = ["amended"]

API = "/api/v1/committees/frontier/charter/drafts/"
LATER = NOW + timedelta(minutes=5)


def change(cast: Cast, row: CharterDraft, who: str = "aster.representative", **more: Any) -> CharterDraft:
    return services.change_amendment(actor=cast.viewer(who), now=LATER, draft=row.uid, **more)


class TestChanging:
    def test_it_is_put_upon_the_newest_version_and_members_are_told(self, frontier: Cast) -> None:
        row, other = draft(frontier, values={DAYS: 30}), draft(frontier)
        adopt(frontier, other)
        assert selectors.effect_of(row, frontier.viewer("clerk"), NOW).conflicts
        row = change(frontier, row, title="Longer", values={DAYS: 30, MINUTES: 60})
        assert (row.title, row.values, row.based_on, row.version) == ("Longer", {DAYS: 30}, 2, 2)
        assert selectors.effect_of(row, frontier.viewer("clerk"), NOW).conflicts == []
        act = Act.objects.get(kind="charter.draft_changed")
        assert act.told == ["members", "clerks"]
        assert act.facts == {"title": "Longer", "articles": ["1.1"]}

    def test_what_is_not_named_stays(self, frontier: Cast) -> None:
        row = draft(frontier, because="People travel")
        adopt(frontier, draft(frontier, values={MINUTES: 30}))
        row = change(frontier, row, title="Another name")
        assert (row.because, row.values, row.based_on) == ("People travel", {DAYS: 7}, 1)
        row.refresh_from_db()
        assert (row.title, row.version) == ("Another name", 2)

    def test_a_change_of_nothing_leaves_no_act(self, frontier: Cast) -> None:
        assert change(frontier, draft(frontier), title="Shorter", values={DAYS: 7}).version == 1
        assert not Act.objects.filter(kind="charter.draft_changed").exists()

    @pytest.mark.parametrize(
        ("wish", "errors"),
        [
            ({"title": "  "}, {"title": "Give the amendment a title."}),
            ({"values": {DAYS: 0}}, {DAYS: "Give a number from 1 to 90 days."}),
            ({"values": {DAYS: 14}}, {"": "Nothing would change. Give at least one article another value."}),
            ({"values": {DAYS: 7}, "based_on": 9}, {"based_on": "The charter has no such version."}),
        ],
    )
    def test_mistakes_are_named_and_nothing_is_changed(
        self, frontier: Cast, wish: dict[str, Any], errors: dict[str, str]
    ) -> None:
        row = draft(frontier)
        with pytest.raises(Invalid) as caught:
            change(frontier, row, **wish)
        assert caught.value.errors == errors
        row.refresh_from_db()
        assert (row.title, row.values, row.version) == ("Shorter", {DAYS: 7}, 1)

    def test_a_clerk_changes_it_too_but_no_other_member(self, frontier: Cast) -> None:
        row = draft(frontier)
        assert change(frontier, row, "clerk", title="Tidier").version == 2
        for who in ("borealis.representative", "aster.alternate", "observer.eu"):
            with pytest.raises(Refused, match="Only its drafter or a clerk"):
                change(frontier, row, who, title="Mine")

    def test_not_once_it_is_adopted_or_withdrawn(self, frontier: Cast) -> None:
        adopted, withdrawn = draft(frontier), draft(frontier, values={MINUTES: 30})
        adopt(frontier, adopted)
        services.withdraw_amendment(actor=frontier.viewer("clerk"), now=NOW, draft=withdrawn.uid)
        with pytest.raises(Refused, match="has been adopted"):
            change(frontier, adopted, title="Late")
        with pytest.raises(Refused, match="has been withdrawn"):
            change(frontier, withdrawn, title="Late")

    def test_nobody_overwrites_what_they_have_not_seen(self, frontier: Cast) -> None:
        row = draft(frontier)
        change(frontier, row, "clerk", seen=1, title="Tidier")
        with pytest.raises(Refused, match="changed after you opened it"):
            change(frontier, row, seen=1, title="Mine")
        assert change(frontier, row, seen=2, title="Mine").title == "Mine"

    def test_nor_adopts_it(self, frontier: Cast) -> None:
        row = draft(frontier)
        change(frontier, row, values={DAYS: 90})
        with pytest.raises(Refused, match="changed after you opened it"):
            adopt(frontier, row, seen=1)
        assert adopt(frontier, row, seen=2).values[DAYS] == 90

    def test_a_page_that_was_open_while_another_was_adopted_reverts_nothing(self, frontier: Cast) -> None:
        adopt(frontier, draft(frontier))
        row = draft(frontier, values={DAYS: 14, MINUTES: 30}, based_on=1)
        assert row.values == {MINUTES: 30}
        assert row.based_on == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_the_same_instant_one_is_refused(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        row = draft(cast)
    titles = ("One", "Other")
    answers = together(
        cast.frontier.pk, *[lambda title=title: change(cast, row, seen=1, title=title) for title in titles]
    )
    assert answers[1] == "done"
    assert "changed after you opened it" in answers[0]
    with tenant(cast.frontier.pk):
        assert CharterDraft.objects.get().version == 2


def filled(form: Any, **more: Any) -> dict[str, Any]:
    """What the browser sends of a form that was opened."""
    first = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: "" if value is None else value for name, value in first.items()} | more


class TestPages:
    def test_its_drafter_changes_it(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["borealis.representative"].person)
        with tenant(amended.frontier.pk):
            row = selectors.open_drafts().get()
        address = f"{HOME}drafts/{row.uid}/change/"
        assert address in words(client.get(f"{HOME}drafts/{row.uid}/"))
        opened = client.get(address)
        sent = filled(opened.context["form"], **{MINUTES: 45})
        assert (sent["title"], sent["because"], sent[DAYS], sent["seen"]) == ("Longer again", "People are away", 30, 1)
        assert "Nothing would change" in words(client.post(address, sent | {DAYS: 7, MINUTES: 60}), 422)
        page = words(client.post(address, sent, follow=True))
        assert '<ins class="c-becomes">forty-five (45) minutes</ins>' in page
        assert "· draft 2" in page
        late = client.post(address, sent | {"title": "Typed in the other window"})
        page = words(late, 409)
        assert "changed after you opened it" in page
        assert 'value="Typed in the other window"' in page
        words(client.post(address, filled(late.context["form"]) | sent | {"seen": 2, "title": "Again"}), 302)

    def test_others_find_no_such_page(self, amended: Cast, client: Client) -> None:
        with tenant(amended.frontier.pk):
            row = selectors.open_drafts().get()
        for who in ("aster.representative", "observer.eu"):
            client.force_login(amended[who].person)
            words(client.get(f"{HOME}drafts/{row.uid}/change/"), 404)
            assert "Change the draft" not in words(client.get(f"{HOME}drafts/{row.uid}/"))

    def test_the_clerk_adopts_only_the_draft_that_was_shown(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["clerk"].person)
        with tenant(amended.frontier.pk):
            row = selectors.open_drafts().get()
        address = f"{HOME}drafts/{row.uid}/adopt/"
        assert 'name="seen" value="1"' in words(client.get(address))
        with tenant(amended.frontier.pk):
            change(amended, row, "borealis.representative", values={DAYS: 90})
        late = words(client.post(address, {"onto": 2, "seen": 1, "decision": "Decision 5"}), 409)
        assert "changed after you opened it" in late
        assert 'name="seen" value="2"' in late
        words(client.post(address, {"onto": 2, "seen": 2, "decision": "Decision 5"}), 302)


def send(client: Client, method: str, path: str, status: int, body: Any = None, **headers: str) -> Any:
    ask = getattr(client, method)
    answer = (
        ask(API + path, body, headers=headers)
        if method == "get"
        else ask(API + path, body, content_type="application/json", headers=headers)
    )
    assert answer.status_code == status, answer.content
    return answer


class TestForMachines:
    def test_a_draft_is_made_changed_and_adopted(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["clerk"].person)
        made = send(client, "post", "", 201, {"title": "Shorter looks", "values": {MINUTES: 30, DAYS: 7}})
        body = made.json()
        assert (body["state"], body["version"], body["based_on"], body["values"]) == ("open", 1, 2, {MINUTES: 30})
        assert [one["becomes"] for one in body["effect"]["changes"]] == ["thirty (30) minutes"]
        assert body["effect"]["onto"] == 2
        assert made["ETag"] == '"1"'
        assert made["Location"] == f"{API}{body['id']}/"
        address = f"{body['id']}/"
        changed = send(client, "patch", address, 200, {"values": {MINUTES: 20}}, **{"If-Match": '"1"'})
        assert changed["ETag"] == '"2"'
        assert changed.json()["title"] == "Shorter looks"
        send(client, "patch", address, 412, {"title": "Late"}, **{"If-Match": '"1"'})
        adopted = {"onto": 2, "decision": "Decision 9"}
        send(client, "post", f"{address}adopt/", 409, adopted | {"seen": 1})
        done = send(client, "post", f"{address}adopt/", 200, adopted | {"seen": 2}).json()
        assert (done["state"], done["adopted_as"]) == ("adopted", 3)
        charter = client.get("/api/v1/committees/frontier/charter/").json()
        assert (charter["version"], charter["values"][MINUTES]) == (3, 20)
        send(client, "patch", address, 409, {"title": "Late"})

    def test_the_same_request_again_makes_no_second_draft(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["independent"].person)
        body, key = {"title": "Once", "values": {MINUTES: 30}}, {"Idempotency-Key": "one"}
        first = send(client, "post", "", 201, body, **key)
        assert send(client, "post", "", 201, body, **key).json() == first.json()
        with tenant(amended.frontier.pk):
            assert CharterDraft.objects.filter(title="Once").count() == 1

    def test_errors_point_into_the_body(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["clerk"].person)
        body = {"title": "Odd", "values": {DAYS: 0, MINUTES: [1], "no.such": 3}, "based_on": 1}
        errors = send(client, "post", "", 400, body).json()["errors"]
        assert {one["pointer"]: one["detail"] for one in errors} == {
            f"/values/{DAYS}": "Give a number from 1 to 90 days.",
            f"/values/{MINUTES}": "Give a whole number.",
            "/values/no.such": "There is no such article.",
        }
        assert send(client, "post", "", 400, {"values": {}}).json()["errors"][0]["pointer"] == "/title"
        said = send(client, "post", "", 400, {"title": "Same", "values": {DAYS: 7}}).json()["errors"]
        assert said[0]["detail"].startswith("Nothing would change")

    def test_who_may_not_hears_why(self, amended: Cast, client: Client) -> None:
        with tenant(amended.frontier.pk):
            uid = selectors.open_drafts().get().uid
        client.force_login(amended["auditor"].person)
        body = send(client, "get", f"{uid}/", 200).json()
        assert (body["title"], body["because"]) == ("Longer again", "People are away")
        assert (
            "Members and clerks draft"
            in send(client, "post", "", 409, {"title": "x", "values": {DAYS: 9}}).json()["detail"]
        )
        assert "Only its drafter" in send(client, "patch", f"{uid}/", 409, {"title": "x"}).json()["detail"]
        assert "Only its drafter" in send(client, "post", f"{uid}/withdraw/", 409).json()["detail"]
        adopting = {"onto": 2, "seen": 1, "decision": "Ours"}
        assert "Only a clerk" in send(client, "post", f"{uid}/adopt/", 409, adopting).json()["detail"]
        client.force_login(amended["borealis.representative"].person)
        assert send(client, "post", f"{uid}/withdraw/", 200).json()["state"] == "withdrawn"

    def test_thirty_take_no_more_queries(self, amended: Cast, client: Client) -> None:
        client.force_login(amended["auditor"].person)

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                send(client, "get", "", 200)
            return len(captured)

        queries()
        few = queries()
        with tenant(amended.frontier.pk):
            for number in range(30):
                draft(amended, title=f"Draft {number}", values={MINUTES: 20 + number})
        assert queries() == few
        assert len(send(client, "get", "", 200).json()["results"]) == 32

    def test_another_committee_finds_nothing(self, amended: Cast, client: Client) -> None:
        with tenant(amended.frontier.pk):
            uid = selectors.open_drafts().get().uid
        client.force_login(amended["eve"].person)
        send(client, "get", f"{uid}/", 404)
        answer = client.get(f"/api/v1/committees/pacific/charter/drafts/{uid}/")
        assert answer.status_code == 404
