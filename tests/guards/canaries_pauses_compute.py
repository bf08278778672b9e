"""Words in what labs declare of their computation: the custodian's, and each lab its own."""

from datetime import timedelta

from apps.committees.models import Office
from apps.committees.states import OfficeKind
from apps.pauses.services.declaring import declare
from tests.cast import NOW, Cast
from tests.guards.canaries import Planted, lab_of

CUSTODIAN = "auditor"


def plant_figures(cast: Cast) -> list[Planted]:
    """A figure of Aster and one of Borealis, entered by the auditor as custodian; Frontier's context must be open."""
    Office.objects.create(kind=OfficeKind.CUSTODIAN, seat=cast[CUSTODIAN], starts_at=NOW - timedelta(days=1))
    return [_figure(cast, lab) for lab in ("aster", "borealis")]


def _figure(cast: Cast, lab: str) -> Planted:
    words = {"source": f"kanari{lab}computesourcex"}
    declare(actor=cast.viewer(CUSTODIAN), now=NOW, lab=lab, flop="1e26", source=words["source"])
    readers = lab_of(lab) | {CUSTODIAN}
    return Planted(lab, lab, readers, words, f"{lab}.liaison", ("/c/frontier/pauses/compute/",))
