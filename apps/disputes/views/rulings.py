"""The index of rulings: searched by words, by year, or by a citation that leads to its paragraph."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from apps.disputes.rules.citing import Citation, citation_in
from apps.disputes.selectors.index import Ruling, report_for, rulings_for
from apps.kernel.exports import Table, give


class SearchForm(forms.Form):
    """Which rulings are shown."""

    q = forms.CharField(
        label=gettext_lazy("Words or a citation"),
        help_text=gettext_lazy("Such as chips, or DSP-2026-3XQ9, para. 14."),
        required=False,
        max_length=200,
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), required=False, min_value=2000, max_value=2999)


def _asked(request: Any) -> tuple[SearchForm, str, int | None]:
    form = SearchForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    return form, given.get("q", ""), given.get("year")


@require_safe
def rulings(request: Any, slug: str) -> HttpResponse:
    """The index; a citation leads on to what it cites."""
    form, words, year = _asked(request)
    cited = citation_in(words)
    if cited is not None and (address := _address(request, slug, cited)):
        return redirect(address)
    found = rulings_for(request.viewer, words=words, year=year)
    context = {"form": form, "rulings": found, "is_set": bool(words or year)}
    return render(request, "disputes/rulings.html", context)


def _address(request: Any, slug: str, cited: Citation) -> str:
    name = cited.paper
    if not name:
        report = report_for(request.viewer, cited.case)
        if report is None:
            return ""
        name = f"{report.series}{report.number}"
    anchor = f"#p{cited.paragraph}" if cited.paragraph else ""
    return reverse("disputes:paper", args=(slug, cited.case, name)) + anchor


@require_safe
def export(request: Any, slug: str, kind: str) -> HttpResponse:
    """The same as a table to take away."""
    _form, words, year = _asked(request)
    columns = [_("Ruling"), _("Case"), _("Parties"), _("Filed"), _("Adopted"), _("Rejected"), _("Findings")]
    rows = [_row(one) for one in rulings_for(request.viewer, words=words, year=year)]
    return give(request, Table("rulings", _("Rulings of panels"), columns, rows), kind)


def _row(one: Ruling) -> list[Any]:
    case = one.paper.case
    findings = "; ".join(f"{number}: {finding}" for number, finding in one.findings)
    rejected = _("yes") if one.is_rejected else _("no")
    return [one.paper.ref, case.title, one.parties, one.paper.filed_at, case.adopted_at, rejected, findings]
