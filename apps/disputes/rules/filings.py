"""What is filed: by whom, at which stage, what it starts and meets; what is late; when silence counts.

The table is DSU practice, and written where it is ours: nobody is shut out by a second, and nobody is in default who may
never have seen what to answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.disputes.rules import charter as article
from apps.disputes.rules.charter import refuse
from apps.disputes.rules.clocks import Clock, Pace, article_of
from apps.disputes.states import (
    ADOPTED,
    BEFORE_PANEL,
    CAPACITY_LABELS,
    DOCUMENT_LABELS,
    OPEN,
    PARTIES,
    REPORTED,
    STAGE_LABELS,
    UNDER_PANEL,
    Capacity,
    DocumentKind,
    ServiceState,
    Stage,
)
from apps.kernel.decisions import YES, Decision

IN_PARTY = PARTIES
TAKING_PART = PARTIES | {Capacity.THIRD_PARTY}
DECIDING = frozenset({Capacity.PANEL, Capacity.PRESIDING})


@dataclass(frozen=True, slots=True)
class Filing:
    """One kind of filing: who may file it at which stages, the clocks that its service starts and those that it meets.

    `article` is the one by which it is refused to others. `once` says that each who may file it does so once at a stage.
    """

    by: frozenset[Capacity]
    stages: tuple[Stage, ...]
    article: str
    starts: tuple[Clock, ...] = ()
    meets: tuple[Clock, ...] = ()
    once: bool = False


ONLY_COMPLAINANT, ONLY_RESPONDENT = frozenset({Capacity.COMPLAINANT}), frozenset({Capacity.RESPONDENT})
ONLY_PANEL, ONLY_CLERK = frozenset({Capacity.PANEL}), frozenset({Capacity.CLERK})
PLEADING = (Stage.COMPOSED, Stage.WRITTEN)
DECIDED_ON = tuple(stage for stage in OPEN if stage != Stage.REPORT)
"""Where somebody can order something: between a report and its adoption nobody can."""

FILINGS: Mapping[DocumentKind, Filing] = {
    DocumentKind.COMPLAINT: Filing(ONLY_COMPLAINANT, (Stage.DRAFT,), article.REPLY_DAYS, starts=(Clock.REPLY, Clock.BEGIN, Clock.CONSULT), once=True),
    DocumentKind.REPLY: Filing(ONLY_RESPONDENT, (Stage.COMPLAINT, Stage.REPLY, Stage.CONSULTATIONS), article.REPLY_DAYS, meets=(Clock.REPLY,), once=True),
    DocumentKind.CONSULTATION: Filing(IN_PARTY, (Stage.COMPLAINT, Stage.REPLY, Stage.CONSULTATIONS), article.CONSULT_DAYS, meets=(Clock.BEGIN,)),
    DocumentKind.PANEL_REQUEST: Filing(ONLY_COMPLAINANT, (Stage.COMPLAINT, Stage.REPLY, Stage.CONSULTATIONS), article.CONSULT_DAYS, starts=(Clock.SIZE, Clock.JOIN, Clock.COMPOSE), meets=(Clock.CONSULT, Clock.PANEL), once=True),
    DocumentKind.STRIKE: Filing(IN_PARTY, (Stage.PANEL_REQUEST,), article.STRIKES),
    DocumentKind.SUBMISSION: Filing(IN_PARTY, (*PLEADING, Stage.APPEAL, Stage.REVIEW), article.SUBMISSION_DAYS, starts=(Clock.ANSWER,), meets=(Clock.SUBMISSION, Clock.ANSWER), once=True),
    DocumentKind.THIRD_SUBMISSION: Filing(frozenset({Capacity.THIRD_PARTY}), (*PLEADING, Stage.APPEAL), article.JOIN_DAYS, once=True),
    DocumentKind.REBUTTAL: Filing(IN_PARTY, (Stage.WRITTEN,), article.REBUTTAL_DAYS, meets=(Clock.REBUTTAL,), once=True),
    DocumentKind.EXHIBIT: Filing(TAKING_PART, (*BEFORE_PANEL, *UNDER_PANEL, *ADOPTED), article.SUBMISSION_DAYS),
    DocumentKind.REQUEST: Filing(TAKING_PART, DECIDED_ON, article.SUBMISSION_DAYS),
    DocumentKind.ORDER: Filing(DECIDING, DECIDED_ON, article.SUBMISSION_DAYS, meets=(Clock.SEAL,)),
    DocumentKind.NOTICE: Filing(ONLY_CLERK, OPEN, article.REPLY_DAYS),
    DocumentKind.MINUTES: Filing(ONLY_CLERK, (Stage.HEARING, Stage.APPEAL, Stage.REVIEW), article.REPORT_MONTHS),
    DocumentKind.INTERIM_REPORT: Filing(ONLY_PANEL, (Stage.WRITTEN, Stage.HEARING), article.COMMENT_DAYS, starts=(Clock.COMMENT,), once=True),
    DocumentKind.COMMENT: Filing(IN_PARTY, (Stage.INTERIM,), article.COMMENT_DAYS, meets=(Clock.COMMENT,), once=True),
    DocumentKind.DELIBERATION: Filing(ONLY_PANEL, (*UNDER_PANEL, Stage.APPEAL, Stage.REVIEW), article.REPORT_MONTHS),
    DocumentKind.REPORT: Filing(ONLY_PANEL, (Stage.INTERIM, Stage.APPEAL, Stage.REVIEW), article.REPORT_MONTHS, starts=(Clock.ADOPT,), meets=(Clock.REPORT, Clock.APPEAL, Clock.REVIEW), once=True),
    DocumentKind.APPEAL: Filing(IN_PARTY, (Stage.REPORT,), article.APPEAL, starts=(Clock.APPEAL,), once=True),
    DocumentKind.INTENTIONS: Filing(ONLY_RESPONDENT, (Stage.COMPLIANCE,), article.INTENTIONS_DAYS, meets=(Clock.INTENTIONS,)),
    DocumentKind.COMPLIANCE_REPORT: Filing(ONLY_RESPONDENT, ADOPTED, article.PERIOD_MONTHS, meets=(Clock.PERIOD,)),
    DocumentKind.REVIEW_REQUEST: Filing(IN_PARTY, (Stage.COMPLIANCE, Stage.REMEDIES), article.REVIEW_DAYS, starts=(Clock.REVIEW,)),
    DocumentKind.REMEDY_REQUEST: Filing(ONLY_COMPLAINANT, (Stage.REMEDIES,), article.REMEDIES),
    DocumentKind.SETTLEMENT: Filing(IN_PARTY, OPEN, article.SETTLE),
    DocumentKind.SETTLEMENT_NOTICE: Filing(IN_PARTY, OPEN, article.SETTLE, once=True),
    DocumentKind.SUMMARY: Filing(ONLY_CLERK, (*REPORTED, *ADOPTED, Stage.CLOSED), article.REPORT_MONTHS),
}  # fmt: skip


def may_file(kind: DocumentKind, capacity: Capacity, stage: Stage, *, has_filed: bool = False) -> Decision:
    """Whether somebody in this capacity files this kind now; `has_filed` is whether they have at this stage.

    That it is late is no reason to refuse it: see `lateness`.
    """
    filing = FILINGS[kind]
    what = DOCUMENT_LABELS[kind]
    if capacity not in filing.by:
        who = " or ".join(CAPACITY_LABELS[one] for one in Capacity if one in filing.by)
        return refuse(filing.article, f"{what}: only {who} files one.")
    if stage not in filing.stages:
        when = ", ".join(f"“{STAGE_LABELS[one]}”" for one in filing.stages)
        return refuse(filing.article, f"{what}: the case is at “{STAGE_LABELS[stage]}”; one is filed at {when}.")
    if filing.once and has_filed:
        return refuse(filing.article, f"{what}: yours is filed. Ask to have it struck if it was the wrong one.")
    return YES


def open_to(capacity: Capacity, stage: Stage) -> list[DocumentKind]:
    """What somebody in this capacity can file at this stage, in the order of the procedure."""
    return [kind for kind in FILINGS if may_file(kind, capacity, stage)]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A deadline that serving a filing starts: which, until when, and by which article."""

    clock: Clock
    due: datetime
    by: str


