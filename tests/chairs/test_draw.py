"""The lot: named before it is known, drawn once, and drawn again by anyone without a database."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.chairs import services
from apps.chairs.models import Cycle, Term
from apps.chairs.rules.lot import draw
from apps.chairs.selectors.wheel import draw_of
from apps.committees.models import CharterVersion
from apps.committees.rules.charter import preset_values
from apps.committees.selectors import chair_at
from apps.kernel.decisions import Invalid
from tests.cast import BEGINNING, NOW, Cast
from tests.chairs.factory import MEMBERS, next_end, rotate

KNOWN = NOW + timedelta(days=1)
LOTTERY = "Numbers of the state lottery of 22 November 2026"


@pytest.fixture
def by_lot(frontier: Cast) -> Cast:
    CharterVersion.objects.create(
        number=2,
        preset="standard",
        values=preset_values("standard") | {"chairs.order": "lot"},
        in_force_at=BEGINNING + timedelta(days=1),
        adopted_by="The committee",
    )
    return frontier


def test_the_value_must_become_known_after_the_list_is_closed(by_lot: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        rotate(by_lot, source="", source_at=NOW)
    assert set(caught.value.errors) == {"source", "source_at"}


def test_nobody_presides_by_rotation_until_the_lot_is_drawn(by_lot: Cast) -> None:
    before = chair_at(NOW)
    rotate(by_lot, source=LOTTERY, source_at=KNOWN)
    services.settle(NOW + timedelta(hours=2))
    assert not Term.objects.exists()
    assert chair_at(NOW + timedelta(hours=2)) == before
    with pytest.raises(Invalid, match="not known yet"):
        services.draw(actor=by_lot.viewer("clerk"), now=KNOWN - timedelta(seconds=1), seed="4 8 15")
    cycle = services.draw(actor=by_lot.viewer("clerk"), now=KNOWN, seed=" 4  8 15 ")
    order = [ticket.key for ticket in draw("4 8 15", MEMBERS)]
    assert [place.organisation.key for place in cycle.places.all()] == order
    assert Term.objects.get().organisation.key == order[0]
    assert Term.objects.get().starts_at == KNOWN
    with pytest.raises(Invalid):
        services.draw(actor=by_lot.viewer("clerk"), now=KNOWN, seed="other")


def test_the_next_cycles_list_is_closed_in_time_for_its_own_value(by_lot: Cast) -> None:
    rotate(by_lot, source=LOTTERY, source_at=KNOWN)
    clerk = by_lot.viewer("clerk")
    services.draw(actor=clerk, now=KNOWN, seed="4 8 15")
    for _turn in range(3):
        services.settle(next_end())
    near = next_end() - timedelta(days=14)
    services.settle(near)
    assert Cycle.objects.get(state="drawing").number == 2
    services.name_value(actor=clerk, now=near, source="Another", source_at=near + timedelta(days=1))
    with pytest.raises(Invalid, match="stands"):
        services.name_value(actor=clerk, now=near, source="A better one", source_at=near + timedelta(days=2))
    services.draw(actor=clerk, now=near + timedelta(days=2), seed="16 23 42")
    ends = next_end()
    services.settle(ends)
    last = Term.objects.order_by("-starts_at")[1].organisation.key
    drawn = [ticket.key for ticket in draw("16 23 42", MEMBERS)]
    # Nobody presides twice in a row: who held the last term is passed over if the lot has it first.
    assert Term.objects.get(state="running").organisation.key == next(key for key in drawn if key != last)


def test_where_it_is_not_drawn_in_time_the_clerk_presides_until_it_is(by_lot: Cast) -> None:
    rotate(by_lot, source=LOTTERY, source_at=KNOWN)
    clerk = by_lot.viewer("clerk")
    services.draw(actor=clerk, now=KNOWN, seed="4 8 15")
    for _turn in range(4):
        services.settle(next_end() - timedelta(days=1))
        services.settle(next_end())
    started = Term.objects.get(state="running")
    assert started.kind == "ad interim"
    later = started.starts_at + timedelta(days=1)
    services.name_value(actor=clerk, now=later, source="Another", source_at=later + timedelta(hours=1))
    services.draw(actor=clerk, now=later + timedelta(hours=2), seed="16 23 42")
    assert Term.objects.get(state="running").kind == "rotation"


class TestDrawingAgain:
    def test_the_published_file_gives_the_same_order(self, by_lot: Cast, tmp_path: Path) -> None:
        rotate(by_lot, source=LOTTERY, source_at=KNOWN)
        cycle = services.draw(actor=by_lot.viewer("clerk"), now=KNOWN, seed="4 8 15")
        file = tmp_path / "draw.json"
        file.write_text(json.dumps(draw_of(cycle)))
        said = StringIO()
        call_command("rerun_draw", file, stdout=said)
        order = [line.split()[1] for line in said.getvalue().splitlines() if line[:3].strip().isdigit()]
        assert order == [place.organisation.key for place in cycle.places.order_by("number")]

    @pytest.mark.parametrize(
        ("published", "says"),
        [
            ({"members": ["a", "b"], "seed": "1", "digest": "0" * 64}, "not the list"),
            ({"members": ["a", "a"], "seed": "1"}, "twice"),
            ({"members": ["a", "b"], "seed": " "}, "public value"),
            ({"members": ["a", "b"]}, "public value"),
            ({"seed": "1"}, "list of members"),
            ({"members": ["a", "b"], "seed": "1", "order": ["x"]}, "not the one drawn"),
            (["a"], "no published draw"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, tmp_path: Path, published: Any, says: str) -> None:
        file = tmp_path / "draw.json"
        file.write_text(json.dumps(published))
        with pytest.raises(CommandError, match=says):
            call_command("rerun_draw", file)

    def test_it_needs_no_database(self) -> None:
        environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
        arguments = ["rerun_draw", "--seed", "4 8 15", "--members", ",".join(MEMBERS)]
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=Path(__file__).parents[2],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert draw("4 8 15", MEMBERS)[0].number in done.stdout
