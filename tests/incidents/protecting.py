"""A protected reporter, for tests: Cygnus' alternate writes, the auditor is custodian."""

from typing import Any

from apps.committees.models import Office
from apps.committees.states import OfficeKind
from apps.incidents.models import IdentityRequest, Incident, ProtectedIdentity
from apps.incidents.services.protecting import ask_identity, file_protected, release_identity
from tests.cast import BEGINNING, NOW, Cast

REPORTER = "cygnus.alternate"
NAME, EMAIL = "Kanarina Zwitscher", "kanarina@cygnus.example"
ASKED = {"now": NOW, "reason": "A court asks for it."}
WORDS = {
    "title": "Weights on a private laptop",
    "kind": "hazard",
    "severity": 3,
    "narrative": "A colleague took them home.",
    "recipients": ["secretariat"],
    "names_organisation": False,
}


def appoint(cast: Cast, name: str = "auditor") -> None:
    """Make somebody custodian; the committee's context must be open."""
    if not Office.objects.filter(kind=OfficeKind.CUSTODIAN).exists():
        Office.objects.create(kind=OfficeKind.CUSTODIAN, seat=cast[name], starts_at=BEGINNING)


def rename(cast: Cast) -> None:
    """Give the reporter a name that stands nowhere else."""
    person = cast[REPORTER].person
    person.name, person.email = NAME, EMAIL
    person.save(update_fields=["name", "email"])


def protected(cast: Cast, **changes: Any) -> ProtectedIdentity:
    """A protected report, filed."""
    appoint(cast)
    rename(cast)
    return file_protected(actor=cast.viewer(REPORTER), now=NOW, **(WORDS | changes))


def report_of(letter: ProtectedIdentity) -> Incident:
    """The report."""
    return Incident.objects.select_related("reporter__person").get(pk=letter.incident_id)


def asked(cast: Cast, letter: ProtectedIdentity, by: str = "clerk") -> IdentityRequest:
    """A request for the name."""
    return ask_identity(actor=cast.viewer(by), ref=letter.incident.ref, **ASKED)


def agreed(cast: Cast, letter: ProtectedIdentity) -> IdentityRequest:
    """A request that a second has agreed to."""
    uid = asked(cast, letter).uid
    return release_identity(actor=cast.viewer("independent"), now=NOW, uid=uid, because="The court is right.")
