"""Words in what is asked of a report's audience, and in what the public is to be told and is told of one."""

from apps.incidents.models import IncidentWidening
from apps.incidents.services.adding import amend
from apps.incidents.services.public import agree_to_publish, publish_public, write_public
from apps.incidents.services.widening import refuse_to_widen
from tests.cast import NOW, Cast
from tests.guards.canaries import CHAIRS_OFFICE, Planted, lab_of
from tests.incidents.factory import filed

CLERK = frozenset({"clerk"})


def _words(stem: str, *places: str) -> dict[str, str]:
    return {place: f"kanariborealis{stem}{place}x" for place in places}


def plant_sharing(cast: Cast) -> list[Planted]:
    """Borealis asks twice that more people see a report; of three others it writes what the public is told."""
    lab, own = cast.viewer("borealis.liaison"), lab_of("borealis")
    inside = own | CHAIRS_OFFICE | CLERK | {"auditor"}
    asked, told = _words("widened", "reason", "because", "again"), _words("hidden", "title", "narrative")
    ref = filed(cast, **told).ref
    named = {"now": NOW, "ref": ref}
    amend(actor=lab, changes={"tlp": "TLP:GREEN"}, reason=asked["reason"], **named)
    row = IncidentWidening.objects.get(ref=ref)
    refuse_to_widen(actor=cast.viewer("borealis.alternate"), uid=row.uid, because=asked["because"], **named)
    amend(actor=lab, changes={"tlp": "TLP:GREEN"}, reason=asked["again"], **named)
    page = f"/c/frontier/incidents/{ref}/"
    # The reason of the first request is not shown any more; what was refused is, with the reason why.
    shown = {place: word for place, word in asked.items() if place != "reason"}
    return [
        Planted(ref, "borealis", inside, told, "borealis.alternate", (page,)),
        Planted(ref, "borealis", own, shown, "borealis.alternate", (f"{page}audience/",)),
        Planted(ref, "borealis", own, _words("widened", "reason"), "borealis.alternate", ()),
        *_texts(cast, "drafted", own),
        *_texts(cast, "agreed", own | CLERK),
        *_texts(cast, "published", inside, published=True),
    ]


def _texts(cast: Cast, step: str, readers: frozenset[str], *, published: bool = False) -> list[Planted]:
    """A report, and a text about it; once it is published anybody may read the text, and still nobody the report."""
    inside = lab_of("borealis") | CHAIRS_OFFICE | CLERK | {"auditor"}
    secret, said = (
        _words(f"report{step}", "title", "narrative", "harmed"),
        _words(f"public{step}", "title", "narrative"),
    )
    ref = filed(cast, **secret).ref
    of = {"now": NOW, "ref": ref}
    row = write_public(actor=cast.viewer("borealis.liaison"), title=said["title"], text=said["narrative"], **of)
    if step != "drafted":
        agree_to_publish(actor=cast.viewer("borealis.representative"), uid=row.uid, edited=1, **of)
    if published:
        publish_public(actor=cast.viewer("clerk"), uid=row.uid, edited=1, **of)
    page = f"/c/frontier/incidents/{ref}/"
    pages = (f"{page}public/", f"/public/frontier/{ref}/") if published else (f"{page}public/",)
    return [
        Planted(ref, "borealis", inside, secret, "borealis.alternate", (page,)),
        Planted(ref, "borealis", readers, said, "borealis.representative", pages, published=published),
    ]
