"""What can happen to a remedy, who is told, and which clocks run: those that the panel has ordered."""

from collections.abc import Callable, Collection
from datetime import datetime

from apps.committees.rules.charter import articles
from apps.deadlines.rules import CLOCKS, ClockRule, Step, Terms
from apps.disputes.acts.clocks import ON_A_CASE, TO_REMEDY, TO_RESTORE, TO_REVIEW_REMEDY, TO_SUSPEND
from apps.disputes.acts.panels import REMIND
from apps.disputes.acts.sides import PANEL, READERS, RESPONDENT, SIDES
from apps.disputes.acts.times import pace_of
from apps.disputes.models import Remedy
from apps.disputes.rules.charter import ADOPT_DAYS, REMEDIES, by
from apps.disputes.states import RemedyKind
from apps.record.rules import ActKind, declare

ASKED = "dispute.remedy_asked"
ORDERED = "dispute.remedy_ordered"
SUSPENSION_ORDERED = "dispute.suspension_ordered"
REFUSED = "dispute.remedy_refused"
FULFILLED = "dispute.remedy_fulfilled"
FAILED = "dispute.remedy_failed"
SUSPENDED = "dispute.rights_suspended"
SUSPENSION_REJECTED = "dispute.suspension_rejected"
RAN_OUT = "dispute.suspension_ran_out"
RESTORED = "dispute.rights_restored"

SUSPENDS = "dispute.suspends"
"""What comes when the committee's time to reject a suspension is over: the rights are suspended."""
RESTORES = "dispute.restores"
"""What comes at the end of a suspension's own time: the rights are restored."""

Hour = Callable[[Remedy], datetime | None]


def _terms(name: str, because: str, hour: Hour, key: str, *, suspensions: bool = False) -> Callable[[Collection[int]], dict[int, Terms]]:  # fmt: skip
    """The terms by the remedy of each case that was ordered last; `suspensions` where only those count."""

    def terms(ids: Collection[int]) -> dict[int, Terms]:
        rows = Remedy.objects.filter(case__in=ids, ordered_at__isnull=False).select_related("case").order_by("pk")
        if suspensions:
            rows = rows.filter(kind=RemedyKind.SUSPENSION)
        found = {}
        for row in rows:
            at, owes = hour(row), row.against_id if key == TO_REMEDY else None
            if at is not None:
                found[row.case_id] = Terms(
                    name=name,
                    due_at=at,
                    zone=pace_of(row.case).zone,
                    because=because,
                    citation=f"Charter, article {articles()[REMEDIES].number}",
                    version=str(row.case.charter),
                    owed_by_organisation=owes,
                )
        return found

    return terms


def _clock(key: str, name: str, because: str, hour: Hour, *owed_by: str, at_end: str = "") -> ClockRule:
    return ClockRule(
        key=key,
        name=name,
        owed_by=owed_by,
        length=0,
        unit="days",
        because="",
        terms=_terms(name, because, hour, key, suspensions=bool(at_end)),
        ladder=(Step(-72, to=(SIDES,), does="remind"),) if at_end else REMIND,
        at_end=at_end,
        end_after_hours=0 if at_end else 24,
        fixed=bool(at_end),
    )


def register() -> None:
    """Fill the clocks and the catalogue."""
    ordered = f"As the panel has ordered {by(REMEDIES)}."
    window = f"A suspension takes effect when the committee's time to reject it is over {by(ADOPT_DAYS)}."
    for one in (
        _clock(TO_REMEDY, "Fulfil the remedy", ordered, lambda row: row.fulfil_by, RESPONDENT),
        _clock(TO_REVIEW_REMEDY, "Review the remedy", ordered, lambda row: row.review_at, PANEL),
        _clock(TO_SUSPEND, "Rights are suspended", window, lambda row: row.takes_effect, "chair", at_end=SUSPENDS),
        _clock(TO_RESTORE, "Rights are restored", ordered, lambda row: row.until, "chair", at_end=RESTORES),
    ):
        CLOCKS.register(one.key, one)
    ordering = (TO_REMEDY, TO_REVIEW_REMEDY)
    declare(
        ActKind(ASKED, "asked for a remedy", told=(READERS, PANEL), asks="The panel of the review orders it or refuses it.", icon="scale"),
        ActKind(ORDERED, "ordered a remedy", told=(READERS,), moots=ordering, starts=ordering, asks="The respondent fulfils it in time, and says so in a report on compliance.", icon="gavel", urgent=True),
        ActKind(SUSPENSION_ORDERED, "ordered that rights be suspended, unless the committee rejects it", told=(READERS, "everyone"), moots=(*ordering, TO_SUSPEND), starts=(*ordering, TO_SUSPEND), asks="The committee may reject it by a motion until it takes effect.", icon="gavel", urgent=True),
        ActKind(REFUSED, "refused a remedy", told=(READERS,), asks="The complainant may ask for another.", icon="x"),
        ActKind(FULFILLED, "found that the remedy is fulfilled, and closed the case", told=(READERS,), moots=ON_A_CASE, icon="circle-check", urgent=True),
        ActKind(FAILED, "found that the remedy did not help", told=(READERS,), meets=(TO_REVIEW_REMEDY,), moots=(TO_REMEDY,), asks="The complainant may ask for the next remedy.", icon="alert-triangle", urgent=True),
        ActKind(SUSPENDED, "suspended rights of the respondent", told=(READERS, "everyone"), moots=(TO_SUSPEND, TO_RESTORE), starts=(TO_RESTORE,), icon="ban", urgent=True),
        ActKind(SUSPENSION_REJECTED, "rejected the suspension of rights", told=(READERS, "everyone"), moots=(*ordering, TO_SUSPEND), asks="The complainant may ask for another remedy.", icon="x", urgent=True),
        ActKind(RESTORED, "restored the rights of the respondent: the time of a suspension that did not help is over", told=(READERS, "everyone"), moots=(TO_RESTORE,), icon="refresh", urgent=True),
        ActKind(RAN_OUT, "restored the rights of the respondent: the time of the suspension is over", told=(READERS, "everyone"), moots=(*ordering, TO_RESTORE), asks="The complainant may ask for another remedy, or a party for a review.", icon="refresh", urgent=True),
    )  # fmt: skip
