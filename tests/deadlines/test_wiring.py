"""What acts and clocks name must exist, checked at start-up; and the steps of ladders reach the outbox."""

import dataclasses
from datetime import timedelta

import pytest

from apps.deadlines.rules import CLOCKS, Repeat, Step
from apps.deadlines.services import take_steps
from apps.deadlines.wiring import every_clock_is_known
from apps.notices.models import FanOut
from apps.record.models import Act
from apps.record.rules import CATALOGUE
from tests.cast import Cast
from tests.deadlines import probe


def test_everything_that_is_declared_fits_together() -> None:
    assert every_clock_is_known() == []


@pytest.mark.parametrize("part", ["starts", "meets", "moots"])
def test_an_act_that_names_an_unknown_clock_is_found_at_start_up(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    misspelt = dataclasses.replace(CATALOGUE[probe.OPENED], **{part: ("deadline_probe.anwser",)})
    monkeypatch.setitem(CATALOGUE._items, probe.OPENED, misspelt)
    (error,) = every_clock_is_known()
    assert error.id == "deadlines.E001"
    assert "deadline_probe.anwser" in error.msg


def test_no_act_meets_a_clock_and_lets_it_fall_away(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {
        key: set(kind.meets) & set(kind.moots) for key, kind in CATALOGUE if set(kind.meets) & set(kind.moots)
    } == {}
    both = dataclasses.replace(CATALOGUE[probe.ANSWERED], moots=(probe.ANSWER,))
    monkeypatch.setitem(CATALOGUE._items, probe.ANSWERED, both)
    (error,) = every_clock_is_known()
    assert (error.id, probe.ANSWER in error.msg) == ("deadlines.E005", True)


@pytest.mark.parametrize(
    "change",
    [{"owed_by": ("clreks",)}, {"ladder": (), "repeat": Repeat(1, ("clreks",))}],
)
def test_a_clock_that_names_an_unknown_audience_is_found_at_start_up(
    monkeypatch: pytest.MonkeyPatch, change: dict
) -> None:
    monkeypatch.setitem(CLOCKS._items, probe.ANSWER, dataclasses.replace(CLOCKS[probe.ANSWER], **change))
    (error,) = every_clock_is_known()
    assert error.id == "deadlines.E002"
    assert "clreks" in error.msg


@pytest.mark.parametrize(
    ("change", "code", "word"),
    [
        ({"at_end": "deadlines.laps"}, "deadlines.E003", "deadlines.laps"),
        ({"unit": "days", "rolls": "XX"}, "deadlines.E004", "no such calendar"),
        ({"rolls": "BE"}, "deadlines.E004", "hours are never passed over"),
    ],
)
def test_an_unknown_end_or_calendar_is_found_at_start_up(
    monkeypatch: pytest.MonkeyPatch, change: dict, code: str, word: str
) -> None:
    monkeypatch.setitem(CLOCKS._items, probe.ANSWER, dataclasses.replace(CLOCKS[probe.ANSWER], **change))
    (error,) = every_clock_is_known()
    assert error.id == code
    assert word in error.msg


def test_the_words_for_those_who_owe_it_are_no_audiences_and_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    ladder = (Step(0, ("owner", "alternate", "representative")),)
    monkeypatch.setitem(CLOCKS._items, probe.ANSWER, dataclasses.replace(CLOCKS[probe.ANSWER], ladder=ladder))
    assert every_clock_is_known() == []
    report = CLOCKS[probe.REPORT]
    for change in ({"owed_by": ("owner",)}, {"ladder": (Step(0, ("first_owners",)),)}):
        monkeypatch.setitem(CLOCKS._items, probe.REPORT, dataclasses.replace(report, **change))
        assert [error.id for error in every_clock_is_known()] == ["deadlines.E002"]


@pytest.mark.django_db
def test_every_step_is_in_the_outbox_cut_to_those_who_may_see_and_none_is_empty(frontier: Cast) -> None:
    """The last step is for the members, of whom only Borealis' may see the subject: the rivals hear nothing."""
    deadline = probe.deadline(frontier)
    take_steps([deadline.pk], probe.DUE + timedelta(hours=5))
    steps = Act.objects.filter(kind__in=("deadline.reminded", "deadline.escalated")).order_by("id")
    told = [FanOut.objects.get(act=act).seat_ids for act in steps]
    lab = sorted(frontier[f"borealis.{role}"].pk for role in ("representative", "alternate"))
    assert [sorted(seats) for seats in told] == [[frontier["clerk"].pk], [frontier["clerk"].pk], lab]
