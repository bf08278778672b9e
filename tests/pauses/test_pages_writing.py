"""An order is written page by page, checked as a whole, and then moved, ordered at once or thrown away."""

from typing import Any

import pytest
from django.test import Client

from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import Binding, PauseOrder
from apps.pauses.services import drafting
from apps.pauses.states import State
from apps.record.models import Act
from apps.votes.models import Motion
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.pages import Portal, plain, url

pytestmark = pytest.mark.django_db
WORDS = {"title": "Pause the largest runs", "reasons": "The doubling time fell."}
LABS = {"because": "It trains at the frontier.", "labs": ["aster", "borealis", "cygnus"]}
ABOVE = {"restricts": "training_compute", "above": "1×10²⁶", "extent": "full", "words": "With all fine-tuning."}
ENDS = {"ends_at_0": "2027-02-01T12:00", "ends_at_1": "Europe/Brussels"}


@pytest.fixture
def portal(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(cast, client, monkeypatch)


def _written(portal: Portal, who: str = "aster.representative", **words: Any) -> str:
    """A complete draft, written page by page; its name."""
    portal.sign_in(who)
    begun = portal.post("new", **WORDS | words)
    ref = portal.order(title=WORDS["title"]).ref
    assert begun.url == url("step", ref, "labs")
    assert portal.post("step", ref, "labs", **LABS).url == url("draft_measures", ref)
    assert portal.post("draft_measures", ref, **ABOVE).url == url("draft_measures", ref)
    assert portal.post("step", ref, "times", **ENDS).url == url("step", ref, "participation")
    return ref


def test_it_is_written_page_by_page_and_moved(portal: Portal) -> None:
    ref = _written(portal, "aster.liaison")
    assert "Understood as more than 10^26 = 100 000" in portal.words("draft_measures", ref)
    assert portal.post("step", ref, "participation", labs_needed="2", share_needed="60 %").url == url(
        "draft_conditions", ref
    )
    shown = {"kind": "milestone", "words": "The agreed test suite is passed.", "tier": "2", "measure": "1"}
    assert portal.post("draft_conditions", ref, **shown).url == url("draft_conditions", ref)
    page = portal.words("check", ref)
    assert "Training runs of more than 10^26 FLOP over the model's lineage halt, and none begins." in page
    assert "1 Feb 2027, 11:00 UTC" in page
    assert "Until at least 2 labs with at least 3/5 of the declared frontier computation have joined" in page
    assert "For measure 1 · Independent audit" in page
    assert "Order it at once" not in page
    answer = portal.client.get(f"/c/frontier/motions/new/?kind=pause.activate&about={ref}")
    assert "Order the pause “Pause the largest runs”." in plain(answer.content.decode())
    assert f"about={ref}" in portal.get("check", ref)
    portal.client.post("/c/frontier/motions/new/", {"kind": "pause.activate", "about": ref})
    with tenant(portal.cast.frontier.pk):
        assert Motion.objects.get().payload["order"] == ref


def test_what_is_missing_names_the_article_and_leads_to_its_page(portal: Portal) -> None:
    portal.sign_in("aster.representative")
    portal.post("new", title="Half of it", reasons="")
    ref = portal.order().ref
    page = portal.get("check", ref)
    assert "Every pause has an end (charter, article 6.2). Give its date." in page
    assert f"{url('step', ref, 'times')}?from=check" in page
    assert "Move: order a pause" not in page
    late = {"ends_at_0": "2029-02-01T12:00", "ends_at_1": "UTC"}
    assert portal.client.post(f"{url('step', ref, 'times')}?from=check", late).url == url("check", ref)
    assert "A pause ends within 180 days (charter, article 6.2)" in portal.words("check", ref)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ABOVE | {"above": "a lot"}, "Give a whole number, such as 1e26, 10^26 or 3.1×10²⁵."),
        (ABOVE | {"restricts": "capability"}, "Name the capability."),
        (ABOVE | {"labs": ["delta"]}, "delta"),
    ],
)
def test_a_measure_that_cannot_be_comes_back_with_what_was_typed(portal: Portal, data: Any, said: str) -> None:
    ref = _written(portal)
    answer = portal.post("draft_measures", ref, **data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "With all fine-tuning." in answer.content.decode()
    with tenant(portal.cast.frontier.pk):
        assert portal.order().measures.count() == 1


def test_a_measure_is_changed_and_taken_out(portal: Portal) -> None:
    ref = _written(portal)
    assert 'value="10^26"' in portal.get("draft_measure", ref, 1)
    portal.post("draft_measure", ref, 1, **ABOVE | {"above": "1e25", "labs": ["cygnus"]})
    assert "10^25 FLOP over the model's lineage halt, and none begins. (Cygnus)" in portal.words("draft_measures", ref)
    gone = portal.post("step", ref, "labs", **LABS | {"labs": ["aster", "borealis"]})
    assert "Measure 1 names Cygnus. Change or remove the measure first." in plain(gone.content.decode())
    portal.post("drop_measure", ref, 1)
    assert "Give at least one measure." in portal.words("check", ref)
    portal.get("draft_measure", ref, 1, status=404)


def test_a_lab_without_a_reason_is_asked_for_one(portal: Portal) -> None:
    ref = _written(portal)
    answer = portal.post(
        "step", ref, "labs", because="", labs=["aster", "cygnus"], because_aster="", because_cygnus="It leads."
    )
    assert "Say why the order binds it." in answer.content.decode()
    portal.post("step", ref, "labs", because="", labs=["cygnus"], because_cygnus="It leads.", binds_newcomers="on")
    with tenant(portal.cast.frontier.pk):
        assert list(Binding.objects.values_list("organisation__key", "because")) == [("cygnus", "It leads.")]
        assert PauseOrder.objects.get().binds_newcomers


def test_two_writers_lose_nothing(portal: Portal) -> None:
    ref = _written(portal)
    seen = str(portal.order().version)
    portal.sign_in("aster.alternate")
    portal.post("step", ref, "words", **WORDS | {"title": "Theirs", "seen": seen})
    portal.sign_in("aster.liaison")
    answer = portal.post("step", ref, "words", **WORDS | {"title": "Mine", "seen": seen})
    page = plain(answer.content.decode())
    assert answer.status_code == 409
    assert "A colleague changed this draft meanwhile" in page
    assert "Stored now: Theirs" in page
    assert 'value="Mine"' in answer.content.decode()
    assert portal.order().title == "Theirs"
    again = str(answer.context["form"].data["seen"])
    portal.post("step", ref, "words", **WORDS | {"title": "Mine", "seen": again})
    assert portal.order().title == "Mine"
    late = portal.post("draft_measures", ref, **ABOVE | {"seen": seen})
    assert late.status_code == 409
    assert "With all fine-tuning." in late.content.decode()


def test_what_is_typed_is_saved_as_it_is_typed(portal: Portal) -> None:
    ref = _written(portal)
    seen = str(portal.order().version)
    answer = portal.post("autosave", ref, "words", **WORDS | {"title": "Typed", "seen": seen})
    assert (answer.status_code, portal.order().title) == (200, "Typed")
    assert f'value="{int(seen) + 1}"' in answer.content.decode()
    empty = portal.post("autosave", ref, "words", title="", reasons="More words.", seen=str(int(seen) + 1))
    assert (empty.status_code, portal.order().title, portal.order().reasons) == (200, "Typed", "More words.")


def test_a_drill_says_so_on_every_page_of_its_draft(portal: Portal) -> None:
    ref = _written(portal, is_drill="on")
    for page in (
        portal.get("step", ref, "words"),
        portal.get("step", ref, "labs"),
        portal.get("draft_measures", ref),
        portal.get("draft_conditions", ref),
        portal.get("check", ref),
        portal.get("at_once", ref),
        portal.get("new"),
        portal.get("board"),
    ):
        assert "DRILL: Pause the largest runs" in page


def test_the_chair_orders_it_at_once_after_a_look_at_what_follows(portal: Portal) -> None:
    ref = _written(portal)
    page = portal.words("at_once", ref)
    assert "Aster, Borealis, Cygnus" in page
    assert "It lapses unless the committee confirms it" in page
    assert "24 Nov 2026" in page
    assert "(charter, article 6.4a)" in page
    assert portal.order().state == State.DRAFT
    assert portal.post("at_once", ref).url == url("detail", "PAU-2026-0001")
    assert portal.order().state == State.IN_FORCE


def test_nobody_else_orders_it_at_once(portal: Portal) -> None:
    ref = _written(portal, "borealis.representative")
    assert "Order it at once" not in portal.get("check", ref)
    answer = portal.post("at_once", ref)
    assert answer.status_code == 409
    assert "Only the chair&#x27;s office orders a pause before a vote" in answer.content.decode()
    assert portal.post("crossing", ref).status_code == 409


def test_a_clerk_orders_it_for_a_crossing_and_the_facts_stand_in_the_record(portal: Portal) -> None:
    ref = _written(portal, "clerk")
    facts = {"threshold": "Doubling below 4 months", "value": "3.6 months", "source": "The register of 20 November"}
    early = facts | {"at_0": "2026-12-01T00:00", "at_1": "UTC", "sure": "on"}
    assert "A crossing has happened" in portal.post("crossing", ref, **early).content.decode()
    crossed = facts | {"at_0": "2026-11-20T08:00", "at_1": "UTC"}
    assert "Tick the box to order the pause." in portal.post("crossing", ref, **crossed).content.decode()
    assert portal.post("crossing", ref, **crossed, sure="on").url == url("detail", "PAU-2026-0001")
    with tenant(portal.cast.frontier.pk):
        act = Act.objects.get(kind="pause.imposed")
    assert act.facts["crossing"] == facts | {"at": "2026-11-20T08:00:00Z"}
    assert "Doubling below 4 months: 3.6 months" in portal.words("detail", "PAU-2026-0001")


def test_a_draft_is_thrown_away_and_its_page_says_so(portal: Portal) -> None:
    ref = _written(portal)
    assert portal.post("discard", ref).url == url("board")
    assert "This draft was discarded" in portal.get("detail", ref)
    portal.sign_in("borealis.representative")
    portal.get("detail", ref, status=404)


def test_a_rival_does_not_see_a_draft(portal: Portal) -> None:
    ref = _written(portal)
    portal.sign_in("borealis.representative")
    for page in (("check", ref), ("step", ref, "words"), ("draft_measures", ref), ("at_once", ref)):
        portal.get(*page, status=404)


def test_what_was_laid_is_not_written_any_more(portal: Portal) -> None:
    ref = portal.made(factory.imposed).draft_ref
    portal.sign_in("aster.representative")
    assert portal.client.get(url("step", ref, "words")).status_code == 409
    assert portal.post("drop_measure", ref, 1).status_code == 409


def test_an_order_replaces_a_pause_that_stands(portal: Portal) -> None:
    portal.made(factory.imposed)
    portal.sign_in("aster.representative")
    portal.post("new", title="Another", reasons="Better words.")
    ref = portal.order(title="Another").ref
    portal.post("step", ref, "times", **ENDS | {"replaces": "PAU-2026-0001"})
    assert "PAU-2026-0001" in portal.words("check", ref)
    assert portal.order(title="Another").replaces_id is not None


def test_an_order_binds_labs_of_its_own_committee_only(frontier: Cast) -> None:
    order = factory.draft(frontier)
    actor = frontier.viewer("aster.representative")
    with pytest.raises(Invalid, match="no lab that is a member"):
        drafting.bind(actor=actor, now=NOW, ref=order.ref, labs={"pelagos": "It is large."})
