"""What a motion on which voting has not opened would mean: what follows, by which rule, and who would vote."""

from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.votes.models import Motion
from apps.votes.rules.charter import WEIGHT_WORDS, WEIGHTS, WINDOW_OF
from apps.votes.rules.kinds import ELECTORATES, KINDS
from apps.votes.selectors.electorate import electorate
from apps.votes.selectors.ruling import charter, rule_for
from apps.votes.services.opening import chair_on
from apps.votes.states import Standing


def prospects(motion: Motion, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """For a page: `preview`, `rule`, `hours`, and the lines of the roll to be by standing."""
    version, values = charter(now)
    places = electorate(motion, now, values)
    rule = rule_for(motion, values, chair=chair_on(places, motion, now))
    kind = KINDS[motion.kind]
    return {
        "preview": kind.preview(motion.payload, viewer, now),
        "rule": rule,
        "rule_words": rule.in_words(),
        "charter_number": version.number,
        "hours": values(WINDOW_OF[motion.procedure]),
        "weights_words": WEIGHT_WORDS[values(WEIGHTS)] if rule.weighs else "",
        "electorate": ELECTORATES[kind.electorate],
        "places": places,
        "voters": [place for place in places if place.standing == Standing.VOTING],
        "recused": [place for place in places if place.standing == Standing.RECUSED],
        "excluded": [place for place in places if place.standing == Standing.EXCLUDED],
    }
