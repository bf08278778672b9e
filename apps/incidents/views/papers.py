"""What an authority was sent, to take away: each version as PDF and as JSON."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from apps.incidents.models import PACKAGE, PackageVersion
from apps.incidents.selectors.papers import paper_of, printed, version_for
from apps.kernel import clock
from apps.kernel.canonical import dumps
from apps.kernel.pdf import compile_pdf
from apps.record.services import note_sighting


def _read(request: Any, ref: str, key: str, number: int) -> PackageVersion:
    """The version, noted as read: who takes it away has read it."""
    version = version_for(request.viewer, f"{ref}/{key}", number)
    note_sighting(PACKAGE, version.package_id, viewer=request.viewer, now=clock.now())
    return version


@require_safe
def package_json(request: Any, slug: str, ref: str, key: str, number: int) -> HttpResponse:
    """The version for machines, with the digest over its content."""
    version = _read(request, ref, key, number)
    return _file(dumps(paper_of(version)), "application/json", f"{_name(version)}.json")


@require_safe
def package_pdf(request: Any, slug: str, ref: str, key: str, number: int) -> HttpResponse:
    """The version as a tagged PDF, with the digest by which it is compared."""
    version = _read(request, ref, key, number)
    data = printed(version) | {"committee": request.committee.name}
    return _file(compile_pdf("incidents/package.typ", data), "application/pdf", f"{_name(version)}.pdf")


def _name(version: PackageVersion) -> str:
    return f"{version.package.ref.replace('/', '-')}-v{version.number}"


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
