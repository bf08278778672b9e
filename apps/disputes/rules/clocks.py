"""When each stage of a case is due: a table of clocks, from the event that starts each, reckoned as every deadline is.

Days are the calendar's in the committee's zone, day 0 not counted, ending 23:59:59; months keep the number of the day or
end with the month (apps/deadlines/rules/reckoning.py). Articles in brackets are the DSU's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from apps.committees.rules.charter import articles
from apps.deadlines.rules.reckoning import Unit, due_at, moved
from apps.disputes.rules import charter as article
from apps.disputes.rules.charter import refuse
from apps.disputes.states import Track
from apps.kernel.decisions import YES, Decision

SECOND = timedelta(seconds=1)


class Event(StrEnum):
    """What starts a clock."""

    COMPLAINT_SERVED = "complaint_served"
    CONSULTATIONS_OVER = "consultations_over"
    ESTABLISHED = "established"
    PARTIES_TIME_OVER = "parties_time_over"
    COMPOSED = "composed"
    SUBMISSION_SERVED = "submission_served"
    ANSWER_SERVED = "answer_served"
    INTERIM_SERVED = "interim_served"
    SEAL_OBJECTED = "seal_objected"
    CIRCULATED = "circulated"
    APPEALED = "appealed"
    APPEAL_CIRCULATED = "appeal_circulated"
    ADOPTED = "adopted"
    REVIEW_ASKED = "review_asked"
    SUSPENDED = "suspended"


EVENT_LABELS = {
    Event.COMPLAINT_SERVED: "service of the complaint",
    Event.CONSULTATIONS_OVER: "end of consultations",
    Event.ESTABLISHED: "establishment of the panel",
    Event.PARTIES_TIME_OVER: "end of the parties' time to compose the panel",
    Event.COMPOSED: "composition of the panel",
    Event.SUBMISSION_SERVED: "service of the complainant's first submission",
    Event.ANSWER_SERVED: "service of the other's submission",
    Event.INTERIM_SERVED: "service of the interim report",
    Event.SEAL_OBJECTED: "objection to the seal",
    Event.CIRCULATED: "circulation of the report",
    Event.APPEALED: "appeal",
    Event.APPEAL_CIRCULATED: "circulation of the second panel's report",
    Event.ADOPTED: "adoption of the report",
    Event.REVIEW_ASKED: "request for a compliance review",
    Event.SUSPENDED: "suspension of the panel's work",
}


class Clock(StrEnum):
    """What is due."""

    REPLY = "reply"
    BEGIN = "begin"
    CONSULT = "consult"
    PANEL = "panel"
    SIZE = "size"
    COMPOSE = "compose"
    LOT = "lot"
    JOIN = "join"
    SUBMISSION = "submission"
    ANSWER = "answer"
    REBUTTAL = "rebuttal"
    COMMENT = "comment"
    SEAL = "seal"
    REPORT = "report"
    SUSPENSION = "suspension"
    ADOPT = "adopt"
    APPEAL = "appeal"
    ADOPT_APPEAL = "adopt_appeal"
    INTENTIONS = "intentions"
    AGREE_PERIOD = "agree_period"
    ARBITER = "arbiter"
    PERIOD = "period"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock: what it is for, what starts it, and the article that gives its length in days or months.

    In an urgent case `urgent` is the article, where there is one. It is never later than the length of `cap`, an article,
    after that event. `source` says where the rule comes from. One that is `fixed` is not put off by consent.
    """

    name: str
    starts: Event
    article: str
    source: str
    urgent: str = ""
    cap: tuple[Event, str] | None = None
    fixed: bool = False


