"""A word in the log of downloads: only the lab whose evidence was taken reads by whom."""

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.files.models import Download
from apps.incidents.services.adding import add_evidence
from tests.cast import NOW, Cast
from tests.guards.canaries import Planted, lab_of
from tests.incidents.factory import filed


def plant_evidence(cast: Cast) -> list[Planted]:
    """Somebody has downloaded Borealis' evidence; Frontier's context must be open."""
    ref = filed(cast).ref
    upload = SimpleUploadedFile("log.txt", b"nothing of note", content_type="text/plain")
    [file] = add_evidence(actor=cast.viewer("borealis.liaison"), now=NOW, ref=ref, evidence=[upload])
    words = {"downloader": "kanariborealisdownloaderx"}
    Download.objects.create(file=file, seat=cast["clerk"], by=words["downloader"], at=NOW)
    pages = tuple(f"/c/frontier/incidents/{ref}/{page}" for page in ("", "downloads/", "downloads/downloads.csv"))
    return [Planted(ref, "borealis", lab_of("borealis"), words, "borealis.alternate", pages, str(file.uid))]
