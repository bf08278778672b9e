"""A case found against the respondent and its remedies, made through the services; the committee's context must be open."""

from datetime import datetime
from typing import Any

from apps.disputes.models import Case, Remedy
from apps.disputes.selectors.panels import panel_of
from apps.disputes.services import remedying
from apps.disputes.states import DocumentKind
from tests.cast import Cast
from tests.disputes.paneling import DAY, THEM, US, past, put, reported, seat_panel
from tests.disputes.test_course import at

FOUND = at(2027, 2, 1)
"""When the review found that Borealis does not comply: half past none of the next hours is in summer time."""


def found_against(cast: Cast) -> Case:
    """A case whose review, by Ada, Ben and Cleo, has found against Borealis."""
    case = reported(cast)
    past(case, "dispute.adoption", at(2027, 1, 20))
    put(cast, case, DocumentKind.REVIEW_REQUEST, THEM, FOUND)
    seat_panel(cast, panel_of(case))
    put(cast, case, DocumentKind.REPORT, "ada", FOUND, finds="falls_short")
    return case


def wanted(cast: Cast, case: Case, when: datetime, remedy: str = "plan", who: str = US, **terms: str) -> Remedy:
    """The complainant asks for a remedy."""
    put(cast, case, DocumentKind.REMEDY_REQUEST, who, when, remedy=remedy, **terms)
    return Remedy.objects.get(case=case, state="asked")


def ordered(cast: Cast, case: Case, remedy: Remedy, when: datetime, **changes: Any) -> Remedy:
    """The panel orders it: thirty days to fulfil it, a review ten days after that."""
    told = {"fulfil_by": when + 30 * DAY, "review_at": when + 40 * DAY, "reasons": "It helps."} | changes
    return remedying.order_remedy(actor=cast.viewer("ada", when), now=when, ref=case.ref, remedy=remedy.uid, **told)


def reviewed(cast: Cast, case: Case, remedy: Remedy, when: datetime, finds: str = "failed") -> Remedy:
    """The panel reviews it; the case is read again."""
    row = remedying.review_remedy(
        actor=cast.viewer("ada", when), now=when, ref=case.ref, remedy=remedy.uid, finds=finds, reasons="We looked."
    )
    case.refresh_from_db()
    return row


def tried(cast: Cast, case: Case, when: datetime, remedy: str, **terms: str) -> datetime:
    """A remedy that was asked for, ordered, and did not help; when that was found."""
    row = ordered(cast, case, wanted(cast, case, when, remedy, **terms), when)
    then = when + 41 * DAY
    reviewed(cast, case, row, then)
    return then
