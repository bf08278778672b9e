"""What the public reads of a decision: sentences, and nothing that only a program understands."""

from typing import Any

import pytest
from django.test import Client

from apps.kernel.tenancy.context import tenant
from apps.transparency.models import PublishedRecord
from apps.votes.services.certifying import certify
from tests.cast import Cast
from tests.votes.factory import CLOSES, charter, closed

pytestmark = pytest.mark.django_db
BALLOTS = {"aster.representative": "yes", "borealis.representative": "yes", "independent": "abstain"}


def published(cast: Cast, **content: Any) -> dict[str, Any]:
    with tenant(cast.frontier.pk):
        motion = closed(cast, BALLOTS, **content)
        certify(actor=cast.viewer("clerk"), now=CLOSES, ref=motion.ref)
        return {line["label"]: line["value"] for line in PublishedRecord.objects.get(ref=motion.ref).body}


def test_the_roll_call_is_read_line_by_line(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        charter(hidden=False)
    said = published(
        cast, who="clerk", kind="membership.suspend", payload={"organisation": "cygnus"}, title="Suspend", text="Do."
    )
    assert said["roll call"] == [
        "Aster: yes",
        "Borealis: yes",
        "Independent, Independent: abstain",
        "Cygnus: recused",
    ]
    assert "review by" not in said
    page = Client().get("/public/frontier/MOT-2026-0001/").content.decode()
    assert "Aster: yes<br>Borealis: yes<br>" in page
    assert "{" not in page.split("Roll call")[1].split("</dd>")[0]


def test_the_text_has_no_marks_and_says_first_whether_it_was_adopted(cast: Cast) -> None:
    published(cast, text="The labs publish *all* of it:\n\n- contacts\n- dates")
    with tenant(cast.frontier.pk):
        assert PublishedRecord.objects.get().summary == (
            "The committee has adopted this motion.\n\nThe labs publish all of it:\n\n– contacts\n\n– dates"
        )


def test_a_text_that_was_lost_is_not_read_as_one_in_force(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        charter(rule_general="three-quarters")
    published(cast)
    with tenant(cast.frontier.pk):
        assert PublishedRecord.objects.get().summary.startswith("The committee has not adopted this motion.\n\n")


def test_weights_are_said_where_the_rule_counts_them_and_absence_is(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        charter(rule_general="double-majority")
    assert "Cygnus (weight 1): did not vote" in published(cast)["roll call"]
