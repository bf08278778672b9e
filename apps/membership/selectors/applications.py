"""Applications: for the clerks, and for whoever holds an applicant's link."""

from datetime import datetime

from django.db.models import QuerySet

from apps.committees.models import Application
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_value
from apps.committees.states import ApplicationState
from apps.membership.rules.applications import REQUIRED
from apps.membership.rules.charter import APPLICATIONS, DOCUMENTS
from apps.membership.rules.tokens import digest_of

SETTLED_SHOWN = 100


def takes_applications(now: datetime) -> bool:
    """Whether the committee takes applications, by the charter in force."""
    return bool(charter_value(APPLICATIONS, now))


def required_documents(now: datetime) -> tuple[str, ...]:
    """Which documents come with an application, by the charter in force."""
    return REQUIRED[charter_value(DOCUMENTS, now)]


def applications(viewer: Viewer) -> tuple[QuerySet[Application], QuerySet[Application]]:
    """Those that wait for a decision, oldest first, and the newest of the others; for clerks, else none.

    Those whose address nobody has confirmed are nobody's to see.
    """
    rows = Application.objects.exclude(state=ApplicationState.UNCONFIRMED)
    if not (viewer.is_clerk or viewer.is_operator):
        rows = rows.none()
    waiting = rows.filter(state=ApplicationState.RECEIVED).order_by("applied_at", "id")
    settled = rows.exclude(state=ApplicationState.RECEIVED).order_by("-decided_at", "-id")
    return waiting, settled[:SETTLED_SHOWN]


def application_for(viewer: Viewer, ref: str) -> Application | None:
    """The application with this reference, for clerks and a look-in; None for everybody else."""
    if not (viewer.is_clerk or viewer.is_operator):
        return None
    rows = Application.objects.exclude(state=ApplicationState.UNCONFIRMED).select_related("organisation")
    return rows.filter(ref=ref).first()


def application_by_secret(secret: str) -> Application | None:
    """The active committee's application with this secret in its link, if any."""
    return Application.objects.filter(digest=digest_of(secret)).first()