INSTEAD: Mapping[tuple[DocumentKind, Capacity | Stage], tuple[Clock, ...]] = {
    (DocumentKind.SUBMISSION, Stage.APPEAL): (),
    (DocumentKind.SUBMISSION, Stage.REVIEW): (),
    (DocumentKind.SUBMISSION, Capacity.RESPONDENT): (Clock.REBUTTAL,),
    (DocumentKind.REPORT, Stage.APPEAL): (Clock.ADOPT_APPEAL,),
    (DocumentKind.REPORT, Stage.REVIEW): (),
}
"""What a filing starts instead, by when it is filed, else by whom: an answer is rebutted, a second panel sets its own times."""


def suggested(kind: DocumentKind, served: datetime, pace: Pace, *, by: Capacity, stage: Stage) -> list[Suggested]:
    """The deadlines that serving it starts, as the charter suggests them; an order of the panel may say otherwise."""
    clocks = INSTEAD.get((kind, stage), INSTEAD.get((kind, by), FILINGS[kind].starts))
    keys = {clock: article_of(clock, pace.track) for clock in clocks}
    return [Suggested(clock, pace.after(served, key), article.by(key)) for clock, key in keys.items()]


@dataclass(frozen=True, slots=True)
class Late:
    """A filing that came after its hour: by how much, and the sentence that stands beside it."""

    by: timedelta
    sentence: str


