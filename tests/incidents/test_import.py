"""Bringing history in."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.deadlines.models import Deadline
from apps.incidents.models import Incident
from apps.incidents.states import State
from apps.kernel.tenancy.context import tenant
from apps.notices.models import FanOut
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "aiid" / "incidents.csv"
HEAD = "_id,incident_id,date,reports,title,description\n"
GOOD = "a,1,2024-01-02,[],First,Something\nb,2,2024-02-03,[],Second,Else\n"


def _import(path: Path, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(
        "import_incidents", str(path), "--committee", "frontier", "--format", "aiid", *options, stdout=out, stderr=err
    )
    return out.getvalue().strip(), err.getvalue().strip()


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "incidents.csv"
    path.write_text(text)
    return path


def _count(cast: Cast) -> int:
    with tenant(cast.frontier.pk):
        return Incident.objects.count()


def test_rows_come_in_closed_clear_and_silent(cast: Cast, tmp_path: Path) -> None:
    assert _import(_file(tmp_path, HEAD + GOOD)) == ("2 added, 0 known, 0 bad", "")
    with tenant(cast.frontier.pk):
        incident = Incident.objects.get(own_reference="aiid:1")
        assert (incident.state, incident.tlp, incident.title) == (State.CLOSED, "TLP:CLEAR", "First")
        assert incident.reporter == cast["clerk"]
        assert not Deadline.objects.exists()
        assert not FanOut.objects.exists()


def test_the_same_file_again_adds_nothing(cast: Cast, tmp_path: Path) -> None:
    path = _file(tmp_path, HEAD + GOOD)
    _import(path)
    assert _import(path)[0] == "0 added, 2 known, 0 bad"
    assert _count(cast) == 2


def test_a_half_broken_file_imports_nothing_and_names_each_bad_row(cast: Cast, tmp_path: Path) -> None:
    path = _file(tmp_path, HEAD + GOOD + "c,three,2024-01-01,[],T,D\nd,4,yesterday,[],T,D\n")
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="Nothing was imported: 2 bad"):
        call_command(
            "import_incidents", str(path), "--committee", "frontier", "--format", "aiid", stdout=out, stderr=err
        )
    assert [line.split(":")[0] for line in err.getvalue().splitlines()] == ["line 4", "line 5"]
    assert _count(cast) == 0


def test_skip_bad_imports_the_rest(cast: Cast, tmp_path: Path) -> None:
    path = _file(tmp_path, HEAD + GOOD + "c,three,2024-01-01,[],T,D\n")
    assert _import(path, "--skip-bad")[0] == "2 added, 0 known, 1 bad"
    assert _count(cast) == 2


def test_an_unknown_committee_or_file_is_one_clear_line(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        _import(tmp_path / "absent.csv")


@pytest.mark.skipif(not SHARED.exists(), reason="the AI Incident Database's file lies beside the project, not in it")
def test_all_989_real_incidents_come_in(cast: Cast) -> None:
    assert _import(SHARED)[0] == "989 added, 0 known, 0 bad"
