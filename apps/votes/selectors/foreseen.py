"""What an amendment of the charter would mean for votes: which past results would have come out otherwise."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.committees.rules.viewer import Viewer
from apps.votes.models import Ballot, Elector, Motion
from apps.votes.rules import in_force, tally
from apps.votes.rules.charter import SECTION
from apps.votes.selectors.ruling import rule_for
from apps.votes.selectors.standing import roll_of
from apps.votes.states import Standing

LOOKED_BACK = timedelta(days=366)
MOST = 200
DECIDING = frozenset(article.key for article in SECTION.articles)


def foreseen(before: Mapping[str, Any], after: Mapping[str, Any], at: datetime, viewer: Viewer) -> Sequence[str]:
    """One sentence for each vote of the last year that would have come out otherwise, and how many were looked at.

    Rolls and ballots are taken as they were; only the rule and its quorum differ. Nothing where no article of votes
    changes. A constant number of queries.
    """
    if all(before.get(key) == after.get(key) for key in DECIDING):
        return []
    rows = Motion.objects.visible_to(viewer).filter(closed_at__gte=at - LOOKED_BACK, closed_at__lte=at)
    motions = list(rows.select_related("opened_by").order_by("-closed_at")[:MOST])
    if not motions:
        return [str(_("No vote of the last year can be compared: there was none."))]
    lines, ballots = _by_motion(motions)
    said = []
    for motion in motions:
        choices = {row.voter: row.choice for row in in_force(ballots.get(motion.pk, [])).values()}
        said += _otherwise(motion, lines.get(motion.pk, []), choices, after)
    counted = ngettext(
        "%(number)s vote of the last year was counted again under this rule.",
        "%(number)s votes of the last year were counted again under these rules.",
        len(motions),
    ) % {"number": len(motions)}
    return [counted, *said] if said else [f"{counted} {_('None would have come out otherwise.')}"]


def _by_motion(motions: Sequence[Motion]) -> tuple[dict[int, list[Elector]], dict[int, list[Ballot]]]:
    lines: dict[int, list[Elector]] = {}
    for line in Elector.objects.filter(motion__in=motions):
        lines.setdefault(line.motion_id, []).append(line)
    ballots: dict[int, list[Ballot]] = {}
    for ballot in Ballot.objects.filter(motion__in=motions).select_related("elector").order_by("id"):
        ballots.setdefault(ballot.motion_id, []).append(ballot)
    return lines, ballots


def _otherwise(motion: Motion, lines: list[Elector], choices: Mapping[str, str], after: Mapping[str, Any]) -> list[str]:
    rule = rule_for(motion, after.__getitem__, chair=_presided(motion, lines))
    carried = tally(rule, roll_of(lines), choices).carried
    if carried == motion.carried:
        return []
    words = {"ref": motion.ref, "title": motion.title}
    if carried:
        return [_("%(ref)s “%(title)s” was lost and would have been carried.") % words]
    return [_("%(ref)s “%(title)s” was carried and would have been lost.") % words]


def _presided(motion: Motion, lines: list[Elector]) -> str:
    """The key of the member whose seat opened the vote, where it had a vote itself."""
    seat = motion.opened_by
    if seat is None:
        return ""
    voting = [line for line in lines if line.standing == Standing.VOTING]
    own = [line.key for line in voting if line.seat_id == seat.pk]
    return next(iter(own + [line.key for line in voting if line.organisation_id == seat.organisation_id]), "")
