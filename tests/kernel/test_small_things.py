"""Decisions, transitions, registries, exports and environment values."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from apps.kernel import clock, exports
from apps.kernel.decisions import YES, Refused, first_refusal, no
from apps.kernel.registry import ALL, Registry
from apps.kernel.tenancy.context import tenant
from apps.kernel.transitions import Move, Transitions
from apps.membership.services import make_token
from portal import env
from tests.cast import Cast


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


class TestDecisions:
    def test_a_refusal_raises_with_its_reason(self) -> None:
        with pytest.raises(Refused, match="not today"):
            no("not today").require()
        YES.require()

    def test_the_first_refusal_counts(self) -> None:
        assert first_refusal(YES, no("a"), no("b")).reason == "a"
        assert first_refusal(YES, YES)


class TestTransitions:
    def test_a_verb_is_named_once(self) -> None:
        go = Move("go", (Light.RED,), Light.GREEN, "anyone")
        with pytest.raises(ValueError, match="twice"):
            Transitions(go, go)

    def test_the_reason_names_the_states_in_which_it_is_open(self) -> None:
        table = Transitions(Move("go", (Light.RED,), Light.GREEN, "anyone"))
        assert table.may("go", Light.RED)
        assert "“red”" in table.may("go", Light.GREEN).reason


class TestRegistry:
    @pytest.fixture
    def registry(self) -> Iterator[Registry[int]]:
        yield Registry("probe registry", "numbers")
        ALL.pop("probe registry")

    def test_a_name_belongs_to_one_thing(self, registry: Registry[int]) -> None:
        registry.register("one", 1)
        registry.register("one", 1)
        with pytest.raises(ValueError, match="twice"):
            registry.register("one", 2)

    def test_an_unknown_name_says_which_registry(self, registry: Registry[int]) -> None:
        with pytest.raises(KeyError, match="probe registry"):
            registry["two"]


class TestExports:
    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "\x00"])
    def test_formulas_are_made_harmless(self, text: str) -> None:
        assert exports.harmless(text).startswith("'")

    def test_other_cells_stay_as_they_are(self) -> None:
        assert [exports.harmless(value) for value in ("a=b", 3, None)] == ["a=b", "3", ""]


class TestEnvironment:
    @pytest.mark.parametrize(("value", "flag"), [("1", True), ("yes", True), ("0", False), ("", False), ("Off", False)])
    def test_a_flag_is_read(self, monkeypatch: pytest.MonkeyPatch, value: str, flag: bool) -> None:
        monkeypatch.setenv("PROBE", value)
        assert env.flag("PROBE", not flag) is flag

    def test_an_odd_value_names_the_variable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PROBE", "perhaps")
        with pytest.raises(env.BadEnvironment, match="PROBE='perhaps'"):
            env.flag("PROBE", True)
        with pytest.raises(env.BadEnvironment, match="whole number"):
            env.number("PROBE", 1)

    def test_a_secret_comes_from_its_file(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("hush\n")
        monkeypatch.setenv("PROBE_FILE", str(tmp_path / "secret"))
        assert env.text("PROBE") == "hush"

    def test_a_missing_one_is_named(self) -> None:
        with pytest.raises(env.BadEnvironment, match="ABSENT_PROBE is not set"):
            env.text("ABSENT_PROBE")

    def test_a_socket_folder_is_a_host(self) -> None:
        database = env.database("postgresql://me:p%40ss@/concord?host=/run/pg")
        assert (database["HOST"], database["USER"], database["PASSWORD"], database["NAME"]) == (
            "/run/pg", "me", "p@ss", "concord",
        )  # fmt: skip


def test_the_clock_has_no_offset_outside_the_demo() -> None:
    assert clock.offset().total_seconds() == 0


@pytest.mark.django_db
def test_the_databases_clock_moves_within_a_transaction() -> None:
    assert clock.database_now() < clock.database_now()


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_no_cache_keeps_what_depends_on_who_asks(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        seat, actor = cast["clerk"], cast.viewer("clerk")
        token = make_token(actor=actor, now=timezone.now(), seat=seat, name="ci", scopes=["read"], days=30).secret
    client.force_login(cast["clerk"].person)
    machine = Client(headers={"Authorization": f"Bearer {token}"})
    events = "/api/v1/committees/frontier/events/"
    for answer in (client.get("/c/frontier/inbox/"), client.get("/c/frontier/x/"), machine.get(events)):
        assert answer.status_code in {200, 404}
        assert answer["Cache-Control"] == "private, no-store"
    assert "no-store" not in client.get("/public/frontier/").get("Cache-Control", "")
