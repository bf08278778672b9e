"""What an amendment of the charter would mean for the next chairs."""

from collections.abc import Sequence
from typing import Any

from apps.accounts.services import create_person
from apps.chairs.selectors.foreseen import foreseen
from apps.chairs.services import start_rotation
from apps.committees.models import Organisation, Seat
from apps.committees.rules.charter import preset_values
from tests.cast import BEGINNING, NOW, PASSWORD, Cast
from tests.chairs.factory import members, rotate


def said(cast: Cast, **after: Any) -> Sequence[str]:
    before = preset_values("standard")
    return foreseen(
        before, before | {key.replace("__", "."): value for key, value in after.items()}, NOW, cast.viewer("clerk")
    )


def test_an_amendment_of_something_else_says_nothing(frontier: Cast) -> None:
    rotate(frontier)
    assert said(frontier, membership__invitation_days=7) == []


def test_without_a_rotation_no_term_changes(frontier: Cast) -> None:
    assert "does not rotate yet" in said(frontier, chairs__months=2)[0]


def test_shorter_terms_show_when_each_would_begin(frontier: Cast) -> None:
    rotate(frontier, first="aster")
    running, planned, wanted = said(frontier, chairs__months=2)
    assert "ends when it would have ended" in running
    assert planned.startswith("Planned now: Borealis from 21 May 2027, 13:00, Cygnus from 21 Nov 2027, 13:00")
    assert wanted.startswith("Planned then: Borealis from 21 May 2027, 13:00, Cygnus from 21 Jul 2027, 13:00")


def test_what_changes_no_term_says_so(frontier: Cast) -> None:
    rotate(frontier, first="aster")
    assert said(frontier, chairs__trio=False) == ["The next chairs stay as they are planned."]


def test_where_the_lot_is_not_drawn_it_says_so(frontier: Cast) -> None:
    rotate(frontier, first="aster")
    _running, planned, wanted = said(frontier, chairs__order="lot")
    assert "until the lot" not in planned
    assert wanted.startswith("Planned then: Borealis from ")
    assert wanted.endswith(", then nobody until the lot is drawn.")


def test_another_order_shows_where_the_cycle_that_is_fixed_has_run_out(frontier: Cast) -> None:
    labs = members()
    for number in (1, 2, 3):
        labs.append(
            Organisation.objects.create(
                key=f"zeta-{number}", name=f"Zeta {number}", kind="lab", admitted_at=BEGINNING, zone="UTC"
            )
        )
        person = create_person(email=f"r@zeta-{number}.example", name=f"Z {number}", password=PASSWORD)
        Seat.objects.create(organisation=labs[-1], person=person, role="representative", starts_at=BEGINNING)
    start_rotation(actor=frontier.viewer("clerk"), now=NOW, members=labs, first=labs[0])
    stay, planned, wanted = said(frontier, chairs__order="lot")
    assert stay == "The next 6 terms of the chair stay as they are planned."
    assert planned.startswith("Planned now after them: ")
    assert " from " in planned
    assert wanted == "Planned then after them: nobody until the lot is drawn."
