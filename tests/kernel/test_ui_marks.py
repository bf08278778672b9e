"""Labels, icons, Markdown and charts."""

import pytest

from apps.kernel import charts, icons, marks, prose


@pytest.mark.parametrize(
    ("label", "css"),
    [
        ("TLP:RED", "c-tlp--red"),
        ("TLP:AMBER+STRICT", "c-tlp--amber-strict"),
        ("TLP:AMBER", "c-tlp--amber"),
        ("TLP:GREEN", "c-tlp--green"),
        ("TLP:CLEAR", "c-tlp--clear"),
    ],
)
def test_a_tlp_label_is_written_as_the_standard_writes_it(label: str, css: str) -> None:
    assert marks.tlp(label) == f'<span class="c-tlp {css}">{label}</span>'


def test_a_label_escapes_its_text() -> None:
    assert "<b>" not in marks.tag("<b>x</b>")


def test_an_unknown_tone_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown tone"):
        marks.tag("Open", "red")


def test_an_icon_is_decoration_for_a_screen_reader() -> None:
    svg = icons.icon("bell", 18)
    assert svg.startswith("<svg")
    assert 'aria-hidden="true"' in svg
    assert 'width="18"' in svg


def test_an_icon_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://tracker.example/x.png)",
        '<a href="https://e.example" onclick="x()">x</a>',
        '<p style="color:red">x</p>',
    ],
)
def test_markdown_lets_nothing_through_that_acts_or_calls_home(hostile: str) -> None:
    html = prose.markdown(hostile)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<a href" not in html or "onclick=" not in html.split(">")[0]
    assert "<p style" not in html


def test_markdown_headings_start_below_the_cards_own_and_leave_no_gap() -> None:
    html = prose.markdown("# One\n\n### Three\n")
    assert "<h3>One</h3>" in html
    assert "<h4>Three</h4>" in html


def test_markdown_tables_carry_no_style() -> None:
    html = prose.markdown("| a | b |\n|---|--:|\n| 1 | 2 |\n")
    assert "<table>" in html
    assert "style" not in html


def test_links_in_markdown_do_not_pass_on_the_reader() -> None:
    assert 'rel="noopener noreferrer nofollow"' in prose.markdown("[x](https://e.example)")


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        ("curl/8.5.0", "curl"),
        ("", "Unknown program"),
    ],
)
def test_a_user_agent_is_said_in_words(agent: str, said: str) -> None:
    assert marks.browser(agent) == said


POINTS = [charts.Point("Jan", 3.1), charts.Point("Feb <b>", 8), charts.Point("Mar", 4.6)]


def test_a_line_chart_says_in_words_what_it_shows() -> None:
    svg = charts.line_chart(POINTS, ident="rate", title="Rate", limit=6, unit="%")
    assert "From 3.1% in Jan to 4.6% in Mar. Limit 6%; 1 of 3 values are above it." in svg
    assert svg.count('role="img"') == 2


def test_a_chart_escapes_labels_and_has_no_inline_style() -> None:
    svg = charts.line_chart(POINTS, ident="rate", title="<i>", limit=6) + charts.bars(
        [charts.Bar("<b>x", 2, "for")], ident="b", title="<i>"
    )
    assert "<b>" not in svg
    assert "<i>" not in svg
    assert "style=" not in svg


@pytest.mark.parametrize("values", [[], [0], [0, 0], [1e12, 3], [0.0001]])
def test_charts_survive_odd_numbers(values: list[float]) -> None:
    points = [charts.Point(str(index), value) for index, value in enumerate(values)]
    svg = charts.line_chart(points, ident="x", title="x") + charts.bars(points, ident="y", title="y")
    assert "nan" not in svg
    assert "inf" not in svg


def test_a_progress_bar_stays_within_its_track() -> None:
    assert 'width="100.00%"' in charts.progress_bar(20, 15)
    assert 'width="0.00%"' in charts.progress_bar(0, 0)
