"""The charter's articles: kinds, words and figures, bounds, numbers."""

from itertools import pairwise

import pytest

from apps.committees.rules.charter import PRESETS, SECTIONS, Article, articles, errors_in, place, preset_values

DAYS = Article("x.days", "9.1", "Days", "It lasts {value}.", "days", dict.fromkeys(PRESETS, 14), least=1, most=90)
ORDER = Article(
    "x.order",
    "9.2",
    "Order",
    "The chair goes round {value}.",
    "",
    dict.fromkeys(PRESETS, "lot"),
    choices={"listed": "as listed", "lot": "as drawn by lot"},
)
RUN = Article(
    "x.run",
    "9.4",
    "Run",
    "It took more than {value}.",
    "FLOP",
    dict.fromkeys(PRESETS, 23),
    least=20,
    most=35,
    power=True,
)
TRIO = Article(
    "x.trio",
    "9.3",
    "Trio",
    "Three preside together.",
    "",
    dict.fromkeys(PRESETS, True),
    otherwise="One presides alone.",
)


class TestKinds:
    def test_a_number_reads_in_figures_and_in_words(self) -> None:
        assert DAYS.words(14) == "It lasts 14 days."
        assert DAYS.in_full(14) == "It lasts fourteen (14) days."
        assert (DAYS.figures(1), DAYS.spelled(1)) == ("1 day", "one (1) day")

    def test_a_number_too_long_for_words_stays_in_figures(self) -> None:
        assert DAYS.spelled(10**25) == f"{10**25} days"

    def test_an_amount_too_large_to_write_out_reads_as_a_power_of_ten(self) -> None:
        assert RUN.words(23) == "It took more than 10²³ FLOP."
        assert RUN.in_full(23) == "It took more than ten to the power of twenty-three (10²³) FLOP."
        assert RUN.figures(35) == "10³⁵ FLOP"
        assert (RUN.measure, DAYS.measure) == ("FLOP, as a power of ten", "days")
        assert RUN.error_in(19) == "Give an exponent of ten from 20 to 35."
        assert not RUN.error_in(20)

    def test_a_choice_reads_by_its_words(self) -> None:
        assert ORDER.words("lot") == ORDER.in_full("lot") == "The chair goes round as drawn by lot."
        assert ORDER.figures("listed") == "as listed"

    def test_a_switch_says_what_holds(self) -> None:
        assert TRIO.words(True) == "Three preside together."
        assert TRIO.words(False) == "One presides alone."
        assert (TRIO.figures(True), TRIO.figures(False)) == ("yes", "no")

    def test_the_kind_follows_from_what_is_given(self) -> None:
        assert [article.kind for article in (DAYS, ORDER, TRIO)] == ["number", "choice", "switch"]


class TestErrors:
    @pytest.mark.parametrize("value", [0, 91, "14", True, 2.0, None])
    def test_a_number_keeps_its_bounds(self, value: object) -> None:
        assert DAYS.error_in(value)
        assert not DAYS.error_in(90)

    @pytest.mark.parametrize("value", ["", "other", 1, True, None, []])
    def test_a_choice_is_one_of_its_list(self, value: object) -> None:
        assert ORDER.error_in(value) == "Choose one of: listed, lot."
        assert not ORDER.error_in("lot")

    @pytest.mark.parametrize("value", ["yes", 1, 0, None])
    def test_a_switch_is_yes_or_no(self, value: object) -> None:
        assert TRIO.error_in(value) == "Say yes or no."
        assert not TRIO.error_in(False)

    def test_errors_come_by_key(self) -> None:
        assert errors_in({"membership.invitation_days": 0, "no.such": 1}) == {
            "membership.invitation_days": "Give a number from 1 to 90 days.",
            "no.such": "There is no such article.",
        }


class TestAsRegistered:
    def test_every_preset_is_valid(self) -> None:
        for preset in PRESETS:
            assert errors_in(preset_values(preset)) == {}

    def test_no_number_stands_twice(self) -> None:
        numbers = [article.number for article in articles().values()]
        assert len(set(numbers)) == len(numbers)

    def test_articles_stand_in_the_order_of_their_numbers(self) -> None:
        for _key, section in SECTIONS:
            places = [place(article.number) for article in section.articles]
            assert all(one < other for one, other in pairwise(places)), section.key

    def test_every_section_is_a_chapter_of_its_own(self) -> None:
        chapters = [{place(article.number)[0] for article in section.articles} for _key, section in SECTIONS]
        assert all(len(of_one) == 1 for of_one in chapters)
        assert len(set().union(*chapters)) == len(chapters)

    def test_every_number_says_what_it_counts(self) -> None:
        numbers = [article for article in articles().values() if article.kind == "number"]
        assert numbers
        for article in numbers:
            for value in (*article.presets.values(), article.least, article.most):
                assert article.unit, article.key
                assert article.spelled(value).count("(") == 1, article.key

    def test_every_sentence_takes_its_value(self) -> None:
        for article in articles().values():
            for value in article.presets.values():
                assert "{" not in article.in_full(value) + article.words(value), article.key
