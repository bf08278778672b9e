"""A kind of object that files can belong to: a lab's dossier, seen by the lab itself, the EU's observer and clerks."""

from datetime import datetime

from django.db.models import Exists, Q, QuerySet

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.record.rules import SUBJECTS, SubjectKind

KIND = "probe-dossier"
OPENS = frozenset({"aster.representative", "aster.alternate", "aster.liaison", "clerk", "observer.eu"})


def _visible(viewer: Viewer) -> QuerySet[Organisation]:
    european = Organisation.objects.filter(pk=viewer.organisation_id, jurisdiction="EU")
    condition = Q(pk=viewer.organisation_id) | (Q(key="aster") & Exists(european))
    if viewer.is_clerk:
        condition |= Q(kind="lab")
    return Organisation.objects.filter(condition)


def _seats(subject_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(organisation_id=subject_id)


DOSSIER = SubjectKind(KIND, "Dossier", lambda slug, ref: f"/c/{slug}/probe/{ref}/", _visible, _seats)


def register() -> None:
    """Add the kind; harmless when it is there."""
    SUBJECTS.register(KIND, DOSSIER)


def dossier_of(organisation: Organisation) -> tuple[str, int, str]:
    """The subject of a lab's dossier."""
    return KIND, organisation.pk, f"DOS-{organisation.key}"
