"""The panel's size, strikes, the draw that anybody can run again, and who takes an empty place."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from apps.chairs.rules.rerun import rerun
from apps.committees.rules.charter import preset_values
from apps.disputes.rules.charter import PANEL_SIZE
from apps.disputes.rules.conflicts import PastRole
from apps.disputes.rules.panel import (
    BY_AGREEMENT,
    WAYS_OUT,
    WayOut,
    compose,
    may_agree_on_size,
    may_strike,
    next_in_line,
    pool,
    seed_of,
    size_of,
    strikes_each,
    way_out,
)
from apps.kernel.decisions import Refused
from tests.disputes.roster import ASTER, BOREALIS, HARBOUR, LONG_AGO, LYCEUM, NOW, VERITAS, matter, panellist

SECOND = timedelta(seconds=1)
VALUE = "8c1f 2026-11-20"
SEED = seed_of(VALUE, "DSP-2026-3XQ9", 1)
KEYS = st.lists(st.text("abcdefghij", min_size=1, max_size=6), unique=True, min_size=3, max_size=15)


class TestSize:
    def test_it_is_the_charters_unless_the_parties_agree(self) -> None:
        values = preset_values("standard")
        assert (size_of(values), size_of(values | {PANEL_SIZE: "one"})) == (3, 1)
        assert [size_of(values, agreed) for agreed in BY_AGREEMENT] == [1, 3, 5]

    @pytest.mark.parametrize("size", range(8))
    def test_parties_agree_on_an_odd_size_in_time(self, size: int) -> None:
        decision = may_agree_on_size(size, now=NOW, due=NOW, composed=False)
        assert bool(decision) is (size in {1, 3, 5})

    def test_a_second_late_or_once_composed_the_size_stays(self) -> None:
        late = may_agree_on_size(5, now=NOW + SECOND, due=NOW, composed=False)
        assert late.reason == "The time for agreeing on another size is over (charter, article 8.2b)."
        assert not may_agree_on_size(5, now=NOW, due=NOW, composed=True)


class TestPool:
    ROSTER = (
        panellist("vera"),
        panellist("hugo", HARBOUR),
        panellist("ada", ASTER),
        panellist("boris", BOREALIS),
        panellist("past", LYCEUM, roles=(PastRole("DSP-2026-3XQ9", "advised the respondent"),)),
    )
    MATTER = matter(refs=frozenset({"DSP-2026-3XQ9"}))

    def test_it_divides_the_roster_and_says_why(self) -> None:
        found = pool(self.ROSTER, self.MATTER, NOW)
        assert [one.key for one in found.eligible] == ["hugo", "vera"]
        assert [(one.panellist.key, one.by_consent) for one in found.barred] == [
            ("ada", True),
            ("boris", True),
            ("past", False),
        ]
        assert found.barred[0].sentences == ["Ada is of Aster, the complainant."]

    def test_parties_accept_by_name_whom_they_will(self) -> None:
        found = pool(self.ROSTER, self.MATTER, NOW, waived={"ada", "past"})
        assert [one.key for one in found.eligible] == ["ada", "hugo", "vera"]
        assert [one.panellist.key for one in found.barred] == ["boris", "past"]


class TestNobodyEligible:
    GROUPS = {"vera": VERITAS, "hugo": HARBOUR, "ada": ASTER, "boris": BOREALIS, "late": LYCEUM, "vito": VERITAS}
    ADA, BORIS = panellist("ada", ASTER), panellist("boris", BOREALIS)
    LATE = panellist("late", LYCEUM, ends_at=LONG_AGO + SECOND)

    @pytest.mark.parametrize(
        ("roster", "size", "way"),
        [
            ((panellist("vera"),), 1, WayOut.NONE_NEEDED),
            ((panellist("vera"), BORIS, ADA), 3, WayOut.CONSENT),
            ((panellist("vera"), BORIS, LATE), 3, WayOut.SMALLER),
            ((BORIS, LATE), 3, WayOut.WIDEN),
            ((LATE,), 1, WayOut.WIDEN),
            ((BORIS,), 1, WayOut.CONSENT),
            ((), 1, WayOut.WIDEN),
            ((panellist("vera"), panellist("vito"), panellist("hugo", HARBOUR)), 3, WayOut.SMALLER),
        ],
    )
    def test_the_way_out_is_said(self, roster: tuple, size: int, way: WayOut) -> None:
        assert way_out(pool(roster, matter(), NOW), self.GROUPS, size) == way

    def test_every_way_out_has_its_sentence(self) -> None:
        assert set(WAYS_OUT) == set(WayOut)


class TestStrikes:
    @given(st.integers(0, 40), st.sampled_from(BY_AGREEMENT), st.integers(0, 10))
    def test_both_sides_can_use_theirs_and_a_panel_is_left(self, places: int, size: int, most: int) -> None:
        each = strikes_each(places, size, most)
        assert 0 <= each <= most
        assert each == 0 or places - 2 * each >= size
        assert each == most or places - 2 * (each + 1) < size

    @pytest.mark.parametrize(
        ("key", "own", "drawn", "number"),
        [("vera", {"hugo"}, False, ""), ("vera", {"hugo", "ada"}, False, "has"), ("vera", {"vera"}, False, "already"),
         ("quinn", set(), False, "not on the list"), ("vera", set(), True, "before the lot")],
    )  # fmt: skip
    def test_a_name_of_the_list_is_struck_once_in_time(self, key: str, own: set, drawn: bool, number: str) -> None:
        decision = may_strike(key, listed={"vera", "hugo", "ada"}, own=own, each=2, drawn=drawn)
        assert bool(decision) is not bool(number)
        assert number in decision.reason

    def test_a_side_without_strikes_strikes_nobody(self) -> None:
        assert not may_strike("vera", listed={"vera"}, own=set(), each=0, drawn=False)


class TestDraw:
    GROUPS = {"vera": VERITAS, "vito": VERITAS, "hugo": HARBOUR, "lynn": LYCEUM, "ada": ASTER}

    def test_anybody_can_run_it_again_by_the_command_of_the_chairs_lot(self, tmp_path: Path) -> None:
        drawn = compose(SEED, self.GROUPS, {"ada"}, self.GROUPS, 3)
        path = tmp_path / "draw.json"
        path.write_text(json.dumps(drawn.published))
        told = StringIO()
        call_command("rerun_draw", str(path), stdout=told)
        lines = told.getvalue().splitlines()
        assert [line.split()[1] for line in lines[3:]] == list(drawn.order)
        assert "ada" not in drawn.order

    def test_a_published_draw_that_was_bent_is_found_out(self) -> None:
        published = compose(SEED, self.GROUPS, set(), self.GROUPS, 3).published
        with pytest.raises(ValueError, match="not the one drawn"):
            rerun(published | {"order": published["order"][::-1]})
        with pytest.raises(ValueError, match="not the list"):
            rerun(published | {"members": published["members"][:-1]})

    def test_two_of_one_group_do_not_sit_together(self) -> None:
        for number in range(40):
            drawn = compose(seed_of(VALUE, "DSP-2026-3XQ9", number), self.GROUPS, set(), self.GROUPS, 3)
            assert not {"vera", "vito"} <= set(drawn.seats)
            assert drawn.presiding == drawn.order[0] == drawn.seats[0]

    def test_one_public_value_gives_two_cases_two_panels(self) -> None:
        keys = {f"p{number}": number for number in range(20)}
        one, other = (compose(seed_of(VALUE, ref, 1), keys, set(), keys, 3) for ref in ("DSP-A", "DSP-B"))
        assert one.order != other.order

    def test_too_few_names_are_refused_by_the_article(self) -> None:
        with pytest.raises(Refused, match=r"\(charter, article 8\.2d\)\.$"):
            compose(SEED, {"vera", "vito"}, set(), self.GROUPS, 3)

    def test_no_public_value_no_lot(self) -> None:
        with pytest.raises(ValueError, match="public value"):
            seed_of(" ", "DSP-2026-3XQ9", 1)

    @given(KEYS, st.data())
    def test_striking_somebody_changes_nobody_elses_turn(self, keys: list[str], data: st.DataObject) -> None:
        groups = {key: key for key in keys}
        struck = data.draw(st.sampled_from(keys))
        whole = compose(SEED, keys, set(), groups, 1)
        rest = compose(SEED, keys, {struck}, groups, 1)
        assert list(rest.order) == [key for key in whole.order if key != struck]
        assert list(rest.seats) == [rest.order[0]]


class TestReplacement:
    ORDER = ("vera", "hugo", "vito", "lynn", "ada")
    GROUPS = TestDraw.GROUPS

    def test_the_next_of_the_draw_who_may_still_sit_takes_the_place(self) -> None:
        everybody = set(self.ORDER)
        line = {"order": self.ORDER, "groups": self.GROUPS}
        assert next_in_line(**line, seated={"vera", "lynn"}, gone={"hugo"}, may_sit=everybody) == "ada"
        assert next_in_line(**line, seated={"hugo", "lynn"}, gone={"vera"}, may_sit=everybody) == "vito"
        assert next_in_line(**line, seated={"hugo", "lynn"}, gone={"vera"}, may_sit=everybody - {"vito"}) == "ada"

    def test_where_nobody_is_left_there_is_nobody(self) -> None:
        left = next_in_line(
            self.ORDER, seated={"vera", "hugo"}, gone={"lynn"}, may_sit={"lynn", "vito"}, groups=self.GROUPS
        )
        assert left is None
