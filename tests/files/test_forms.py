"""Several files in one field."""

from django import forms
from django.utils.datastructures import MultiValueDict

from apps.files.forms import MultipleFileField
from apps.files.rules import ACCEPT
from tests.files import samples

GOOD = samples.good()


class Report(forms.Form):
    evidence = MultipleFileField(required=False, most=3)


class Single(forms.Form):
    evidence = MultipleFileField(most=1)


class Sworn(forms.Form):
    evidence = MultipleFileField()


def fill(form: type[forms.Form], *names: str, content: bytes | None = None) -> forms.Form:
    uploads = [samples.upload(name, content if content is not None else GOOD[name]) for name in names]
    return form({}, MultiValueDict({"evidence": uploads}))


def test_good_files_come_out_checked_in_their_order() -> None:
    form = fill(Report, "report.pdf", "chart.png")
    assert form.is_valid()
    assert [checked.name for checked in form.cleaned_data["evidence"]] == ["report.pdf", "chart.png"]


def test_every_refused_file_is_named() -> None:
    form = fill(Report, "one.exe", "two.zip", content=b"x")
    assert [text.split("”")[0] for text in form.errors["evidence"]] == ["“one.exe", "“two.zip"]


def test_too_many_at_once_are_refused_unread() -> None:
    form = fill(Report, "a.txt", "b.txt", "c.txt", "d.txt", content=b"x")
    assert form.errors["evidence"] == ["Add at most 3 files at once; add the others afterwards."]


def test_none_is_an_empty_list_where_none_is_needed() -> None:
    form = fill(Report)
    assert form.is_valid()
    assert form.cleaned_data["evidence"] == []


def test_none_is_refused_where_one_is_needed() -> None:
    assert fill(Sworn).errors["evidence"] == ["Choose a file."]


def test_where_one_is_taken_the_picker_offers_no_more_and_a_second_is_refused() -> None:
    assert " multiple" not in str(Single()["evidence"])
    assert fill(Single, "report.pdf", "chart.png").errors["evidence"] == ["Choose one file only."]


def test_the_picker_offers_several_files_of_the_allowed_types() -> None:
    html = str(Report()["evidence"])
    assert " multiple" in html
    assert f'accept="{ACCEPT}"' in html
