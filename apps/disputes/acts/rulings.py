"""What can happen from the report on, who is told, and which of its clocks run."""

from collections.abc import Mapping
from datetime import datetime

from apps.deadlines.rules import CLOCKS, Step
from apps.disputes.acts.clocks import (
    COMPOSING,
    ON_A_CASE,
    PLEADING,
    TO_ADOPT,
    TO_ADOPT_AGAIN,
    TO_AGREE,
    TO_COMPLY,
    TO_DECIDE_APPEAL,
    TO_INTEND,
    TO_REMEDY,
    TO_REPORT,
    TO_REVIEW,
)
from apps.disputes.acts.panels import clock
from apps.disputes.acts.sides import PANEL, READERS, RESPONDENT, SIDES
from apps.disputes.models import Case
from apps.disputes.rules.clocks import Clock, Event, Pace, adoption_window, period_ends
from apps.record.rules import ActKind, declare

REPORTED = "dispute.reported"
APPEALED = "dispute.appealed"
APPEAL_REPORTED = "dispute.appeal_reported"
ADOPTED = "dispute.adopted"
NO_BREACH = "dispute.adopted_without_breach"
REJECTED = "dispute.rejected"
INTENDED = "dispute.intended"
PERIOD_SET = "dispute.period_set"
COMPLIANCE_REPORTED = "dispute.compliance_reported"
CONTENT = "dispute.content"
REVIEW_ASKED = "dispute.review_asked"
COMPLIED = "dispute.complied"
NOT_COMPLIED = "dispute.not_complied"
SETTLED = "dispute.settled"
NOBODY_LEFT = "dispute.nobody_left"

ADOPTS = "dispute.adopts"
"""What comes at the hour of adoption: the report is adopted, where nobody has rejected it."""


def _adoption(_case: Case, events: Mapping[Event, datetime], pace: Pace) -> datetime:
    return adoption_window(events, pace)[1]


def _compliance(case: Case, events: Mapping[Event, datetime], pace: Pace) -> datetime:
    return period_ends(events[Event.ADOPTED], pace, agreed=case.comply_by)


TOLD = (Step(-72, to=(SIDES,), does="remind"),)
CLOCKS_HERE = (
    clock(TO_ADOPT, Clock.ADOPT, "chair", at_end=ADOPTS, terms=_adoption, ladder=TOLD),
    clock(TO_ADOPT_AGAIN, Clock.ADOPT_APPEAL, "chair", at_end=ADOPTS, terms=_adoption, ladder=TOLD),
    clock(TO_DECIDE_APPEAL, Clock.APPEAL, PANEL),
    clock(TO_INTEND, Clock.INTENTIONS, RESPONDENT),
    clock(TO_AGREE, Clock.AGREE_PERIOD, SIDES),
    clock(TO_COMPLY, Clock.PERIOD, RESPONDENT, terms=_compliance),
    clock(TO_REVIEW, Clock.REVIEW, PANEL),
)


def register() -> None:
    """Fill the clocks and the catalogue."""
    for one in CLOCKS_HERE:
        CLOCKS.register(one.key, one)
    declare(
        ActKind(REPORTED, "circulated its report", told=(READERS,), meets=(TO_REPORT,), moots=PLEADING, starts=(TO_ADOPT,), icon="gavel", urgent=True),
        ActKind(APPEALED, "appealed to a second panel", told=(READERS,), moots=(TO_ADOPT,), starts=(TO_DECIDE_APPEAL,), icon="scale", urgent=True),
        ActKind(APPEAL_REPORTED, "circulated the second panel's report", told=(READERS,), meets=(TO_DECIDE_APPEAL,), moots=COMPOSING, starts=(TO_ADOPT_AGAIN,), icon="gavel", urgent=True),
        ActKind(ADOPTED, "adopted the report, which finds a breach", told=(READERS,), moots=(TO_ADOPT, TO_ADOPT_AGAIN), starts=(TO_INTEND, TO_AGREE, TO_COMPLY), icon="gavel", urgent=True),
        ActKind(NO_BREACH, "adopted the report, which finds no breach", told=(READERS,), moots=ON_A_CASE, icon="gavel", urgent=True),
        ActKind(REJECTED, "rejected the report", told=(READERS,), moots=ON_A_CASE, icon="x", urgent=True),
        ActKind(INTENDED, "said how it will comply", told=(READERS,), meets=(TO_INTEND,), icon="target-arrow"),
        ActKind(PERIOD_SET, "set the time to comply", told=(READERS,), meets=(TO_AGREE,), moots=(TO_COMPLY,), starts=(TO_COMPLY,), icon="calendar-due"),
        ActKind(COMPLIANCE_REPORTED, "reported on how it complies", told=(READERS,), meets=(TO_REMEDY,), icon="file-check"),
        ActKind(CONTENT, "is content with how the respondent complies", told=(READERS,), moots=ON_A_CASE, icon="circle-check"),
        ActKind(REVIEW_ASKED, "asked for a compliance review", told=(READERS, PANEL), moots=(TO_INTEND, TO_AGREE, TO_COMPLY), starts=(TO_REVIEW,), icon="zoom-check", urgent=True),
        ActKind(COMPLIED, "found that the respondent complies", told=(READERS,), moots=ON_A_CASE, icon="circle-check", urgent=True),
        ActKind(NOT_COMPLIED, "found that the respondent does not comply", told=(READERS,), meets=(TO_REVIEW,), asks="The complainant may ask for a remedy.", icon="alert-triangle", urgent=True),
        ActKind(NOBODY_LEFT, "closed the case: one side has nobody left", told=(READERS,), moots=ON_A_CASE, icon="user-off", urgent=True),
        ActKind(SETTLED, "settled the case", told=(READERS,), moots=ON_A_CASE, icon="heart-handshake", urgent=True),
    )  # fmt: skip
