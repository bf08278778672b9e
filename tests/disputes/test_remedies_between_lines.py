"""The portal dies between any two lines of what orders a remedy or ends it: see test_between_lines."""

from collections.abc import Sequence
from functools import partial

import pytest

from apps.disputes.services import remedying, suspending
from apps.disputes.services.restoring import restore
from tests.cast import Cast
from tests.disputes.paneling import DAY
from tests.disputes.remedying import FOUND, found_against, ordered, wanted
from tests.disputes.test_course import at
from tests.disputes.test_remedies import UNTIL, any_order
from tests.funding.contributed import issued
from tests.torn import LeadUp, Verb, survives_each_write, survives_its_followers

pytestmark = [pytest.mark.django_db, pytest.mark.torn]
ENTERED, SERVED = "dispute_paper.entered", "dispute_service.served"
ORDER = [ENTERED, SERVED, SERVED]
EFFECT = at(2027, 4, 2, 21)


def _charge(people: Cast) -> Verb:
    issued(people)
    any_order()
    case = found_against(people)
    row = wanted(people, case, FOUND, "compensation", amount="100.00", to="complainant")
    return partial(ordered, people, case, row, FOUND)


def _suspension(people: Cast) -> Verb:
    any_order()
    case = found_against(people)
    row = wanted(people, case, FOUND, "suspension", right="vote")
    return partial(ordered, people, case, row, FOUND, until=UNTIL)


def _effect(people: Cast) -> Verb:
    row = _suspension(people)()
    return partial(suspending.take_effect, ref=row.case.ref, now=EFFECT)


def _over(people: Cast) -> Verb:
    ref = _effect(people)().ref
    return partial(restore, ref=ref, now=UNTIL)


def _review(people: Cast, finds: str) -> Verb:
    ref = _effect(people)().ref
    from apps.disputes.models import Remedy

    row, then = Remedy.objects.get(), EFFECT + DAY
    given = {"ref": ref, "remedy": row.uid, "finds": finds, "reasons": "We looked."}
    return partial(remedying.review_remedy, actor=people.viewer("ada", then), now=then, **given)


LIFE: dict[str, tuple[LeadUp, Sequence[str]]] = {
    "charge": (_charge, [*ORDER, "assessment.issued", "instalment.asked", "assessment.issued", "assessment.credit_used", "dispute.remedy_ordered"]),
    "order a suspension": (_suspension, [*ORDER, "dispute.suspension_ordered"]),
    "suspend": (_effect, ["dispute.rights_suspended"]),
    "restore": (_over, ["dispute.suspension_ran_out"]),
    "fulfilled": (partial(_review, finds="fulfilled"), [*ORDER, "dispute.remedy_fulfilled"]),
    "failed": (partial(_review, finds="failed"), [*ORDER, "dispute.remedy_failed"]),
}  # fmt: skip
"""Each step: what leads up to it, and the acts that it leaves, in order."""


@pytest.mark.parametrize(("lead_up", "acts"), LIFE.values(), ids=LIFE)
def test_after_each_write(cast: Cast, lead_up: LeadUp, acts: Sequence[str]) -> None:
    survives_each_write(cast, lead_up, acts)


@pytest.mark.parametrize("lead_up_and_acts", [LIFE["charge"], LIFE["fulfilled"]], ids=["charge", "fulfilled"])
def test_where_a_follower_of_the_record_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, lead_up_and_acts: tuple[LeadUp, Sequence[str]]
) -> None:
    survives_its_followers(cast, monkeypatch, *lead_up_and_acts)
