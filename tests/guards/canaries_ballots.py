"""Words beside ballots: a brief is its own organisation's, a hidden ballot its member's, an explanation may be the
members' alone.
"""

from apps.committees.selectors import presiding, viewer_of
from apps.votes.models import Motion
from apps.votes.services.balloting import cast as cast_ballot
from apps.votes.services.balloting import hold_box
from apps.votes.services.briefing import write_brief
from apps.votes.services.closing import close_due
from apps.votes.services.opening import open_voting
from tests.cast import LABS, NOW, Cast
from tests.guards.canaries import Planted, lab_of
from tests.votes.factory import HOUR, discussed

VOICES = frozenset(f"{lab}.{role}" for lab in LABS for role in ("representative", "alternate")) | {"independent"}


def _words(stem: str, *places: str) -> dict[str, str]:
    return {place: f"kanari{stem}ballot{place}x" for place in places}


def plant_ballots(cast: Cast) -> list[Planted]:
    """A hidden vote with a brief and a ballot of Borealis', and one that is closed; Frontier's context must be open."""
    return [*_hidden(cast), _closed(cast)]


def _voting(cast: Cast, title: str) -> Motion:
    motion = discussed(cast, title=title, text=f"{title} at once.", procedure="emergency")
    seat = presiding(NOW, "motion", motion.pk).seat
    assert seat is not None
    return open_voting(actor=viewer_of(seat, NOW), now=NOW, ref=motion.ref)


def _vote(cast: Cast, motion: Motion, lab: str, choice: str, explanation: str, *, public: bool = True) -> None:
    actor = cast.viewer(f"{lab}.representative")
    box = hold_box(actor=actor, ref=motion.ref)
    cast_ballot(actor=actor, now=NOW, box=box, choice=choice, explanation=explanation, public=public)


def _hidden(cast: Cast) -> list[Planted]:
    motion = _voting(cast, "Stand still")
    assert motion.hidden
    prepared = _words("borealis", "brief", "draft")
    people = cast.viewer("borealis.liaison")
    write_brief(
        actor=people, now=NOW, ref=motion.ref, text=prepared["brief"], choice="no", explanation=prepared["draft"]
    )
    why = _words("borealis", "hidden")
    _vote(cast, motion, "borealis", "no", why["hidden"])
    page, api = f"/c/frontier/motions/{motion.ref}/", f"/api/v1/committees/frontier/motions/{motion.ref}/"
    own = frozenset({"borealis.representative", "borealis.alternate"})
    return [
        Planted(motion.ref, "borealis", lab_of("borealis"), prepared, "borealis.alternate", (f"{page}brief/",)),
        Planted(motion.ref, "borealis", own, why, "borealis.alternate", (f"{page}roll/", f"{api}ballots/")),
    ]


def _closed(cast: Cast) -> Planted:
    motion = _voting(cast, "Go on")
    words = _words("aster", "among")
    _vote(cast, motion, "borealis", "yes", "Good.")
    _vote(cast, motion, "aster", "no", words["among"], public=False)
    assert motion.closes_at is not None
    closed = close_due(ref=motion.ref, now=motion.closes_at + HOUR)
    assert closed.state == "closed"
    page = f"/c/frontier/motions/{motion.ref}/"
    pages = (f"{page}roll/", f"{page}minutes/")
    return Planted(motion.ref, "aster", VOICES | {"clerk"}, words, "borealis.alternate", pages)
