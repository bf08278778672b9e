"""Duties and packages as a viewer may see them, and what a package would hold now."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.incidents.models import Duty, Incident, Package, PackageQuestion
from apps.incidents.models.duties import DutyQuerySet
from apps.incidents.rules.facts import FACTS
from apps.incidents.rules.packaging import OWN_TEXTS, Line, assemble
from apps.incidents.rules.regimes import Report
from apps.incidents.rules.report import INSTANTS
from apps.kernel.canonical import dumps, sha256


def duties_of(viewer: Viewer, incident_ref: str) -> DutyQuerySet:
    """The duties of one report that the viewer may see, by what is due first, then by regime."""
    rows = Duty.objects.visible_to(viewer).filter(incident__ref=incident_ref)
    return rows.select_related("version__regime", "desk").order_by("version__name", "place", "round")


def duty_for(viewer: Viewer, ref: str, *, lock: bool = False) -> Duty:
    """The duty with this reference; Http404 alike for absent and hidden ones."""
    rows = Duty.objects.visible_to(viewer).filter(ref=ref)
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related("version__regime", "desk", "incident")
    duty = rows.first()
    if duty is None:
        raise Http404(ref)
    return duty


def package_for(viewer: Viewer, ref: str, *, lock: bool = False) -> Package:
    """The package with this reference; Http404 alike for absent and hidden ones."""
    rows = Package.objects.visible_to(viewer).filter(ref=ref)
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related("duty__version", "duty__incident")
    package = rows.first()
    if package is None:
        raise Http404(ref)
    return package


def question_for(viewer: Viewer, uid: UUID, *, lock: bool = False) -> PackageQuestion:
    """An authority's question; Http404 alike for absent and hidden ones."""
    rows = PackageQuestion.objects.visible_to(viewer).filter(uid=uid)
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related("package__duty__incident")
    question = rows.first()
    if question is None:
        raise Http404(uid)
    return question


def report_of(duty: Duty) -> Report:
    """What the duty's regime says of this report."""
    report = duty.version.profile().report(duty.report)
    if report is None:
        raise LookupError(duty.ref)
    return report


def lines_now(duty: Duty, incident: Incident, package: Package | None) -> list[Line]:
    """What the package would hold if it were sent now."""
    texts = package.texts if package else {}
    return assemble(report_of(duty), values_of(incident, duty, texts), package.left_out if package else ())


def written_in(package: Package | None) -> dict[str, Any]:
    """What is written for this authority alone, and what is left out: what two colleagues can both change."""
    texts = package.texts if package else {}
    return {name: texts.get(name, "") for name in OWN_TEXTS} | {"left_out": package.left_out if package else []}


def reading_of(package: Package | None, lines: Sequence[Line]) -> str:
    """The mark of what somebody reads over before it is sent: the number it would have, and the digest of its lines."""
    number = package.versions.count() + 1 if package and package.pk else 1
    return f"{number}-{digest_of([line.plain() for line in lines])}"


def digest_of(content: Sequence[Mapping[str, Any]]) -> str:
    """The digest of a version: SHA-256 over the canonical JSON of its lines."""
    return sha256(dumps(list(content)))


def values_of(incident: Incident, duty: Duty, texts: Mapping[str, str]) -> dict[str, Any]:
    """The report's values by field, as packages hold them; instants in the duty's zone, with UTC."""
    plain = {name: getattr(incident, name) for name in PLAIN}
    instants = {name: _instant(getattr(incident, name), duty.zone) for name in INSTANTS}
    facts = {name: incident.facts.get(name) for name in FACTS}
    harms = incident.harms if incident.harms is None else incident.harms | {"to": incident.harmed}
    own = {name: texts.get(name, "") for name in OWN_TEXTS}
    own["why"] = own["why"] or duty.because
    return plain | instants | facts | own | {"organisation": incident.organisation.name, "harms": harms}


PLAIN = (
    "ref", "own_reference", "title", "kind", "severity", "jurisdictions", "narrative", "model", "training_run",
    "evidence_of_involvement", "response_done", "response_planned", "recommendation", "root_cause", "patterns",
)  # fmt: skip


def _instant(moment: datetime | None, zone: str) -> str:
    """“2026-11-02 10:00 Europe/Brussels (09:00 UTC)”: read by machines and people of another country alike."""
    if moment is None:
        return ""
    there, utc = moment.astimezone(ZoneInfo(zone)), moment.astimezone(UTC)
    day = "" if there.date() == utc.date() else f"{utc:%Y-%m-%d} "
    return f"{there:%Y-%m-%d %H:%M} {zone} ({day}{utc:%H:%M} UTC)"
