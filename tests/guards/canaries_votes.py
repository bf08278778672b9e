"""Words in motions: a draft is its own organisation's; what is discussed is the committee's, and not the public's."""

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.committees.selectors import presiding, viewer_of
from apps.files.services import check_upload
from apps.votes.services.recusing import contest, decide, declare
from apps.votes.services.speaking import add_papers, make_statement
from tests.cast import NOW, Cast
from tests.guards.canaries import Planted, lab_of
from tests.guards.rows import COUNSEL, FRONTIER
from tests.votes.factory import discussed, draft

MEMBERS_ALL = FRONTIER - COUNSEL


def _words(stem: str, *places: str) -> dict[str, str]:
    return {place: f"kanari{stem}motion{place}x" for place in places}


def plant_motions(cast: Cast) -> list[Planted]:
    """A draft of Borealis, and a motion of Aster's that is discussed; Frontier's context must be open."""
    return [_draft(cast), _discussed(cast)]


def _draft(cast: Cast) -> Planted:
    words = _words("borealis", "title", "text", "file", "inside")
    ref = draft(cast, "borealis.liaison", title=words["title"], text=words["text"]).ref
    file = _paper(cast, "borealis.liaison", ref, words)
    pages = (f"/c/frontier/motions/{ref}/draft/check/", f"/c/frontier/files/{file}/")
    return Planted(ref, "borealis", lab_of("borealis"), words, "borealis.alternate", pages, file)


def _discussed(cast: Cast) -> Planted:
    """Only once a decision is certified does the public read its title and text, and never what was said of it."""
    words = _words("aster", "title", "text", "file", "inside", "statement", "stake", "contested", "decided")
    motion = discussed(cast, title=words["title"], text=words["text"])
    file = _paper(cast, "aster.liaison", motion.ref, words)
    make_statement(actor=cast.viewer("independent"), now=NOW, ref=motion.ref, text=words["statement"])
    borealis, cygnus = (cast.viewer(f"{name}.representative") for name in ("borealis", "cygnus"))
    presides = presiding(NOW, "motion", motion.pk).seat
    assert presides is not None
    about = {"now": NOW, "ref": motion.ref, "organisation": "cygnus"}
    declare(actor=borealis, because=words["stake"], **about)
    contest(actor=cygnus, because=words["contested"], **about)
    decide(actor=viewer_of(presides, NOW), verb="lift", because=words["decided"], **about)
    pages = (f"/c/frontier/motions/{motion.ref}/", f"/c/frontier/files/{file}/")
    return Planted(motion.ref, "aster", MEMBERS_ALL, words, "observer.eu", pages, file)


def _paper(cast: Cast, who: str, ref: str, words: dict[str, str]) -> str:
    upload = SimpleUploadedFile(f"{words['file']}.txt", words["inside"].encode(), content_type="text/plain")
    [file] = add_papers(actor=cast.viewer(who), now=NOW, ref=ref, uploads=[check_upload(upload)])
    return str(file.uid)
