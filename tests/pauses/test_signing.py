"""What binds each lab is signed by the worker alone, anew when it changes and before it grows old."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from apps.kernel import clock, ed25519
from apps.pauses import tasks
from apps.pauses.models import MeasuresKey, PauseOrder, Permit, PermitMeasure, SignedMeasures
from apps.pauses.rules.documents import Measures, opened, parsed
from apps.pauses.rules.may_start import Verdict
from apps.pauses.selectors.signed import binding_until
from apps.pauses.services.drafting import Drawn
from apps.pauses.services.ending import lift
from apps.pauses.services.signing import VALID, RetiredKey
from apps.pauses.states import PermitState, Restricts
from apps.record.models import Act
from apps.verify.may_start import CannotTell, judge
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR
from tests.pauses.signed import give_key, pinned, set_clock, sign

pytestmark = pytest.mark.django_db
AT = {"run": "r-7", "flop": "1e26", "lineage": [], "parameters": "7e9", "capabilities": []}
ABOVE = AT | {"flop": "100000000000000000000000001"}


@pytest.fixture(autouse=True)
def key(settings: Any, tmp_path: Path) -> Path:
    return give_key(settings, tmp_path)


def _says(document: SignedMeasures) -> Measures:
    return parsed(opened(document.envelope)[0])


def test_a_lab_judges_its_runs_by_what_the_worker_signed(frontier: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    order = factory.imposed(frontier, labs=("aster", "borealis"))
    signed = sign(frontier, monkeypatch, NOW + HOUR)
    document, keys, at = signed["aster"].envelope, pinned(), NOW + 2 * HOUR
    assert judge(document, keys, "aster", AT, at).verdict == Verdict.MAY_START
    answer = judge(document, keys, "aster", ABOVE, at)
    assert (answer.verdict, answer.reasons[0].measure) == (Verdict.MAY_NOT, f"{order.ref}/1")
    assert judge(signed["cygnus"].envelope, keys, "cygnus", ABOVE, at).verdict == Verdict.MAY_START
    with pytest.raises(CannotTell, match="about borealis"):
        judge(signed["borealis"].envelope, keys, "aster", AT, at)
    with pytest.raises(CannotTell, match="expired"):
        judge(document, keys, "aster", AT, NOW + HOUR + VALID)
    assert "borealis" not in str(_says(signed["aster"]).as_data())


def test_overlapping_orders_are_both_shown_and_the_stricter_governs(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = factory.imposed(frontier)
    strict = factory.imposed(frontier, measures=(Drawn(Restricts.COMPUTE, above="1e25"), Drawn(Restricts.DEPLOYMENT)))
    document = sign(frontier, monkeypatch, NOW + HOUR)["aster"].envelope
    both = judge(document, pinned(), "aster", ABOVE, NOW + HOUR)
    assert [reason.measure for reason in both.reasons] == [f"{strict.ref}/1", f"{wide.ref}/1"]
    assert judge(document, pinned(), "aster", AT, NOW + HOUR).verdict == Verdict.MAY_NOT


def test_a_drill_is_told_and_binds_nobody(frontier: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    order = factory.imposed(frontier, is_drill=True)
    signed = sign(frontier, monkeypatch, NOW + HOUR)["aster"]
    assert [(one.ref, one.is_drill) for one in _says(signed).orders] == [(order.ref, True)]
    assert judge(signed.envelope, pinned(), "aster", ABOVE, NOW + HOUR).verdict == Verdict.MAY_START


def test_it_is_signed_anew_when_what_binds_changes_and_when_half_its_life_is_gone(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sign(frontier, monkeypatch, NOW)["aster"]
    assert first.valid_until == NOW + VALID
    half = NOW + VALID / 2
    assert sign(frontier, monkeypatch, half - timedelta(seconds=1))["aster"].issued_at == NOW
    assert sign(frontier, monkeypatch, half)["aster"].issued_at == half
    order = factory.imposed(frontier, half, labs=("aster", "borealis"))
    later = sign(frontier, monkeypatch, half + HOUR)
    assert [later[lab].issued_at for lab in ("aster", "cygnus")] == [half + HOUR, half]
    lift(actor=tasks.SIGNER, now=half + HOUR, ref=order.ref, because="It was a mistake.")
    lifted = sign(frontier, monkeypatch, half + HOUR + timedelta(minutes=1))["aster"]
    assert _says(lifted).orders == ()


def test_an_order_that_begins_while_the_document_is_good_is_in_it_already(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = factory.in_force(frontier, starts_at=NOW + 50 * DAY)
    assert decided.in_force_at is None
    begins = NOW + 50 * DAY
    assert _says(sign(frontier, monkeypatch, begins - VALID)["aster"]).orders == ()
    document = sign(frontier, monkeypatch, begins - VALID + HOUR)["aster"].envelope
    assert judge(document, pinned(), "aster", ABOVE, begins - timedelta(seconds=1)).verdict == Verdict.MAY_START
    assert judge(document, pinned(), "aster", ABOVE, begins).verdict == Verdict.MAY_NOT


def test_with_a_condition_it_will_bind_only_those_who_joined(frontier: Cast) -> None:
    order = factory.draft(frontier)
    order.labs_needed, order.share_needed = 1, "0"
    order.state, order.starts_at, order.laid_at = "conditional", NOW + HOUR, NOW
    order.year = order.number = 1
    order.save()
    binding = order.bindings.get(organisation__key="borealis")
    binding.adhesions.create(seat=frontier["borealis.representative"], adheres=True, at=NOW)
    assert [bound.lab.key for bound in binding_until(NOW, NOW + VALID) if bound.orders] == ["borealis"]
    PauseOrder.objects.filter(pk=order.pk).update(condition_by=NOW + DAY)
    assert [bound.lab.key for bound in binding_until(NOW, NOW + VALID) if bound.orders] == []


def test_a_permit_is_in_its_own_labs_document_alone(frontier: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    order = factory.imposed(frontier)
    binding = order.bindings.get(organisation__key="aster")
    permit = Permit.objects.create(
        ref="PER-2026-0001", binding=binding, run="r-7", purpose="Test a cage.", flop=10**27, until=NOW + 9 * DAY,
        state=PermitState.GRANTED, requested_by=frontier["aster.liaison"], requested_at=NOW, decided_at=NOW,
        conditions="Weekly reports.",
    )  # fmt: skip
    PermitMeasure.objects.create(permit=permit, measure=order.measures.get())
    signed = sign(frontier, monkeypatch, NOW + HOUR)
    assert judge(signed["aster"].envelope, pinned(), "aster", ABOVE, NOW + HOUR).verdict == Verdict.UNDER_PERMIT
    assert _says(signed["borealis"]).permits == ()
    permit.state, permit.ended_at = PermitState.REVOKED, NOW + HOUR
    permit.save()
    after = sign(frontier, monkeypatch, NOW + 2 * HOUR)["aster"].envelope
    assert judge(after, pinned(), "aster", ABOVE, NOW + 2 * HOUR).verdict == Verdict.MAY_NOT


def test_the_worker_is_rung_after_the_act_that_binds(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    set_clock(monkeypatch, NOW)
    with django_capture_on_commit_callbacks(execute=True):
        order = factory.imposed(frontier)
        assert not SignedMeasures.objects.exists()
    assert [one.ref for one in _says(SignedMeasures.objects.get(organisation__key="aster")).orders] == [order.ref]


def test_beat_finds_every_committee(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from apps.kernel.tenancy.context import tenant

    set_clock(monkeypatch, NOW)
    tasks.sign_all_measures()
    for committee in (cast.frontier, cast.pacific):
        with tenant(committee.pk):
            assert SignedMeasures.objects.exists()


def test_how_many_queries_it_takes_does_not_grow(frontier: Cast, django_assert_num_queries: Any) -> None:
    factory.imposed(frontier)
    with django_assert_num_queries(6):
        binding_until(NOW, NOW + VALID)
    for _more in range(3):
        factory.imposed(frontier)
    with django_assert_num_queries(6):
        assert len(binding_until(NOW, NOW + VALID)[0].orders) == 4


class TestTheKey:
    def test_a_new_one_follows_the_old_and_all_are_told(
        self, frontier: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, key: Path
    ) -> None:
        sign(frontier, monkeypatch, NOW)
        give_key(settings, tmp_path, "second")
        signed = sign(frontier, monkeypatch, NOW + HOUR)["aster"]
        old, new = MeasuresKey.objects.order_by("starts_at")
        assert (old.retired_at, new.retired_at, signed.issued_at) == (NOW + HOUR, None, NOW + HOUR)
        assert [row["keyid"] for row in signed.envelope["signatures"]] == [new.key_id]
        told = Act.objects.filter(kind="measures_key.taken").order_by("pk")
        assert [act.facts["public_key"] for act in told] == [old.public_key, new.public_key]
        settings.MEASURES_KEY_FILE = str(key)
        with pytest.raises(RetiredKey, match="was retired"):
            sign(frontier, monkeypatch, NOW + 2 * HOUR)

    def test_a_worker_without_one_signs_nothing(
        self, frontier: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        settings.MEASURES_KEY_FILE = ""
        assert sign(frontier, monkeypatch, NOW) == {}

    @pytest.mark.parametrize(
        ("content", "mode", "says"),
        [
            (b"x" * 32, 0o640, "open to other accounts"),
            (b"x" * 31, 0o600, "neither 32 bytes"),
            (None, 0, "cannot be read"),
        ],
    )
    def test_a_file_that_is_none_is_refused_with_the_reason(
        self, tmp_path: Path, content: bytes | None, mode: int, says: str
    ) -> None:
        path = tmp_path / "odd"
        if content is not None:
            path.write_bytes(content)
            path.chmod(mode)
        with pytest.raises(ed25519.NoKey, match=says):
            ed25519.load(path)

    def test_raw_bytes_are_a_key_and_another_kind_is_not(self, tmp_path: Path) -> None:
        from cryptography.hazmat.primitives.asymmetric import x25519
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        ed25519.write(tmp_path / "raw", b"k" * 32)
        assert len(ed25519.key_id(ed25519.load(tmp_path / "raw"))) == 64
        other = x25519.X25519PrivateKey.generate()
        ed25519.write(tmp_path / "x", other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        with pytest.raises(ed25519.NoKey, match="another kind"):
            ed25519.load(tmp_path / "x")
        with pytest.raises(FileExistsError):
            ed25519.write(tmp_path / "raw", b"")


def test_the_clock_of_the_portal_is_what_is_signed(frontier: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the clock was set back, a document from then is signed anew: labs refuse one from the future."""
    sign(frontier, monkeypatch, NOW + DAY)
    assert sign(frontier, monkeypatch, NOW)["aster"].issued_at == NOW == clock.now()