def lateness(received: datetime, due: datetime | None) -> Late | None:
    """How late a filing is; None where it is in time or nothing was due.

    It is accepted all the same, marked, with a request for leave that the panel decides on: a clock that stood still or a
    slow line is no judgment. What is due now is not late, as with every deadline.
    """
    if due is None or received <= due:
        return None
    by = received - due
    return Late(by, f"Received {_in_words(by)} after it was due: accepted as late, with a request for leave.")


def _in_words(by: timedelta) -> str:
    for name, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if by.total_seconds() >= seconds:
            number = int(by.total_seconds() // seconds)
            return f"{number} {name}{'' if number == 1 else 's'}"
    number = max(int(by.total_seconds()), 1)
    return f"{number} second{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Service:
    """The service of one document on one party: when it was sent, sent again and opened by its agent of record."""

    sent_at: datetime
    sent_again_at: datetime | None = None
    opened_at: datetime | None = None

    @property
    def state(self) -> ServiceState:
        """Where it stands."""
        if self.opened_at is not None:
            return ServiceState.OPENED
        return ServiceState.SENT if self.sent_again_at is None else ServiceState.SENT_AGAIN


def silent_after(service: Service, clock: Clock, pace: Pace) -> datetime | None:
    """The hour after which silence counts as default; None while it cannot, because nobody may have seen it.

    Whoever's agent opened it in time has the time that runs from service. Where nobody did, it is served a second time,
    or opened at last, and the whole time runs anew from the earlier of the two.
    """
    key = article_of(clock, pace.track)
    first = pace.after(service.sent_at, key)
    if service.opened_at is not None and service.opened_at <= first:
        return first
    anew = min(filter(None, (service.sent_again_at, service.opened_at)), default=None)
    return None if anew is None else pace.after(anew, key)


def may_find_default(service: Service, clock: Clock, pace: Pace, now: datetime, *, answered: bool) -> Decision:
    """Whether a party is in default by silence; that it is found so is recorded with the service on which it rests."""
    key = article_of(clock, pace.track)
    if answered:
        return refuse(key, "The party has answered.")
    after = silent_after(service, clock, pace)
    if after is None:
        return refuse(
            key, "Its agent of record has not opened it; serve it a second time, and the whole time runs anew."
        )
    return YES if now > after else refuse(key, "The party still has time to answer.")


def must_serve_again(service: Service, clock: Clock, pace: Pace, now: datetime) -> bool:
    """Whether it is to be served a second time: the time is over, and nobody has opened it."""
    return service.state == ServiceState.SENT and now > pace.after(service.sent_at, article_of(clock, pace.track))
