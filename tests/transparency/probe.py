"""Acts that publish, that publish now and then, and that never do."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.record.models import Act
from apps.record.rules import CATALOGUE, SUBJECTS, ActKind, SubjectKind, declare
from apps.record.services import record
from apps.transparency.rules import Published, Redacted
from tests.cast import NOW, Cast

BULLETIN = "probe-bulletin"
LETTER = "probe-letter"
PUBLIC, MAYBE, SECRET = "probe-bulletin.public", "probe-bulletin.maybe", "probe-bulletin.secret"
CANARY = "marzipan"


def _seats(_subject_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at)


def _all(_viewer: Viewer) -> QuerySet[Organisation]:
    return Organisation.objects.all()


def _form(act: Any) -> Published:
    return Published(
        kind=act.facts.get("kind", BULLETIN),
        ref=act.subject_ref,
        title=act.facts["title"],
        summary=act.facts.get("summary", "Nothing went wrong.\n\nNobody was hurt."),
        body={
            "severity": 4,
            "involved": True,
            "hurt": False,
            "cause": None,
            "where": ["EU", "US-CA"],
            "model": Redacted("Confidential to the lab"),
            "outcome": "",
            "since": act.facts.get("since", ""),
        },
    )


def _form_when_clear(act: Any) -> Published | None:
    return _form(act) if act.facts["clear"] else None


KINDS = (
    ActKind(PUBLIC, "published it", publishes=_form),
    ActKind(MAYBE, "may have published it", publishes=_form_when_clear),
    ActKind(SECRET, "kept it quiet"),
)
SUBJECT_KINDS = (
    SubjectKind(BULLETIN, "bulletin", lambda slug, ref: f"/c/{slug}/{ref}/", _all, _seats),
    SubjectKind(LETTER, "letter", lambda slug, ref: f"/c/{slug}/{ref}/", _all, _seats),
)


def register() -> None:
    """Add them; harmless when they are there."""
    for subject in SUBJECT_KINDS:
        SUBJECTS.register(subject.key, subject)
    declare(*KINDS)
    assert PUBLIC in CATALOGUE


def act(cast: Cast, verb: str = PUBLIC, ref: str = "BUL-1", *, at: datetime = NOW, **facts: Any) -> Act:
    """One of the acts, by the clerk, on record; needs Frontier's context."""
    facts = {"title": "A bulletin", "note": CANARY} | facts
    subject = (BULLETIN, cast["clerk"].organisation_id, ref)
    return record(verb, actor=cast.viewer("clerk"), now=at, subject=subject, facts=facts)