CLOCKS: Mapping[Clock, Rule] = {
    Clock.REPLY: Rule("Reply to the complaint", Event.COMPLAINT_SERVED, article.REPLY_DAYS, "DSU 4.3"),
    Clock.BEGIN: Rule("Enter consultations", Event.COMPLAINT_SERVED, article.BEGIN_DAYS, "DSU 4.3, urgent 4.8", urgent=article.REPLY_DAYS),
    Clock.CONSULT: Rule("Consultations end", Event.COMPLAINT_SERVED, article.CONSULT_DAYS, "DSU 4.7, urgent 4.8", urgent=article.URGENT_CONSULT_DAYS),
    Clock.PANEL: Rule("Ask for a panel, or the complaint lapses", Event.CONSULTATIONS_OVER, article.SUSPENSION_MONTHS, "ours, after DSU 12.12", fixed=True),
    Clock.SIZE: Rule("Agree on the panel's size", Event.ESTABLISHED, article.SIZE_DAYS, "DSU 8.5"),
    Clock.JOIN: Rule("Say that one takes part", Event.ESTABLISHED, article.JOIN_DAYS, "practice under DSU 10.2", fixed=True),
    Clock.COMPOSE: Rule("Compose the panel", Event.ESTABLISHED, article.COMPOSE_DAYS, "DSU 8.7"),
    Clock.LOT: Rule("Draw the panel by lot", Event.PARTIES_TIME_OVER, article.LOT_DAYS, "DSU 8.7; the lot is ours"),
    Clock.SUBMISSION: Rule("The complainant's first submission", Event.COMPOSED, article.SUBMISSION_DAYS, "DSU, Appendix 3"),
    Clock.ANSWER: Rule("The respondent's first submission", Event.SUBMISSION_SERVED, article.SUBMISSION_DAYS, "DSU, Appendix 3"),
    Clock.REBUTTAL: Rule("Rebuttals", Event.ANSWER_SERVED, article.REBUTTAL_DAYS, "DSU, Appendix 3"),
    Clock.SEAL: Rule("Decide on the seal", Event.SEAL_OBJECTED, article.SEAL_DAYS, "ours", fixed=True),
    Clock.COMMENT: Rule("Comment on the interim report", Event.INTERIM_SERVED, article.COMMENT_DAYS, "DSU, Appendix 3"),
    Clock.REPORT: Rule("The panel's report", Event.COMPOSED, article.REPORT_MONTHS, "DSU 12.8 and 12.9", urgent=article.URGENT_REPORT_MONTHS, cap=(Event.ESTABLISHED, article.LONGEST_MONTHS), fixed=True),
    Clock.SUSPENSION: Rule("Resume, or the panel's authority lapses", Event.SUSPENDED, article.SUSPENSION_MONTHS, "DSU 12.12", fixed=True),
    Clock.ADOPT: Rule("Adoption of the report", Event.CIRCULATED, article.ADOPT_DAYS, "DSU 16.4", fixed=True),
    Clock.APPEAL: Rule("The second panel's report", Event.APPEALED, article.APPEAL_DAYS, "DSU 17.5", cap=(Event.APPEALED, article.APPEAL_MOST_DAYS)),
    Clock.ADOPT_APPEAL: Rule("Adoption after the appeal", Event.APPEAL_CIRCULATED, article.ADOPT_APPEAL_DAYS, "DSU 17.14", fixed=True),
    Clock.INTENTIONS: Rule("Say how one will comply", Event.ADOPTED, article.INTENTIONS_DAYS, "DSU 21.3"),
    Clock.AGREE_PERIOD: Rule("Agree on the time to comply", Event.ADOPTED, article.PERIOD_DAYS, "DSU 21.3(b)"),
    Clock.ARBITER: Rule("The arbiter's award of the time to comply", Event.ADOPTED, article.ARBITER_DAYS, "DSU 21.3(c)"),
    Clock.PERIOD: Rule("Comply", Event.ADOPTED, article.PERIOD_MONTHS, "DSU 21.3(c)"),
    Clock.REVIEW: Rule("The report of the compliance review", Event.REVIEW_ASKED, article.REVIEW_DAYS, "DSU 21.5"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pace:
    """By what a case's time is reckoned: the charter's values by key, the zone of its days, and its track."""

    charter: Mapping[str, int]
    zone: str
    track: Track = Track.ORDINARY

    def after(self, start: datetime, key: str) -> datetime:
        """The instant at which the length of an article after `start` is over."""
        return due_at(start, self.charter[key], unit_of(key), self.zone)


def unit_of(key: str) -> Unit:
    """What an article counts its length in."""
    return Unit(articles()[key].unit)


def article_of(clock: Clock, track: Track) -> str:
    """The key of the article that gives a clock's length on this track."""
    rule = CLOCKS[clock]
    return rule.urgent if track == Track.URGENT and rule.urgent else rule.article


def due(clock: Clock, events: Mapping[Event, datetime], pace: Pace) -> datetime:
    """When it is due; raises KeyError where what starts it, or what its longest time counts from, has not happened."""
    at = pace.after(events[CLOCKS[clock].starts], article_of(clock, pace.track))
    longest = latest(clock, events, pace)
    return at if longest is None else min(at, longest)


def latest(clock: Clock, events: Mapping[Event, datetime], pace: Pace) -> datetime | None:
    """The instant beyond which nobody moves it; None where there is none."""
    cap = CLOCKS[clock].cap
    return None if cap is None else pace.after(events[cap[0]], cap[1])


def timetable(events: Mapping[Event, datetime], pace: Pace) -> dict[Clock, datetime]:
    """All that is due by what has happened so far, the earliest first."""
    found = {clock: due(clock, events, pace) for clock, rule in CLOCKS.items() if rule.starts in events}
    return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))


