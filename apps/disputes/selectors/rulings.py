"""What a panel was asked, and what it found."""

from collections.abc import Sequence

from apps.disputes.models import Case, Paper
from apps.disputes.rules.who import ON_REVIEW
from apps.disputes.states import DocumentKind, DocumentState


def claims_of(case: Case) -> Sequence[str]:
    """The claims of the request for a panel, in their order; none before it."""
    asked = Paper.objects.filter(case=case, kind=DocumentKind.PANEL_REQUEST, filed_at__isnull=False).order_by("pk")
    terms = asked.values_list("terms", flat=True).first()
    return terms["claims"] if terms else []


def last_report(case: Case) -> Paper | None:
    """The report that counts: the second panel's, where there was an appeal; not that of a compliance review."""
    rows = Paper.objects.filter(case=case, kind=DocumentKind.REPORT, state=DocumentState.SERVED)
    found = rows.exclude(panel=ON_REVIEW).order_by("-panel", "-pk").first()
    if found is not None:
        found.case = case
    return found
