"""Checks a decision dossier against the charter's articles that it quotes: the rule, the window, and how voting closed."""

from datetime import datetime, timedelta

from apps.verify.report import Report
from apps.votes.rules.ballots import in_force
from apps.votes.rules.charter import (
    DISCUSSION_HOURS,
    EARLY_CLOSE,
    HIDDEN,
    LATE_QUORUM_HOURS,
    MINIMUM_HOURS,
    WINDOW_OF,
)
from apps.votes.rules.dossier import Dossier
from apps.votes.rules.filed import named
from apps.votes.rules.needs import is_final
from apps.votes.rules.rule import Rule
from apps.votes.rules.ruling import rule_under
from apps.votes.rules.tally import tally
from apps.votes.rules.words import listed
from apps.votes.states import Procedure, Standing


def check_charter(dossier: Dossier, report: Report) -> None:
    """The rule is the charter's, voting opened and closed when the charter lets it, and every ballot came meanwhile."""
    report.check(
        "rule",
        dossier.rule == _rule(dossier),
        f"The rule is the one of the charter, {dossier.charter.rule}, for this procedure.",
        f"By the charter, {dossier.charter.rule}, this procedure has another rule.",
    )
    chair = dossier.rule.casting_vote
    report.check(
        "casting vote",
        not chair or any((line.key, line.standing) == (chair, Standing.VOTING) for line in dossier.roll),
        "Nobody without a vote decides a tie.",
        "Whoever is to decide a tie has no vote.",
    )
    try:
        hour = _window(dossier, report)
        _extension(dossier, hour, report)
        _close(dossier, report)
        _ballots(dossier, hour, report)
    except OverflowError:
        report.check("window", False, "No calendar reaches as far as these hours.")


def _rule(dossier: Dossier) -> Rule | None:
    values = dossier.charter.values.__getitem__
    try:
        return rule_under(dossier.procedure, dossier.charter.rule, values, chair=dossier.rule.casting_vote)
    except (KeyError, ValueError):
        return None


def _hours(dossier: Dossier, key: str) -> timedelta:
    return timedelta(hours=int(dossier.charter.values[key]))


def _window(dossier: Dossier, report: Report) -> datetime:
    """The hour of the vote as it was when voting opened."""
    times = dossier.times
    discussed = timedelta(0) if dossier.procedure == Procedure.EMERGENCY else _hours(dossier, DISCUSSION_HOURS)
    report.check(
        "discussed",
        times.opened >= times.discussed + discussed,
        "Voting opened after the charter's time for discussion.",
        "Voting opened before the charter's time for discussion was over.",
    )
    hour = times.opened + _hours(dossier, WINDOW_OF[dossier.procedure])
    report.check(
        "window",
        times.opened < hour and (times.extended is not None or times.closes == hour),
        "Voting was open as long as the charter says.",
        "The hour of the vote is not the one that follows from the charter.",
    )
    return hour


def _extension(dossier: Dossier, hour: datetime, report: Report) -> None:
    """Where voting stayed open once more, the charter says so and the quorum was late; else neither was so."""
    times, more = dossier.times, timedelta(0)
    if dossier.procedure != Procedure.SILENCE:
        more = _hours(dossier, LATE_QUORUM_HOURS)
    if times.extended is None:
        due = bool(more) and times.closed >= hour and not _quorate_at(dossier, hour)
        report.check(
            "extension",
            not due,
            "Voting was not kept open for a late quorum, and had not to be.",
            "By the charter voting had to stay open once more, for the quorum was late.",
        )
        return
    report.check(
        "extension",
        bool(more)
        and times.extended >= hour
        and times.closes == times.extended + more
        and times.closed > times.extended
        and not _quorate_at(dossier, hour),
        "Voting was kept open once more, as long as the charter says, for the quorum was late.",
        "The charter did not let voting be kept open so.",
    )


def _quorate_at(dossier: Dossier, hour: datetime) -> bool:
    try:
        ballots = in_force(row.opening for row in dossier.ballots if row.at < hour)
        return tally(dossier.rule, dossier.members, {key: one.choice for key, one in ballots.items()}).quorate
    except ValueError:
        return True  # What cannot be counted at all is said where the result is.


def _close(dossier: Dossier, report: Report) -> None:
    times = dossier.times
    report.check(
        "closed",
        times.opened <= times.closed <= times.closes,
        "Voting closed at its hour, or before.",
        "Voting closed after its hour, or before it opened.",
    )
    if times.closed >= times.closes:
        return
    values = dossier.charter.values
    report.check(
        "early",
        bool(values[EARLY_CLOSE]) and times.closed >= times.opened + _hours(dossier, MINIMUM_HOURS),
        "The charter lets voting close early, and the shortest time had passed.",
        "The charter did not let voting close so early.",
    )
    report.check(
        "settled",
        _is_settled(dossier),
        "When voting closed early, nothing could change any more.",
        "When voting closed early, the outcome could still change.",
    )


def _is_settled(dossier: Dossier) -> bool:
    hidden = bool(dossier.charter.values[HIDDEN])
    try:
        return is_final(dossier.rule, dossier.members, dossier.in_force.values(), hidden=hidden)
    except ValueError:
        return False


def _ballots(dossier: Dossier, hour: datetime, report: Report) -> None:
    times = dossier.times

    def is_open(at: datetime) -> bool:
        if at > times.closed:
            return False
        again = times.extended is not None and times.extended <= at < times.closes
        return times.opened <= at < min(hour, times.closes) or again

    late = [named(row) for row in dossier.ballots if not is_open(row.at)]
    report.check(
        "times", not late, "Every ballot was cast while voting was open.", f"Cast outside the window: {listed(late)}."
    )
