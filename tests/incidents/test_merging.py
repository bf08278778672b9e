"""Two colleagues at one draft: neither loses a word. First the rule, then the pages."""

from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.incidents.models import Incident
from apps.incidents.rules.merging import flat, mark, marks, marks_after, merge, read_marks, whole
from apps.incidents.services.drafting import save_draft, start_draft
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import CONTENT

FIRST = {"title": "One", "model": "", "facts.death": None}


def test_what_only_one_has_changed_is_taken_and_what_nobody_has_is_left() -> None:
    merged = merge(FIRST, {"title": "Two", "model": ""}, marks(FIRST))
    assert (merged.taken, merged.clashes) == ({"title": "Two"}, {})


def test_what_a_colleague_has_changed_meanwhile_is_not_put_back() -> None:
    stored = FIRST | {"title": "Theirs"}
    merged = merge(stored, {"title": "One", "model": "Mine"}, marks(FIRST))
    assert (merged.taken, merged.clashes) == ({"model": "Mine"}, {})


def test_what_both_have_changed_clashes_unless_they_say_the_same() -> None:
    stored = FIRST | {"title": "Theirs", "facts.death": True}
    merged = merge(stored, {"title": "Mine", "facts.death": True}, marks(FIRST))
    assert (merged.taken, merged.clashes) == ({}, {"title": "Theirs"})


def test_a_page_without_marks_is_taken_at_its_word() -> None:
    assert merge(FIRST, {"title": "Mine"}, {}).taken == {"title": "Mine"}


def test_a_form_that_cannot_tell_two_answers_apart_has_not_changed_them() -> None:
    assert mark("a\r\nb ") == mark("a\nb")
    assert mark(datetime(2026, 1, 1, 10, 0, 59, tzinfo=UTC)) == mark(datetime(2026, 1, 1, 10, 0, tzinfo=UTC))
    assert mark(["b", "a"]) == mark(("a", "b"))
    assert mark(None) != mark("") != mark(False)
    assert mark("\ud800")


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '"x"', "[" * 9000, '{"title": 7}', "x" * 20_000])
def test_marks_that_cannot_be_read_are_none(text: str) -> None:
    assert read_marks(text) == {}


def test_marks_move_on_only_where_the_page_shows_what_stands_there() -> None:
    base = marks(FIRST)
    after = marks_after({"title": "Mine", "model": "Theirs"}, {"title": "Mine", "model": ""}, base)
    assert after == base | {"title": mark("Mine")}


def test_facts_are_merged_one_by_one_and_an_answer_can_be_taken_back() -> None:
    assert flat({"facts": {"death": None}, "title": "T"}) == {"facts.death": None, "title": "T"}
    assert whole({"facts.death": None}, {"death": True, "malicious": True}) == {"facts": {"malicious": True}}
    assert whole({"title": "T"}, {"death": True}) == {"title": "T"}


class _Colleague:
    """Somebody who has a page of the draft open."""

    def __init__(self, cast: Cast, name: str, ref: str, step: str = "what") -> None:
        self.client = Client()
        self.client.force_login(cast[name].person)
        self.path = reverse("incidents:step", args=["frontier", ref, step])
        page = self.client.get(self.path)
        self.base = page.context["page"].marks
        self.values = {one.html_name: one.value() for one in page.context["form"] if isinstance(one.value(), str)}

    def send(self, path: str = "", **typed: Any) -> Any:
        answer = self.client.post(self.path + path, self.values | typed | {"base": self.base})
        if answer.context is not None and "page" in answer.context:
            self.base = answer.context["page"].marks
        return answer


@pytest.fixture
def ref(cast: Cast) -> str:
    with tenant(cast.frontier.pk):
        actor = cast.viewer("borealis.liaison")
        draft = start_draft(actor=actor, now=NOW)
        return save_draft(actor=actor, now=NOW, ref=draft.ref, changes=CONTENT).ref


