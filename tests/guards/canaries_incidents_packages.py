"""Words in what an authority is sent: read by the lab and that authority; what is not sent yet, by the lab alone."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.incidents.models import Duty
from apps.incidents.services import answering, packages
from tests.cast import NOW, Cast
from tests.guards.canaries import CHAIRS_OFFICE, Planted, lab_of
from tests.incidents.owing import CODE, breach, duty_of, load_all

KEY = f"{CODE}.initial"
AUTHORITY = frozenset({"observer.eu"})


def _words(stem: str, *places: str) -> dict[str, str]:
    return {place: f"kanariborealis{stem}{place}x" for place in places}


def plant_packages(cast: Cast) -> list[Planted]:
    """Borealis owes two reports to the European authority and sends one; Frontier's context must be open."""
    load_all(cast)
    kept, inside = _words("kept", "submitter", "why"), _words("owed", "title")
    told, said = _words("told", "narrative"), _words("sent", "submitter", "why", "reason", "question", "answer")
    more = _words("more", "late", "words", "file", "inside")
    later, own = _words("later", "why"), lab_of("borealis")
    lab, authority = cast.viewer("borealis.liaison"), cast.viewer("observer.eu")
    unsent = duty_of(breach(cast))
    packages.prepare(actor=lab, now=NOW, ref=unsent.ref, texts=kept)
    duty = duty_of(breach(cast, title=inside["title"], narrative=told["narrative"]))
    Duty.objects.filter(pk=duty.pk).update(due_at=NOW - timedelta(hours=1))
    named, by = {"now": NOW, "ref": duty.ref}, NOW + timedelta(days=2)
    packages.prepare(actor=lab, texts={"submitter": said["submitter"], "why": said["why"]}, **named)
    packages.send(actor=lab, late_reason=more["late"], **named)
    packages.send(actor=lab, reason=said["reason"], **named)
    upload = SimpleUploadedFile(f"{more['file']}.txt", more["inside"].encode(), content_type="text/plain")
    marked = packages.mark_sent(actor=lab, sent_at=NOW, proof=upload, **named)
    asked = answering.ask(actor=authority, text=said["question"], answer_by=by, **named)
    answering.answer(actor=lab, now=NOW, uid=asked.uid, text=said["answer"])
    answering.require_revision(actor=authority, words=more["words"], revise_by=by, **named)
    packages.prepare(actor=lab, texts=later, **named)
    ref, readers = duty.incident.ref, own | CHAIRS_OFFICE | {"clerk", "auditor"}
    page, file = f"/c/frontier/incidents/{ref}/duties/{KEY}/", str(marked.proof.uid)
    pages, who = (page, f"/c/frontier/files/{file}/"), "borealis.alternate"
    unsent_page = f"/c/frontier/incidents/{unsent.incident.ref}/duties/{KEY}/"
    return [
        Planted(unsent.incident.ref, "borealis", own, kept, who, (unsent_page,)),
        Planted(ref, "borealis", readers, inside, who, (f"/c/frontier/incidents/{ref}/",)),
        Planted(ref, "borealis", readers | AUTHORITY, told, "observer.eu", (page,)),
        Planted(ref, "borealis", own | AUTHORITY, said | more, "observer.eu", pages, file),
        Planted(ref, "borealis", own, later, who, (page,)),
    ]
