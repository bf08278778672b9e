"""What the committee has made of a report, as a viewer may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.incidents.models import KIND, CauseNote, Finding, Incident, IncidentLink, SeverityReview
from apps.incidents.states import How, Target
from apps.record.rules import SUBJECTS
from apps.votes.rules.difference import Piece, difference

CHOSEN_AMONG = 100
"""So many pauses or reports are offered to choose from, the newest first."""
WHO = ("seat__person", "seat__organisation")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the note on the root cause, and what became of the one before."""

    row: CauseNote
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Linked:
    """A link as it stands on one of its ends: how, to what, and where that is ("" where it is only named)."""

    row: IncidentLink
    says: str
    label: str
    url: str


def reviews_of(incident: Incident) -> list[SeverityReview]:
    """How grave the committee held it to be, newest first; the caller has found the report through its `visible_to`."""
    return list(incident.reviews.select_related(*WHO).order_by("-number"))


def findings_of(incident: Incident) -> list[Finding]:
    """The findings in their order, each with the one that took its place; found as above."""
    rows = incident.findings.select_related(*WHO, "supersedes").prefetch_related("superseded_by")
    return list(rows.order_by("number"))


def standing_findings(incident: Incident) -> list[Finding]:
    """Those that no later one has taken the place of."""
    return list(incident.findings.filter(superseded_by=None).order_by("number"))


def causes_of(incident: Incident) -> list[Version]:
    """The versions of the note on the root cause, newest first, each with its difference; found as above."""
    rows = list(incident.cause_notes.select_related(*WHO).order_by("number"))
    befores = ["", *(row.text for row in rows)]
    return [Version(row, difference(before, row.text)) for row, before in zip(rows, befores, strict=False)][::-1]


def newest_cause(incident: Incident) -> CauseNote | None:
    """The version of the note that stands."""
    return incident.cause_notes.order_by("-number").first()


def links_of(viewer: Viewer, incident: Incident, slug: str) -> list[Linked]:
    """The links whose both ends the viewer may see, newest first (a constant number of queries)."""
    rows = IncidentLink.objects.visible_to(viewer).of(incident.pk).select_related("incident", *WHO, "organisation")
    found = list(rows.order_by("-pk"))
    named = _named(viewer, {(row.target_kind, row.target_id) for row in found if row.target_id is not None})
    return [_linked(row, incident, named, slug) for row in found]


def ids_linked_to(incident: Incident) -> set[int]:
    """The reports at the other end of a report's links, whoever sees them; the caller knows both."""
    rows = IncidentLink.objects.of(incident.pk).filter(target_kind=KIND).values_list("incident", "target_id")
    return {pk for pair in rows for pk in pair} - {incident.pk}


def _linked(row: IncidentLink, incident: Incident, named: Mapping[tuple[str, int], Any], slug: str) -> Linked:
    says = row.get_how_display() or row.get_target_kind_display()
    if row.incident_id != incident.pk:
        if row.how == How.FOLLOW_UP:
            says = "Followed up by"
        return Linked(row, says, f"{row.incident.ref} {row.incident.title}", _address(KIND, slug, row.incident.ref))
    if row.target_id is None:
        return Linked(row, says, row.text, "")
    if row.how == How.FOLLOW_UP:
        says = "Follow-up to"
    ref, title = named[row.target_kind, row.target_id]
    return Linked(row, says, f"{ref} {title}".strip(), _address(row.target_kind, slug, ref))


def _address(kind: str, slug: str, ref: str) -> str:
    return SUBJECTS[kind].address(slug, ref)


def _named(viewer: Viewer, targets: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """References and titles of things that the viewer may see."""
    named: dict[tuple[str, int], tuple[str, str]] = {}
    for kind in (Target.INCIDENT, Target.PAUSE):
        ids = [pk for one, pk in targets if one == kind]
        if ids:
            refs = dict(SUBJECTS[kind].visible(viewer).filter(pk__in=ids).values_list("pk", "ref"))
            titles = SUBJECTS[kind].titles(ids)
            named |= {(kind.value, pk): (ref, titles.get(pk, "")) for pk, ref in refs.items()}
    return named


def pauses_to_link(viewer: Viewer) -> list[tuple[str, str]]:
    """The pauses that the viewer may see, by reference, newest first; none where the portal runs without them."""
    if Target.PAUSE not in SUBJECTS:
        return []
    subject = SUBJECTS[Target.PAUSE]
    refs = dict(subject.visible(viewer).order_by("-pk").values_list("pk", "ref")[:CHOSEN_AMONG])
    titles = subject.titles(list(refs))
    return [(ref, f"{ref} {titles.get(pk, '')}".strip()) for pk, ref in refs.items()]


def target_id_of(viewer: Viewer, kind: str, ref: str) -> int | None:
    """The id of what the viewer calls so and may see."""
    return SUBJECTS[kind].visible(viewer).filter(ref=ref).values_list("pk", flat=True).first()


def link_for(viewer: Viewer, incident_ref: str, uid: UUID, *, lock: bool = False) -> IncidentLink:
    """A link that stands, by the report on whose page it is; Http404 alike for absent and hidden ones."""
    incident_id = Incident.objects.visible_to(viewer).filter(ref=incident_ref).values_list("pk", flat=True).first()
    rows = IncidentLink.objects.visible_to(viewer).of(incident_id or 0).filter(uid=uid)
    link = (rows.select_for_update(of=("self",)) if lock else rows.select_related("incident")).first()
    if link is None:
        raise Http404(uid)
    return link


def reports_linked_to(viewer: Viewer, kind: str, pk: int, slug: str) -> list[Linked]:
    """The reports that are linked to a thing of another app, for its page: only those that the viewer may see."""
    rows = IncidentLink.objects.visible_to(viewer).filter(target_kind=kind, target_id=pk, removed_at=None)
    return [
        Linked(
            row,
            row.get_how_display(),
            f"{row.incident.ref} {row.incident.title}",
            _address(KIND, slug, row.incident.ref),
        )
        for row in rows.select_related("incident").order_by("pk")
    ]