def panel_from(complaint_served: datetime, pace: Pace) -> datetime:
    """From when on the complainant may ask for a panel without the other's consent: the day after consultations end."""
    return due(Clock.CONSULT, {Event.COMPLAINT_SERVED: complaint_served}, pace) + SECOND


def adoption_opens(circulated: datetime, pace: Pace) -> datetime:
    """The first instant of the day from which on the committee may adopt or reject the report (DSU 16.1)."""
    return due_at(circulated, pace.charter[article.ADOPT_FROM_DAYS] - 1, Unit.DAYS, pace.zone) + SECOND


def adoption_window(events: Mapping[Event, datetime], pace: Pace) -> tuple[datetime, datetime]:
    """From when on the committee may reject a report, and when it is adopted; there is always at least a day between.

    After an appeal members have had their time for the first report, so the window opens at once (DSU 17.14).
    """
    if Event.APPEAL_CIRCULATED in events:
        return events[Event.APPEAL_CIRCULATED], due(Clock.ADOPT_APPEAL, events, pace)
    opens = adoption_opens(events[Event.CIRCULATED], pace)
    # A charter could be amended so that a report is adopted before anybody may reject it.
    return opens, max(due(Clock.ADOPT, events, pace), due_at(opens, 0, Unit.DAYS, pace.zone))


def period_ends(adopted: datetime, pace: Pace, *, agreed: datetime | None = None, awarded: datetime | None = None) -> datetime:  # fmt: skip
    """The end of the time to comply: as the parties agreed; else as awarded, within the longest; else the longest.

    Parties may agree on more than the longest, which binds the arbiter alone (DSU 21.3).
    """
    if agreed is not None:
        return agreed
    longest = due(Clock.PERIOD, {Event.ADOPTED: adopted}, pace)
    return longest if awarded is None else min(awarded, longest)


def after_suspension(clock: Clock, at: datetime, pace: Pace, *, suspended: datetime, resumed: datetime) -> datetime:
    """A due time after a suspension of the panel's work: later by as many dates as it lasted (DSU 12.12)."""
    return moved(at, unit_of(article_of(clock, pace.track)), pace.zone, suspended, resumed)


def authority_lapses(suspended: datetime, earlier: Iterable[tuple[datetime, datetime]], pace: Pace) -> datetime:
    """When a panel's authority lapses by a suspension that began then: its longest time counts what was suspended before.

    `earlier` are the suspensions that ended, from–to. Otherwise a complainant could keep a panel waiting for ever by
    resuming for a day. An hour at or before `suspended` says that the time is used up.
    """
    at = due(Clock.SUSPENSION, {Event.SUSPENDED: suspended}, pace)
    for began, ended in earlier:
        at = moved(at, Unit.MONTHS, pace.zone, ended, began)
    return at


def put_off(at: datetime, days: int, zone: str) -> datetime:
    """A due time put off by so many days of the zone."""
    return due_at(at, days, Unit.DAYS, zone)


def may_put_off(clock: Clock, at: datetime, to: datetime, longest: datetime | None) -> Decision:
    """Whether the parties put a clock off by consent, from `at` to `to`; `longest` is its latest, see `latest`.

    Not where others' time hangs on it: the committee's, a third party's, a panel's that has said nothing.
    """
    rule = CLOCKS[clock]
    if rule.fixed:
        return refuse(rule.article, "This time is not the parties' alone, so their agreement does not extend it.")
    if to <= at:
        return refuse(rule.article, "Name a later day than the one on which it is due.")
    if rule.cap is not None and longest is not None and to > longest:
        return refuse(rule.cap[1], "Its longest time would be over by then.")
    return YES


def may_report_later(to: datetime, events: Mapping[Event, datetime], pace: Pace) -> Decision:
    """A panel may say, with its reasons, that it reports later; never beyond the longest time (DSU 12.9)."""
    longest = latest(Clock.REPORT, events, pace)
    if longest is not None and to > longest:
        return refuse(article.LONGEST_MONTHS, "The panel's longest time would be over by then.")
    return YES
