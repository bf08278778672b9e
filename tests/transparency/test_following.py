"""What an act makes public, and what it does not."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError

from apps.transparency.models import PublishedRecord
from apps.transparency.selectors import has_records, kinds, published, versions
from tests.cast import NOW, Cast
from tests.transparency import probe


def test_a_public_act_appends_its_redacted_form(frontier: Cast) -> None:
    act = probe.act(frontier)
    record = PublishedRecord.objects.get()
    assert (record.kind, record.ref, record.title, record.published_at, record.act) == (
        probe.BULLETIN,
        "BUL-1",
        "A bulletin",
        NOW,
        act,
    )
    assert record.body == [
        {"label": "severity", "value": 4},
        {"label": "involved", "value": True},
        {"label": "hurt", "value": False},
        {"label": "cause", "value": None},
        {"label": "where", "value": ["EU", "US-CA"]},
        {"label": "model", "redacted": "Confidential to the lab"},
    ]


def test_an_act_that_declares_nothing_public_publishes_nothing(frontier: Cast) -> None:
    probe.act(frontier, probe.SECRET)
    assert not has_records()


@pytest.mark.parametrize("clear", [True, False])
def test_an_act_that_may_be_public_decides_itself(frontier: Cast, clear: bool) -> None:
    probe.act(frontier, probe.MAYBE, clear=clear)
    assert has_records() == clear


def test_a_published_record_is_never_changed_or_removed(frontier: Cast) -> None:
    probe.act(frontier)
    with pytest.raises(ProgrammingError, match="permission denied"):
        PublishedRecord.objects.update(title="Nothing happened")


def test_a_later_form_takes_the_place_of_the_earlier_which_stays_readable(frontier: Cast) -> None:
    probe.act(frontier, title="First")
    probe.act(frontier, title="Corrected", at=NOW + timedelta(hours=1))
    probe.act(frontier, ref="BUL-2", title="Another")
    assert [record.title for record in published().records] == ["Corrected", "Another"]
    assert [record.title for record in versions("BUL-1")] == ["Corrected", "First"]


def test_kinds_are_named_by_their_apps(frontier: Cast) -> None:
    probe.act(frontier)
    probe.act(frontier, ref="LET-1", kind=probe.LETTER)
    probe.act(frontier, ref="OLD-1", kind="old_rulings")
    assert [kind.label for kind in kinds()] == ["Bulletin", "Letter", "Old rulings"]
