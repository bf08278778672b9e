"""What can happen to a panel and in its rounds, who is told, and which of its clocks run."""

from apps.deadlines.rules import CLOCKS, ClockRule, Step
from apps.disputes.acts.clocks import (
    COMPOSING,
    TALKING,
    TO_ANSWER,
    TO_COMMENT,
    TO_COMPOSE,
    TO_DRAW,
    TO_REBUT,
    TO_REPORT,
    TO_SIZE,
    TO_SUBMIT,
)
from apps.disputes.acts.sides import COMPLAINANT, PANEL, READERS, RESPONDENT, SIDES
from apps.disputes.acts.times import Reckoned, of_cases, reckoned
from apps.disputes.rules.clocks import CLOCKS as TIMES
from apps.disputes.rules.clocks import Clock
from apps.record.rules import ActKind, declare

ASKED = "dispute.panel_requested"
SIZE_AGREED = "dispute.panel_size_agreed"
ACCEPTED = "dispute.conflict_accepted"
LIST_CLOSED = "dispute.list_closed"
LIST_OPEN = "dispute.list_still_open"
VALUE_NAMED = "dispute.value_named"
DRAWN = "dispute.panel_drawn"
COMPOSED = "dispute.panel_composed"
COMPOSED_ANEW = "dispute.next_panel_composed"
LEFT = "dispute.panellist_left"
REPLACED = "dispute.panellist_replaced"
WRITING = "dispute.writing_begun"
SUBMITTED = "dispute.submitted"
SUBMISSION_ANSWERED = "dispute.submission_answered"
REBUTTED = "dispute.rebutted"
WANTS_HEARING = "dispute.hearing_wanted"
HEARING_CALLED = "dispute.hearing_called"
HEARING_OFF = "dispute.hearing_called_off"
INTERIM = "dispute.interim_issued"
COMMENTED = "dispute.commented"

CLOSES_LIST = "dispute.closes_list"
"""What comes at the end of the parties' time to compose the panel: its list is closed, and the lot follows."""

REMIND = (Step(-48, to=("owner",), does="remind"), Step(0, to=("owner",), does="escalate"))


def clock(key: str, time: Clock, *owed_by: str, at_end: str = "", terms: Reckoned | None = None, ladder: tuple[Step, ...] = REMIND) -> ClockRule:  # fmt: skip
    """A clock that runs on a case by the charter's time; `at_end` comes at the due time itself."""
    return ClockRule(
        key=key,
        name=TIMES[time].name,
        owed_by=owed_by,
        length=0,
        unit="days",
        because="",
        terms=reckoned(time, terms) if terms else of_cases(time),
        ladder=ladder,
        at_end=at_end,
        end_after_hours=0 if at_end else 24,
        fixed=TIMES[time].fixed,
    )


CLOCKS_HERE = (
    clock(TO_SIZE, Clock.SIZE, SIDES, ladder=(Step(-24, to=("owner",), does="remind"),)),
    clock(TO_COMPOSE, Clock.COMPOSE, SIDES, at_end=CLOSES_LIST, ladder=(Step(-48, to=("owner",), does="remind"),)),
    clock(TO_DRAW, Clock.LOT, "clerks"),
    clock(TO_SUBMIT, Clock.SUBMISSION, COMPLAINANT),
    clock(TO_ANSWER, Clock.ANSWER, RESPONDENT),
    clock(TO_REBUT, Clock.REBUTTAL, SIDES),
    clock(TO_COMMENT, Clock.COMMENT, SIDES),
    clock(TO_REPORT, Clock.REPORT, PANEL),
)


def register() -> None:
    """Fill the clocks and the catalogue."""
    for one in CLOCKS_HERE:
        CLOCKS.register(one.key, one)
    _declare_composing()
    _declare_rounds()


def _declare_composing() -> None:
    declare(
        ActKind(ASKED, "asked for a panel", told=(READERS,), moots=TALKING, starts=(TO_SIZE, TO_COMPOSE), icon="users-group", urgent=True),
        ActKind(SIZE_AGREED, "noted that the parties agree on the panel's size", told=(SIDES,), meets=(TO_SIZE,), icon="users-group"),
        ActKind(ACCEPTED, "noted that all parties accept a panellist who is in conflict", told=(SIDES,), icon="user-check"),
        ActKind(LIST_CLOSED, "closed the list from which the panel is drawn", told=(READERS,), moots=(TO_SIZE, TO_COMPOSE), starts=(TO_DRAW,), asks="Each side may strike names until the public value is known.", icon="list-check"),
        ActKind(LIST_OPEN, "noted that too few of the roster may sit to close the list", told=(SIDES, "clerks"), moots=(TO_SIZE, TO_COMPOSE), asks="Widen the roster, accept somebody in conflict or agree on a smaller panel; then a clerk closes the list.", icon="alert-triangle"),
        ActKind(VALUE_NAMED, "named the public value for the lot", told=(SIDES,), icon="dice"),
        ActKind(DRAWN, "drew the panel by lot", told=(SIDES,), meets=(TO_DRAW,), icon="dice"),
        ActKind(COMPOSED, "composed the panel", told=(READERS, PANEL), moots=COMPOSING, starts=(TO_SUBMIT, TO_REPORT), icon="users-group", urgent=True),
        ActKind(COMPOSED_ANEW, "composed the next panel", told=(READERS, PANEL), moots=COMPOSING, icon="users-group", urgent=True),
        ActKind(LEFT, "left the panel", told=(SIDES, PANEL, "clerks"), icon="user-minus"),
        ActKind(REPLACED, "took an empty place on the panel", told=(SIDES, PANEL), icon="user-plus"),
    )  # fmt: skip


def _declare_rounds() -> None:
    declare(
        ActKind(WRITING, "opened the written rounds", told=(SIDES,), icon="pencil"),
        ActKind(SUBMITTED, "filed the complainant's first submission", told=(SIDES, PANEL), meets=(TO_SUBMIT,), starts=(TO_ANSWER,), icon="file-text"),
        ActKind(SUBMISSION_ANSWERED, "filed the respondent's first submission", told=(SIDES, PANEL), meets=(TO_ANSWER,), starts=(TO_REBUT,), icon="file-text"),
        ActKind(REBUTTED, "noted that both sides have filed their rebuttals", told=(PANEL,), meets=(TO_REBUT,), icon="files"),
        ActKind(WANTS_HEARING, "asked to be heard", told=(SIDES, PANEL), icon="ear"),
        ActKind(HEARING_CALLED, "called a hearing", told=(READERS,), icon="calendar-event", urgent=True),
        ActKind(HEARING_OFF, "called the hearing off", told=(READERS,), icon="calendar-off", urgent=True),
        ActKind(INTERIM, "issued its interim report", told=(SIDES, PANEL), moots=(TO_SUBMIT, TO_ANSWER, TO_REBUT), starts=(TO_COMMENT,), icon="file-search"),
        ActKind(COMMENTED, "noted that both sides have commented", told=(PANEL,), meets=(TO_COMMENT,), icon="message-dots"),
    )  # fmt: skip
