"""A version of a package as a paper of its own: what was sent, by whom, when, under which rule; nothing else."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext as _

from apps.committees.rules.viewer import Viewer
from apps.incidents.models import Duty, Package, PackageVersion
from apps.incidents.selectors.packages import duty_for
from apps.kernel.canonical import instant

WITH = ("package__duty__version", "package__duty__incident__organisation", "sent_by__person", "sent_by__organisation")


def version_for(viewer: Viewer, ref: str, number: int | None = None) -> PackageVersion:
    """The version with this number of a duty's package, or the newest; Http404 alike for absent and hidden ones."""
    duty = duty_for(viewer, ref)
    packages = Package.objects.visible_to(viewer).filter(duty=duty).order_by().values("pk")
    rows = PackageVersion.objects.filter(package__in=packages).select_related(*WITH)
    found = rows.order_by("-number").first() if number is None else rows.filter(number=number).first()
    if found is None:
        raise Http404(ref)
    return found


def paper_of(version: PackageVersion) -> dict[str, Any]:
    """What is given out as JSON: `sha256` is over the canonical JSON of `content`, as the record keeps it."""
    duty: Duty = version.package.duty
    return {
        "reference": duty.ref,
        "organisation": duty.incident.organisation.name,
        "authority": duty.authority,
        "report": duty.name,
        "citation": duty.citation,
        "rule": duty.version.ref,
        "version": version.number,
        "sent_at": instant(version.sent_at),
        "sent_by": version.sent_by.holder,
        "by_official_channel": version.elsewhere,
        "counts_in_law": duty.counts_in_law or version.elsewhere,
        "what_changed": version.reason,
        "content": version.content,
        "sha256": version.digest,
    }


def printed(version: PackageVersion) -> dict[str, Any]:
    """What `incidents/package.typ` reads, made of the paper."""
    duty, paper = version.package.duty, paper_of(version)
    return {
        "title": f"{duty.name}, {duty.incident.organisation.name}",
        "ref": duty.ref,
        "number": version.number,
        "facts": [list(row) for row in _facts(version, paper)],
        "changed": version.reason,
        "lines": [[line["label"], line["text"] or "–"] for line in version.content],
        "digest": version.digest,
    }


def _facts(version: PackageVersion, paper: dict[str, Any]) -> list[tuple[str, str]]:
    duty = version.package.duty
    way = _("by the authority’s own channel") if version.elsewhere else _("to the authority’s desk in this portal")
    return [
        (_("Authority"), paper["authority"]),
        (_("Organisation"), paper["organisation"]),
        (_("Source"), paper["citation"]),
        (_("Rule"), paper["rule"]),
        (_("Version"), str(version.number)),
        (_("Sent"), f"{_moment(version.sent_at, duty.zone)}, {way}"),
        (_("Sent by"), paper["sent_by"]),
    ]


def _moment(at: datetime, zone: str) -> str:
    """In the zone that the authority counts in, and in UTC."""
    there, utc = at.astimezone(ZoneInfo(zone)), at.astimezone(ZoneInfo("UTC"))
    return f"{there:%Y-%m-%d %H:%M} {zone} ({utc:%Y-%m-%d %H:%M} UTC)"
