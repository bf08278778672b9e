"""The shell, the components and the error pages."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import get_template, render_to_string
from django_cotton.compiler_regex import CottonCompiler

NOW = datetime(2026, 11, 21, 15, 2, tzinfo=UTC)


def _seat(name: str, current: bool) -> SimpleNamespace:
    return SimpleNamespace(name=name, url=f"/c/{name.lower()}/", seat_label="Representative of Aster", current=current)


def _shell(**changes: Any) -> SimpleNamespace:
    values = {
        "committee": SimpleNamespace(name="Frontier", slug="frontier"),
        "seat_label": "Representative of Aster",
        "person": SimpleNamespace(name="Amina Diallo", initials="AD"),
        "nav": [SimpleNamespace(label="Incidents", url="/c/frontier/incidents/", icon="alert-triangle", current=True)],
        "nav_groups": [],
        "switcher": [_seat("Frontier", True), _seat("Pacific", False)],
        "account_links": [],
        "unread": 4,
        "inbox_url": "/c/frontier/inbox/",
        "unread_url": "/c/frontier/inbox/unread/",
        "zone_label": "Europe/Helsinki (UTC+2)",
        "operator_banner": "",
        "demo": False,
    }
    return SimpleNamespace(**(values | changes))


def _page(shell: SimpleNamespace | None, **context: Any) -> str:
    # Without a request no context processor runs, so that the page shows this shell.
    return render_to_string("base.html", {"shell": shell, "csrf_token": "t0ken", **context})


def _component(markup: str, **context: Any) -> str:
    return engines["django"].from_string(CottonCompiler().process(markup)).render(context)


def test_the_title_names_the_committee_and_the_product() -> None:
    assert "<title> – Frontier – Concord</title>" in _page(_shell())


def test_a_person_with_several_seats_can_change_between_them() -> None:
    html = _page(_shell())
    assert 'href="/c/pacific/"' in html
    assert "Change committee" in html


def test_a_person_with_one_seat_is_offered_no_switcher() -> None:
    html = _page(_shell(switcher=[_seat("Frontier", True)]))
    assert "Change committee" not in html
    assert "Frontier" in html


def test_the_unread_count_is_text_and_polls_with_what_it_shows() -> None:
    html = _page(_shell())
    assert '<span class="c-count">4</span>' in html
    assert "/c/frontier/inbox/unread/?seen=4" in html
    assert "Inbox: nothing unread" in _page(_shell(unread=0))


def test_the_page_says_which_navigation_item_is_this_one() -> None:
    assert 'aria-current="page"' in _page(_shell())


def test_a_signed_out_page_has_no_token_no_bell_and_a_way_in() -> None:
    html = _page(None)
    assert "t0ken" not in html
    assert "c-unread" not in html
    assert "Sign in" in html


def test_signing_out_is_a_form_that_works_without_script() -> None:
    assert 'method="post" action="/account/logout/"' in " ".join(_page(_shell()).split())


def test_demo_and_operator_strips_show_only_when_they_apply() -> None:
    plain = _page(_shell())
    assert "everything here is fictional" not in plain
    assert "Operator session" not in plain
    marked = _page(_shell(demo=True, operator_banner="Operator session until 17:00: backup check"))
    assert 'href="/demo/mail/"' in marked
    assert "Operator session until 17:00" in marked


def test_messages_are_announced_with_their_tone() -> None:
    html = _page(_shell(), messages=[Message(constants.SUCCESS, "Filed."), Message(constants.ERROR, "<b>No.</b>")])
    assert 'role="status"' in html
    assert "c-notice--ok" in html
    assert "c-notice--stop" in html
    assert "<b>No." not in html


def test_a_public_page_never_reads_the_messages() -> None:
    class Untouchable:
        def __iter__(self) -> Any:
            raise AssertionError("reading messages reads the session")

        __bool__ = __len__ = __iter__

    html = render_to_string("ui/public_base.html", {"messages": Untouchable()})
    assert "<main" in html


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<c-card heading="Tasks" id="t">Body<c-slot name="foot">Foot</c-slot></c-card>', 'aria-labelledby="t-title"'),
        ('<c-card heading="Tasks" level="3">Body</c-card>', "<h3"),
        ('<c-tag tone="ok">Met</c-tag>', "c-tag--ok"),
        ('<c-tlp label="TLP:RED" />', "TLP:RED"),
        ('<c-deadline :due="now" :now="now" />', "c-tag--warn"),
        ('<c-page-head title="T" eyebrow="E" lede="L"><c-slot name="actions">A</c-slot></c-page-head>', "<h1>T</h1>"),
        ("<c-crumbs><li>Here</li></c-crumbs>", 'aria-label="Breadcrumb"'),
        ('<c-notice tone="stop" title="In force"><p>x</p></c-notice>', "c-notice--stop"),
        ('<c-empty title="No incidents">They appear here.</c-empty>', "No incidents"),
        ('<c-figures><c-figure n="3" label="Open" href="/x/" /></c-figures>', '<a href="/x/"'),
        (
            '<c-timeline><c-timeline.item title="Filed" :at="before" :now="now">x</c-timeline.item></c-timeline>',
            "2 h ago",
        ),
        ('<c-tasks><c-tasks.item title="Vote" href="/v/" :due="now" :now="before" /></c-tasks>', "in 2 h"),
        ('<c-kv rows="1"><c-kv.row label="Title" change="/t/">x</c-kv.row></c-kv>', "Change<span"),
        ("<c-steps :labels=\"['One', 'Two']\" :current=\"2\" />", 'aria-current="step"'),
        ('<c-confirm label="Withdraw" action="/w/">Sure?</c-confirm>', 'action="/w/"'),
        ('<c-pager older="?b" count="1 000+" />', 'rel="next"'),
        ('<c-filters label="Filter" clear="/" />', 'role="search"'),
        ('<c-files><c-files.item name="a.pdf" href="/f/" hash="abc" /></c-files>', "SHA-256"),
        ('<c-copy target="#x" />', 'data-c-copy="#x"'),
        ("<c-autosave />", 'role="status"'),
        ('<c-chart>svg<c-slot name="table">tbl</c-slot></c-chart>', "tbl"),
    ],
)
def test_each_component_shows_what_it_is_given(markup: str, expected: str) -> None:
    html = " ".join(_component(markup, now=NOW, before=NOW - timedelta(hours=2)).split())
    assert expected in html
    assert "<c-" not in html


@pytest.mark.parametrize(
    ("given", "fold"),
    [("", ""), (':is_set="False"', '<details class="c-fold">'), (':is_set="True"', '<details class="c-fold" open>')],
)
def test_filters_of_a_list_fold_up_unless_one_is_set(given: str, fold: str) -> None:
    html = _component(f'<c-filters label="Filter" {given} />')
    assert "".join(re.findall("<details[^>]*>", html)) == fold
    assert html.count("</details>") == bool(fold)


# fmt: off
LEAKY = dict.fromkeys([
    "actions", "action", "change", "class", "clear", "confirm", "count", "eyebrow", "foot", "form", "hash", "heading",
    "hint", "href", "icon", "id", "label", "lede", "newer", "older", "role", "rows", "size", "small", "status",
    "summary", "table", "title",
], "LEAKED")
# fmt: on


@pytest.mark.parametrize(
    "markup",
    [
        "<c-card>x</c-card>",
        '<c-page-head title="T" />',
        "<c-notice>x</c-notice>",
        '<c-empty title="T">x</c-empty>',
        '<c-figure n="3" label="Open" />',
        '<c-timeline.item title="Filed" />',
        '<c-tasks.item title="Vote" href="/v/" />',
        '<c-kv><c-kv.row label="Title">x</c-kv.row></c-kv>',
        '<c-confirm label="Withdraw">Sure?</c-confirm>',
        '<c-pager newer="?a" />',
        '<c-filters label="Filter" />',
        '<c-files.item name="a.pdf" />',
        '<c-copy target="#x" />',
        "<c-chart>svg</c-chart>",
    ],
)
def test_a_component_takes_nothing_from_the_page_that_it_was_not_given(markup: str) -> None:
    html = _component(markup, **LEAKY)
    assert "LEAKED" not in html
    assert "None" not in html


def test_components_escape_what_they_are_given() -> None:
    html = _component('<c-empty title="{{ text }}">{{ text }}</c-empty>', text="<script>x</script>")
    assert "<script" not in html


@pytest.mark.parametrize("name", ["400", "403", "404", "403_csrf", "500"])
def test_an_error_page_needs_no_context_and_says_what_to_do_next(name: str) -> None:
    html = get_template(f"{name}.html").render()
    assert "Go to the start page" in html
    assert html.count("<h1>") == 1


def test_the_500_page_renders_when_its_static_files_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.staticfiles.storage import staticfiles_storage

    def missing(name: str) -> str:
        raise ValueError(f"Missing staticfiles manifest entry for {name!r}")

    monkeypatch.setattr(staticfiles_storage, "url", missing)
    assert "Something went wrong" in get_template("500.html").render()


def test_a_refusal_is_shown_with_its_reason() -> None:
    assert "Only the chair may." in get_template("403.html").render({"reason": "Only the chair may."})
