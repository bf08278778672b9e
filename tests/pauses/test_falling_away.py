"""What a lab or an office still owed when its matter ended fell away: nothing says that it was done."""

import pytest
from django.test import Client

from apps.committees.rules.viewer import Portal as Itself
from apps.deadlines.models import Deadline
from apps.deadlines.services.sweeping import sweep
from apps.kernel.tenancy.context import tenant
from apps.pauses.services import cases
from apps.pauses.services.ending import lift
from tests.cast import Cast
from tests.pauses.attesting import attested, late_case, ordered
from tests.pauses.factory import DAY, HOUR
from tests.pauses.pages import Portal

pytestmark = pytest.mark.django_db


def _stand(clock: str) -> str:
    return Deadline.objects.filter(clock=clock).latest("pk").state


@pytest.mark.parametrize(("verb", "follows"), [("clear", "moot"), ("remedy", "met")])
def test_what_would_have_followed_falls_away_with_a_clearance_and_is_met_by_what_is_remedied(
    frontier: Cast, verb: str, follows: str
) -> None:
    case = late_case(frontier, ordered(frontier))
    sweep(Deadline.objects.get(clock="pause_case.answer").due_at + HOUR)
    at = Deadline.objects.get(clock="pause_case.next").starts_at + HOUR
    chair = frontier.viewer("aster.representative", at)
    getattr(cases, verb)(actor=chair, now=at, ref=case.ref, because="It attested.")
    assert (_stand("pause_case.answer"), _stand("pause_case.next")) == ("lapsed", follows)


def test_an_answer_that_nobody_needs_any_more_falls_away(frontier: Cast) -> None:
    case = late_case(frontier, ordered(frontier))
    at = case.opened_at + HOUR
    cases.clear(actor=frontier.viewer("aster.representative", at), now=at, ref=case.ref, because="Our mistake.")
    assert _stand("pause_case.answer") == "moot"


def test_the_page_of_a_lab_that_was_never_heard_of_says_that_its_duties_fell_away(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = Portal(cast, client, monkeypatch)
    order = portal.made(ordered)
    at = order.in_force_at
    with tenant(cast.frontier.pk):
        attested(cast, order, at + HOUR)
        lift(actor=Itself("a test"), now=at + DAY, ref=order.ref, because="It was a rehearsal.")
    portal.at(at + 10 * DAY)
    portal.sign_in("clerk")
    heard, silent = (portal.words("lab", order.ref, lab) for lab in ("borealis", "cygnus"))
    told = silent.split("Attest that your runs in scope stand still")[1].split("A lab that an order binds")[0]
    assert told.endswith("Fell away ")
    assert " Met " not in silent
    assert "overdue" not in silent.lower()
    assert (heard.count(" Met "), heard.count(" Fell away ")) == (2, 1)
