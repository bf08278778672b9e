"""The sweep and a verb, and two verbs, on one case at the same moment: one after the other, none forever, nothing twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from apps.deadlines.models import Deadline
from apps.deadlines.services.stepping import take_steps
from apps.deadlines.services.sweeping import claim_due
from apps.disputes.models import Case, Paper, Service
from apps.disputes.services import complaining
from apps.disputes.services.ending import withdraw
from apps.disputes.services.filing import file_paper
from apps.disputes.services.serving import open_paper
from apps.disputes.states import DocumentKind, Stage
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.at_once import at_once
from tests.cast import NOW, Cast
from tests.disputes.filing import CONSULTATION, REPLY, SETTLEMENT, begun, draft, filed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]
THEM, US = "borealis.representative", "aster.representative"
Verb = Callable[[], Any]


def _inside(cast: Cast, verb: Verb) -> Verb:
    """The verb in a transaction of its own."""

    def go() -> None:
        with tenant(cast.frontier.pk):
            verb()

    return go


def _both(cast: Cast, *verbs: Verb) -> list[BaseException]:
    return at_once(*(_inside(cast, verb) for verb in verbs))


def _paper(cast: Cast, case: Case, kind: DocumentKind, who: str) -> Verb:
    name = str(begun(cast, case, kind, who, f"By {who}.").uid)
    return partial(file_paper, actor=cast.viewer(who), now=NOW, ref=case.ref, name=name)


def _due() -> datetime:
    return Deadline.objects.get(clock="dispute_service.reply").due_at


def test_two_who_file_one_complaint_file_it_once(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        ref = draft(cast)
        files = [partial(complaining.file_complaint, actor=cast.viewer(who), now=NOW, ref=ref) for who in (US, "aster.alternate")]  # fmt: skip
    [refusal] = _both(cast, *files)
    assert isinstance(refusal, Refused)
    with tenant(cast.frontier.pk):
        assert (Service.objects.count(), Act.objects.filter(kind="dispute.filed").count()) == (1, 1)


def test_two_replies_of_colleagues_leave_one(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        case = filed(cast)
        _paper(cast, case, CONSULTATION, US)()
        files = [_paper(cast, case, REPLY, who) for who in (THEM, "borealis.alternate")]
    [refusal] = _both(cast, *files)
    assert isinstance(refusal, Refused)
    with tenant(cast.frontier.pk):
        assert Paper.objects.filter(kind=REPLY, state="served").count() == 1


@pytest.mark.parametrize("kind", [CONSULTATION, SETTLEMENT])
def test_papers_of_both_sides_are_numbered_one_after_the_other(cast: Cast, kind: DocumentKind) -> None:
    with tenant(cast.frontier.pk):
        case = filed(cast)
        files = [_paper(cast, case, kind, who) for who in (US, THEM)]
    assert _both(cast, *files) == []
    with tenant(cast.frontier.pk):
        assert sorted(Paper.objects.filter(kind=kind).values_list("number", flat=True)) == [1, 2]
        assert Act.objects.filter(kind="dispute.consulting").count() == (kind == CONSULTATION)


def _open(cast: Cast, case: Case, at: datetime) -> Verb:
    return partial(open_paper, actor=cast.viewer(THEM, at), now=at, ref=case.ref, name="1")


def _withdraw(cast: Cast, case: Case, at: datetime) -> Verb:
    return partial(withdraw, actor=cast.viewer(US, at), now=at, ref=case.ref, because="We have talked.")


@pytest.mark.parametrize("verb", [_open, _withdraw])
def test_the_sweep_and_a_verb(cast: Cast, verb: Callable[[Cast, Case, datetime], Verb]) -> None:
    with tenant(cast.frontier.pk):
        case = filed(cast)
        at = _due() + timedelta(hours=2)
        meanwhile = verb(cast, case, at)
    leased = claim_due(1000, at).ids[cast.frontier.pk]
    assert _both(cast, partial(take_steps, leased, at), meanwhile) == []
    with tenant(cast.frontier.pk):
        case.refresh_from_db()
        clocks = list(Deadline.objects.filter(clock="dispute_service.reply").order_by("pk").values_list("state", flat=True))  # fmt: skip
        last = "moot" if case.stage == Stage.WITHDRAWN else "running"
        assert clocks in (["moot", last], ["moot"])
        assert Act.objects.filter(kind="dispute_service.served_again").count() <= 1
