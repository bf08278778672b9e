"""What the public reads of pauses: from adoption to the end, complete, and nothing that is for members."""

import pytest
from django.test import Client

from apps.committees.rules.viewer import Portal
from apps.deadlines.services.sweeping import sweep
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import PauseOrder
from apps.pauses.selectors.public import public_board
from apps.pauses.services import showing
from apps.pauses.services.adopting import confirm, join
from apps.pauses.services.ending import extend
from apps.transparency.models import PublishedRecord
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR
from tests.pauses.test_conditions import STAGED, SUITE, conditioned, given, shown

pytestmark = pytest.mark.django_db


def _said(order: PauseOrder) -> list[dict]:
    rows = PublishedRecord.objects.filter(ref=order.ref).order_by("pk")
    return [{row["label"]: row.get("value") for row in record.body} for record in rows]


def test_from_adoption_to_the_end_each_step_is_published(frontier: Cast) -> None:
    factory.declare(frontier, aster=6, borealis=3, cygnus=1)
    order = factory.draft(frontier, labs_needed=2, share_needed="1/2")
    at = factory.decided(frontier, factory.moved(frontier, order))
    for lab in ("aster", "borealis"):
        join(actor=frontier.viewer(f"{lab}.representative", at), now=at, ref=order.draft_ref)
    order.refresh_from_db()
    extend(actor=Portal("a test"), now=at, ref=order.ref, until=order.ends_at + DAY)
    sweep(order.ends_at + 2 * DAY)
    adopted, entered, renewed, ended = _said(order)
    assert (adopted["state"], adopted["labs"]) == ("Adopted, not yet in force", ["Aster", "Borealis", "Cygnus"])
    assert adopted["waits for"] == "at least 2 labs with at least 1/2 of the declared frontier computation to join"
    assert (entered["state"], entered["labs"], "waits for" in entered) == ("In force", ["Aster", "Borealis"], False)
    assert entered["measures"] == [
        "Training runs of more than 10^26 FLOP over the model's lineage halt, and none begins."
    ]
    assert renewed["ends"] > entered["ends"]
    assert (ended["state"], ended["why it ended"]) == ("Expired", "Its end date has come.")


def test_how_many_conditions_are_met_is_public_from_the_moment_on(frontier: Cast) -> None:
    order = conditioned(frontier, SUITE, STAGED)
    assert _said(order)[-1]["conditions for lifting met"] == "0 of 2"
    shown(frontier, order)
    assert _said(order)[-1]["conditions for lifting met"] == "1 of 2"
    clerk = frontier.viewer("clerk", order.in_force_at)
    showing.reopen(actor=clerk, because="One lab has failed since.", **given(frontier, order))
    assert _said(order)[-1]["conditions for lifting met"] == "0 of 2"


def test_a_proposed_order_is_not_public(frontier: Cast) -> None:
    order = factory.draft(frontier)
    factory.moved(frontier, order)
    assert not PublishedRecord.objects.filter(kind="pause").exists()


def test_the_board_keeps_apart_what_stands_waits_was_and_only_rehearsed(frontier: Cast) -> None:
    standing, lapsing = factory.imposed(frontier), factory.imposed(frontier)
    drill = factory.imposed(frontier, is_drill=True)
    confirm(actor=Portal("a test"), now=NOW, ref=standing.ref)
    sweep(NOW + 73 * HOUR)
    waiting = factory.in_force(frontier, starts_at=NOW + 30 * DAY)
    board = public_board(NOW + 5 * DAY)
    parts = [[row.ref for row in part] for part in (board.standing, board.waiting, board.ended, board.drills)]
    assert parts == [[standing.ref], [waiting.ref], [lapsing.ref], [drill.ref]]


def test_the_board_costs_one_query(frontier: Cast, django_assert_num_queries: object) -> None:
    for count in (1, 4):
        for _number in range(count):
            factory.imposed(frontier)
        with django_assert_num_queries(1):  # type: ignore[operator]
            public_board(NOW)


def test_the_page_is_for_everybody_the_same_and_for_any_cache(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        order, drill = factory.imposed(cast), factory.imposed(cast, is_drill=True)
    answer = client.get("/public/frontier/pauses/")
    text = answer.content.decode()
    assert "<svg" in text
    assert order.ref in text
    assert f'id="{drill.ref}-title"><a href="/public/frontier/{drill.ref}/">DRILL: ' in text
    assert (answer["Cache-Control"], answer.cookies) == ("public, max-age=60", {})
    assert client.get("/public/frontier/pauses/", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    client.force_login(cast["clerk"].person)
    assert client.get("/public/frontier/pauses/").content == answer.content
    rows = {row["ref"]: row for row in client.get("/public/frontier/pauses.json").json()["pauses"]}
    assert (rows[order.ref]["stands"], rows[order.ref]["drill"]) == (True, False)
    assert (rows[drill.ref]["stands"], rows[drill.ref]["drill"]) == (False, True)
    assert rows[drill.ref]["title"].startswith("DRILL: ")


def test_without_a_pause_the_page_says_what_will_stand_there(cast: Cast, client: Client) -> None:
    assert "No pause yet" in client.get("/public/frontier/pauses/").content.decode()
    assert "/public/frontier/pauses/" in client.get("/public/frontier/").content.decode()