def _now(cast: Cast, ref: str) -> Incident:
    with tenant(cast.frontier.pk):
        return Incident.objects.get(ref=ref)


@pytest.mark.django_db
def test_two_colleagues_on_one_page_keep_what_each_has_written(cast: Cast, ref: str) -> None:
    one, two = (_Colleague(cast, name, ref) for name in ("borealis.liaison", "borealis.alternate"))
    assert one.send(title="A new title").status_code == 302
    assert two.send(narrative="A new story", fact_model_involved="yes").status_code == 302
    now = _now(cast, ref)
    assert (now.title, now.narrative) == ("A new title", "A new story")
    assert now.facts == {"model_involved": True}


@pytest.mark.django_db
def test_a_clash_is_shown_side_by_side_and_the_next_saving_decides(cast: Cast, ref: str) -> None:
    one, two = (_Colleague(cast, name, ref) for name in ("borealis.liaison", "borealis.alternate"))
    one.send(narrative="What the first wrote <b>")
    answer = two.send(narrative="What the second wrote", title="From the second")
    page = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "What the first wrote <b>" in page
    assert "What the second wrote" in page
    assert "&lt;b&gt;" in answer.content.decode()
    now = _now(cast, ref)
    assert (now.narrative, now.title) == ("What the first wrote <b>", "From the second")
    assert two.send(narrative="Both together", title="From the second").status_code == 302
    assert _now(cast, ref).narrative == "Both together"


@pytest.mark.django_db
def test_saving_by_itself_names_the_clash_and_overwrites_nothing(cast: Cast, ref: str) -> None:
    one, two = (_Colleague(cast, name, ref) for name in ("borealis.liaison", "borealis.alternate"))
    assert two.send("save/", title="Mine").status_code == 200
    one.send(narrative="Theirs")
    for text in ("Mi", "Mine"):
        answer = two.send("save/", title="Mine", narrative=text)
        assert "A colleague is writing here, too" in answer.content.decode()
    assert two.send("save/", title="Mine again", narrative="Mine").status_code == 200
    now = _now(cast, ref)
    assert (now.title, now.narrative) == ("Mine again", "Theirs")
    assert "what your colleague wrote" in two.send(title="Mine again", narrative="Mine").content.decode()


@pytest.mark.django_db
def test_a_page_that_saved_itself_goes_on_without_clashing_with_itself(cast: Cast, ref: str) -> None:
    one = _Colleague(cast, "borealis.liaison", ref)
    for text in ("a", "ab", "abc"):
        assert b"A colleague" not in one.send("save/", narrative=text).content
        assert _now(cast, ref).narrative == text
    assert one.send(narrative="abcd").status_code == 302
    assert _now(cast, ref).narrative == "abcd"


@pytest.mark.django_db
def test_an_old_page_that_saves_itself_does_not_undo_a_colleague(cast: Cast, ref: str) -> None:
    one, two = (_Colleague(cast, name, ref) for name in ("borealis.liaison", "borealis.alternate"))
    one.send(narrative="Theirs")
    for _time in range(2):
        two.send("save/", title="Mine")
    now = _now(cast, ref)
    assert (now.title, now.narrative) == ("Mine", "Theirs")


@pytest.mark.django_db
def test_going_back_to_a_page_shows_what_stands_there_now(cast: Cast, ref: str) -> None:
    one = _Colleague(cast, "borealis.liaison", ref)
    assert "no-store" in one.client.get(one.path)["Cache-Control"]


@pytest.mark.django_db
def test_answers_on_other_pages_stay(cast: Cast, ref: str) -> None:
    for step, values in (("what", {"fact_model_involved": "yes"}), ("where", {"fact_cross_border": "no"})):
        assert _Colleague(cast, "borealis.liaison", ref, step).send(**values).status_code == 302
    assert _now(cast, ref).facts == {"model_involved": True, "cross_border": False}
