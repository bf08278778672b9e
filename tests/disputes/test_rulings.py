"""The index of rulings: who finds which report by which words, and where a citation leads."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from apps.disputes.models import Case, Paper
from apps.disputes.rules.citing import Citation, citation_in
from apps.disputes.states import DocumentKind, Stage
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.disputes import paneling
from tests.votes.pages import come

HOME = "/c/frontier/disputes/rulings/"


@pytest.mark.parametrize(
    ("typed", "cited"),
    [
        ("DSP-2026-3XQ9, para. 14", Citation("DSP-2026-3XQ9", "", 14)),
        (" dsp-2026-3xq9/7, para 2 ", Citation("DSP-2026-3XQ9", "7", 2)),
        ("DSP-2026-3XQ9/S2", Citation("DSP-2026-3XQ9", "S2")),
        ("DSP-2026-3XQ9", Citation("DSP-2026-3XQ9")),
        ("chips in DSP-2026-3XQ9", None),
    ],
)
def test_a_citation_is_read_as_it_is_written(typed: str, cited: Citation | None) -> None:
    assert citation_in(typed) == cited


@pytest.mark.django_db
def test_a_ruling_is_found_by_whoever_reads_it_and_cited_to_its_paragraph(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    with tenant(cast.frontier.pk):
        case = paneling.reported(cast)
        report = Paper.objects.select_related("case").get(case=case, kind=DocumentKind.REPORT)
        Paper.objects.filter(pk=report.pk).update(text="The accelerators were hidden.\n\nSo we find.")
    cygnus, aster = come(cast, "cygnus.liaison"), come(cast, "aster.liaison")
    assert case.ref not in cygnus.get(HOME).content.decode(), "it is not adopted yet"
    with tenant(cast.frontier.pk):
        Case.objects.filter(pk=case.pk).update(adopted_at=NOW, stage=Stage.COMPLIANCE)
    page = cygnus.get(HOME).content.decode()
    assert "Aster against Borealis" in page
    assert "Claim 1: Breach" in page
    assert case.ref in cygnus.get(HOME, {"q": "hidden accelerator"}).content.decode()
    assert f"{case.ref}/" not in aster.get(HOME, {"q": "accelerator"}).content.decode(), "Aster has not opened it"
    assert f"{case.ref}/" not in cygnus.get(HOME, {"year": "2001"}).content.decode()
    cited = cygnus.get(HOME, {"q": f"{case.ref}, para. 2"})
    assert cited["Location"].endswith(f"/{case.ref}/papers/{report.number}/#p2")
    assert 'id="p2"' in cygnus.get(cited["Location"]).content.decode()
    sheet = load_workbook(BytesIO(cygnus.get(f"{HOME}export.xlsx").content)).active
    assert [row[0] for row in sheet.iter_rows(values_only=True)][-1] == report.ref
    assert report.ref in cygnus.get(f"{HOME}export.csv").content.decode()
