"""The portal dies between any two lines of a verb on a case: nothing half-done is left, and a second try succeeds."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import pytest

from apps.deadlines.models import Deadline
from apps.deadlines.services.stepping import take_steps
from apps.disputes.services.complaining import discard_complaint, file_complaint
from apps.disputes.services.ending import lapse_unasked, note_talks_are_over, withdraw
from apps.disputes.services.filing import file_paper
from apps.disputes.services.serving import name_agent, open_paper
from apps.disputes.states import DocumentKind
from tests.cast import NOW, Cast
from tests.disputes.filing import CONSULTATION, REPLY, SETTLEMENT, begun, draft, filed, opened
from tests.torn import LeadUp, Verb, survives_each_write, survives_its_followers

pytestmark = [pytest.mark.django_db, pytest.mark.torn]
LATE = datetime(2026, 12, 3, tzinfo=UTC)
THEM, US = "borealis.representative", "aster.representative"
ENTERED, SERVED = "dispute_paper.entered", "dispute_service.served"


def _file(people: Cast) -> Verb:
    return partial(file_complaint, actor=people.viewer(US), now=NOW, ref=draft(people))


def _discard(people: Cast) -> Verb:
    return partial(discard_complaint, actor=people.viewer(US), now=NOW, ref=draft(people))


def _paper(people: Cast, kind: DocumentKind, who: str, at: datetime = NOW) -> Verb:
    case = filed(people)
    paper = begun(people, case, kind, who, "It is [[not]] so.", at)
    return partial(file_paper, actor=people.viewer(who, at), now=at, ref=case.ref, name=str(paper.uid))


def _open(people: Cast, at: datetime = NOW) -> Verb:
    return partial(open_paper, actor=people.viewer(THEM, at), now=at, ref=filed(people).ref, name="1")


def _name(people: Cast) -> Verb:
    seat = people["borealis.alternate"].uid
    return partial(name_agent, actor=people.viewer(THEM), now=NOW, ref=filed(people).ref, seat=seat)


def _sweep(people: Cast, *, opens: bool) -> Verb:
    case = filed(people)
    if opens:
        opened(people, case)
    due = Deadline.objects.filter(clock="dispute_service.reply").values_list("pk", flat=True)
    return partial(take_steps, list(due), LATE)


def _withdraw(people: Cast) -> Verb:
    return partial(withdraw, actor=people.viewer(US), now=NOW, ref=filed(people).ref, because="We have talked.")


STEPS = ["deadline.reminded", "deadline.reminded", "deadline.overdue"]
LIFE: dict[str, tuple[LeadUp, Sequence[str]]] = {
    "file": (_file, [ENTERED, "dispute.filed", "dispute_service.served_complaint"]),
    "discard": (_discard, ["dispute.discarded"]),
    "reply": (partial(_paper, kind=REPLY, who=THEM), [ENTERED, "dispute_service.answered", "dispute.replied", SERVED]),
    "reply late": (partial(_paper, kind=REPLY, who=THEM, at=LATE), [ENTERED, "dispute.asked", "dispute_service.answered", "dispute.replied", SERVED]),
    "consult": (partial(_paper, kind=CONSULTATION, who=US), [ENTERED, "dispute.consulting", SERVED]),
    "settle": (partial(_paper, kind=SETTLEMENT, who=US), [ENTERED, SERVED]),
    "open": (_open, ["dispute_service.opened"]),
    "open late": (partial(_open, at=LATE), ["dispute_service.opened_late"]),
    "name an agent": (_name, ["dispute.agent_named"]),
    "serve again": (partial(_sweep, opens=False), [*STEPS, "dispute_service.served_again"]),
    "note silence": (partial(_sweep, opens=True), [*STEPS, "deadline.lapsed", "dispute_service.silent"]),
    "talk no more": (lambda people: partial(note_talks_are_over, ref=filed(people).ref, now=LATE), ["dispute.talked"]),
    "lapse": (lambda people: partial(lapse_unasked, ref=filed(people).ref, now=LATE), ["dispute_service.no_longer_owed", "dispute.lapsed"]),
    "withdraw": (_withdraw, ["dispute_service.no_longer_owed", "dispute.withdrawn"]),
}  # fmt: skip
"""Each step in the life of a case: what leads up to it, and the acts that it leaves, in order."""


@pytest.mark.parametrize(("lead_up", "acts"), LIFE.values(), ids=LIFE)
def test_after_each_write(cast: Cast, lead_up: LeadUp, acts: Sequence[str]) -> None:
    survives_each_write(cast, lead_up, acts)


@pytest.mark.parametrize(("lead_up", "acts"), LIFE.values(), ids=LIFE)
def test_where_a_follower_of_the_record_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, lead_up: LeadUp, acts: Sequence[str]
) -> None:
    survives_its_followers(cast, monkeypatch, lead_up, acts)
