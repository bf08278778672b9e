"""Words and a figure in what labs declare: the lab's own and the custodian's; why a figure is opened, everybody's."""

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.files.services import check_upload
from apps.funding.models import OpeningRequest, Period
from apps.funding.rules.declaring import Said
from apps.funding.services.appealing import dismiss
from apps.funding.services.opening import agree_to_open
from tests.cast import NOW, Cast
from tests.funding.declared import appealed, asked, declared, estimated, late
from tests.guards.canaries import Planted, lab_of
from tests.guards.rows import COUNSEL, FRONTIER

CUSTODIAN = frozenset({"auditor"})
FIGURE = "31652"
"""Digits of Aster's figure, which stand nowhere else."""


def _words(lab: str, *places: str) -> dict[str, str]:
    return {place: f"kanari{lab}declaration{place}x" for place in places}


def plant_declarations(cast: Cast) -> list[Planted]:
    """Aster declares and its figure is opened, Borealis is estimated and appeals; Frontier's context must be open."""
    late(cast, "borealis")
    return [*_declared(cast), _estimated(cast)]


def _declared(cast: Cast) -> list[Planted]:
    words = _words("aster", "type", "explanation", "unusual", "file", "inside")
    upload = SimpleUploadedFile(f"{words['file']}.txt", words["inside"].encode(), content_type="text/plain")
    row = declared(
        cast,
        training_flop="731652e20",
        accelerators=[Said(words["type"], "1", "1")],
        explanation=words["explanation"],
        unusual_because=words["unusual"],
        files=[check_upload(upload)],
    )
    file = str(row.files.get().file.uid)
    here = "/c/frontier/funding/declarations/2027/aster/"
    words |= {"figure": "7.31652 × 10^25", "digits": "731652" + "0" * 20}
    pages = (here, f"{here}1.json", f"/c/frontier/files/{file}/", "/api/v1/committees/frontier/funding/declarations/")
    opened = _words("aster", "reason", "agreed")
    asking = asked(cast, reason=opened["reason"])
    agree_to_open(actor=cast.viewer("independent"), now=NOW, uid=asking.uid, because=opened["agreed"])
    page = f"/c/frontier/funding/openings/{asking.uid}/"
    return [
        Planted("2027/aster", "aster", lab_of("aster") | CUSTODIAN, words, "aster.alternate", pages, file),
        Planted(str(asking.uid), "aster", FRONTIER - COUNSEL, opened, "observer.eu", (page,)),
    ]


def _estimated(cast: Cast) -> Planted:
    words = _words("borealis", "explanation", "grounds", "because")
    estimated(cast, at=NOW, explanation=words["explanation"])
    appealed(cast, at=NOW, grounds=words["grounds"])
    dismiss(actor=cast.viewer("auditor"), now=NOW, period="2027", lab="borealis", because=words["because"])
    readers, page = lab_of("borealis") | CUSTODIAN, "/c/frontier/funding/declarations/2027/borealis/"
    return Planted("2027/borealis", "borealis", readers, words, "borealis.alternate", (page,))


def addresses_of_funding() -> dict[str, list[str]]:
    """What can stand in the addresses of funding; Frontier's context must be open."""
    return {
        "period": list(Period.objects.values_list("name", flat=True)),
        "lab": ["aster", "borealis"],
        "version": ["1"],
        "uid": [str(uid) for uid in OpeningRequest.objects.values_list("uid", flat=True)],
    }
