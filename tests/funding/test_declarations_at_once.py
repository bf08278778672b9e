"""Two who enter figures at the same moment: each waits for the other, and nothing is half done or done twice."""

from functools import partial
from typing import Any

import pytest

from apps.funding.acts import declarations as acts
from apps.funding.models import Declaration
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.at_once import at_once
from tests.cast import NOW, Cast
from tests.funding.declared import declared, estimated, late, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]


def _in_frontier(people: Cast, verb: Any) -> Any:
    def run() -> None:
        with tenant(people.frontier.pk):
            verb()

    return run


def test_two_of_a_lab_declare_at_once_and_one_is_the_correction(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        opened(cast)
    runs = [_in_frontier(cast, partial(declared, cast, training_flop=flop)) for flop in ("1e26", "2e26")]
    assert at_once(*runs) == []
    with tenant(cast.frontier.pk):
        assert sorted(Declaration.objects.values_list("version", flat=True)) == [1, 2]
        assert Act.objects.filter(kind=acts.RECEIVED).count() == 1
        assert Act.objects.filter(kind=acts.MADE).count() == 2


def test_a_lab_declares_while_it_is_estimated(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        late(cast, "borealis")
    runs = [_in_frontier(cast, partial(make, cast, "borealis", at=NOW)) for make in (declared, estimated)]
    errors = at_once(*runs)
    assert all(isinstance(one, Refused) for one in errors), errors
    with tenant(cast.frontier.pk):
        last = Declaration.objects.order_by("-version").first()
        assert last is not None
        assert last.figure == "declared"
        assert Declaration.objects.count() == 2 - len(errors)
