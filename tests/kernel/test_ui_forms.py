"""How forms look and speak."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone

from apps.kernel.forms_ui import PortalRenderer, RadioCards, ZonedDateTimeField, error_messages, error_target


class Sample(forms.Form):
    """One field of each layout."""

    default_renderer = PortalRenderer
    title = forms.CharField(help_text="Up to 20 characters.", max_length=20)
    lab = forms.ChoiceField(choices=[("", "Choose"), ("a", "Aster")])
    severity = forms.ChoiceField(choices=[("5", "Five"), ("4", "Four")], widget=RadioCards(hints={"5": "Mass harm"}))
    noticed = ZonedDateTimeField()
    evidence = forms.FileField()
    note = forms.CharField(required=False, widget=forms.TextInput(attrs={"placeholder": "A label in disguise"}))
    told = forms.BooleanField(label="Told")


def _html(data: dict[str, Any] | None = None) -> str:
    return str(Sample(data))


def test_a_missing_answer_says_what_to_do() -> None:
    form = Sample({})
    said = {name: error_messages(form[name]) for name in form.errors}
    assert said == {
        "title": ["Enter an answer."],
        "lab": ["Choose one of the answers."],
        "severity": ["Choose one of the answers."],
        "noticed": ["Enter an answer."],
        "evidence": ["Choose a file."],
        "told": ["Tick the box to go on."],
    }


def test_a_fields_own_message_is_kept() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Enter the lab's name."})

    assert error_messages(Own({})["name"]) == ["Enter the lab's name."]


def test_each_error_in_the_summary_leads_to_an_existing_control() -> None:
    form = Sample({})
    html = str(form)
    for name in form.errors:
        target = error_target(form[name])
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html


def test_hint_and_error_are_tied_to_the_control() -> None:
    html = _html({})
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html


def test_only_optional_fields_are_marked() -> None:
    assert _html().count("(optional)") == 1


def test_placeholders_are_not_shown() -> None:
    assert "A label in disguise" not in _html()


def test_radio_cards_carry_their_hints_and_no_attribute_that_radios_may_not_have() -> None:
    html = _html({})
    assert "<small>Mass harm</small>" in html
    radios = [line for line in html.split("<") if 'type="radio"' in line]
    assert len(radios) == 2
    assert not any("aria-invalid" in radio for radio in radios)


def test_a_local_time_and_its_zone_become_one_instant() -> None:
    field = ZonedDateTimeField()
    assert field.clean(["2026-11-21T17:02", "Europe/Helsinki"]) == datetime(2026, 11, 21, 15, 2, tzinfo=UTC)


@pytest.mark.parametrize("local", ["2026-03-29T03:30", "2026-10-25T03:30"])
def test_a_time_that_the_zone_skipped_or_had_twice_is_refused(local: str) -> None:
    with pytest.raises(forms.ValidationError, match="Enter it in UTC"):
        ZonedDateTimeField().clean([local, "Europe/Helsinki"])


@pytest.mark.parametrize("local", ["yesterday", "2026-13-01T00:00", "2026-11-21"])
def test_what_is_not_a_time_is_refused_with_an_example(local: str) -> None:
    with pytest.raises(forms.ValidationError, match="for example"):
        ZonedDateTimeField().clean([local, "UTC"])


def test_a_zone_alone_is_no_answer() -> None:
    assert ZonedDateTimeField(required=False).clean(["", "Europe/Helsinki"]) is None
    with pytest.raises(forms.ValidationError):
        ZonedDateTimeField().clean(["", "Europe/Helsinki"])


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(forms.ValidationError):
        ZonedDateTimeField().clean(["2026-11-21T17:02", "Mars/Olympus"])


def test_a_stored_instant_comes_back_in_the_readers_zone_whichever_it_is() -> None:
    with timezone.override(ZoneInfo("Asia/Kathmandu")):
        html = str(Sample(initial={"noticed": datetime(2026, 11, 21, 15, 2, tzinfo=UTC)})["noticed"])
    assert 'value="2026-11-21T20:47"' in html
    assert '<option value="Asia/Kathmandu" selected>' in html
