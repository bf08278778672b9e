"""Words in permits, conditions and responses: a lab's plans are read by few, evidence by everybody but the public."""

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.files.models import File
from apps.pauses.acts.lifting import CONDITION
from apps.pauses.services import permitting, responding, showing
from tests.cast import NOW, Cast
from tests.guards.canaries import Planted, lab_of
from tests.guards.rows import COUNSEL, FRONTIER
from tests.pauses import carveouts

PRESIDES = frozenset({"aster.representative"})


def _words(stem: str, *places: str) -> dict[str, str]:
    return {place: f"kanariborealis{stem}{place}x" for place in places}


def plant_carveouts(cast: Cast) -> list[Planted]:
    """Borealis asks for two permits and shows a condition, and Aster presides; Frontier's context must be open."""
    order = carveouts.ordered(cast)
    chair, auditor = cast.viewer("aster.representative"), cast.viewer("auditor")
    plans, refused = _words("permit", "run", "purpose", "offered"), _words("refused", "run", "purpose", "because")
    shown = _words(
        "shown", "granted", "revoked", "text", "file", "inside", "verified", "returned", "response", "answer"
    )
    permit = carveouts.permit(
        cast, order, run=plans["run"], purpose=plans["purpose"], conditions_offered=plans["offered"]
    )
    permitting.grant(actor=chair, now=NOW, ref=permit.ref, conditions=shown["granted"])
    permitting.revoke(actor=chair, now=NOW, ref=permit.ref, because=shown["revoked"])
    other = carveouts.permit(cast, order, run=refused["run"], purpose=refused["purpose"])
    permitting.refuse_permit(actor=chair, now=NOW, ref=other.ref, because=refused["because"])
    named = {"now": NOW, "ref": order.ref, "number": 1}
    upload = SimpleUploadedFile(f"{shown['file']}.txt", shown["inside"].encode(), content_type="text/plain")
    showing.submit(actor=cast.viewer("borealis.liaison"), text=shown["text"], evidence=[upload], **named)
    showing.verify(actor=auditor, tier=2, text=shown["verified"], **named)
    showing.give_back(actor=auditor, because=shown["returned"], **named)
    responding.respond(actor=cast.viewer("borealis.liaison"), now=NOW, ref=order.ref, text=shown["response"])
    responding.answer(actor=chair, now=NOW, ref=order.ref, lab="borealis", accepted=False, answer=shown["answer"])
    file = str(File.objects.get(subject_kind=CONDITION).uid)
    readers, here = lab_of("borealis") | PRESIDES | {"clerk"}, f"/c/frontier/pauses/{order.ref}"
    pages = (
        f"/c/frontier/pauses/permits/{permit.ref}/",
        f"{here}/conditions/1/",
        f"{here}/borealis/responses/",
        f"/c/frontier/files/{file}/",
    )
    return [
        Planted(order.ref, "borealis", readers, plans, "clerk", (f"/c/frontier/pauses/permits/{permit.ref}/",)),
        Planted(order.ref, "borealis", readers, refused, "clerk", (f"/c/frontier/pauses/permits/{other.ref}/",)),
        Planted(order.ref, "borealis", FRONTIER - COUNSEL, shown, "observer.eu", pages, file),
    ]
