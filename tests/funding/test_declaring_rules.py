"""What labs type is understood exactly or said to be wrong, and what is odd is asked about again."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.funding.rules.accelerators import PEAKS, peak_of
from apps.funding.rules.charter import INSTALLED, TRAINING
from apps.funding.rules.commitments import Of, commitment, document
from apps.funding.rules.declaring import Before, Figures, Pieces, Said, need_a_reason, oddities, understood
from apps.kernel.decisions import Invalid

PLAIN = {"method": "measured", "confidence": "high"}
H100 = 989 * 10**12


def _figures(training: int, installed: int = 10**30, **more: str) -> Figures:
    return Figures(training, (Pieces("T", 1, installed),) if installed else (), "measured", "high", **more)


@pytest.mark.parametrize("text", ["3.1e25", "3,1E25", "3.1×10²⁵", "31 000 000 000 000 000 000 000 000", " 3.1e25 "])
def test_flop_is_read_however_it_is_written(text: str) -> None:
    assert understood(training_flop=text, accelerators=[], **PLAIN).training == 31 * 10**24


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("-3e25", "never below nothing"),
        ("−1", "never below nothing"),
        ("lots", "whole number"),
        ("", "whole number"),
        ("1.5", "whole number"),
        ("3,100e25", "whole number"),
        ("1e99", "whole number"),
    ],
)
def test_what_is_no_figure_is_said_at_its_field(text: str, says: str) -> None:
    with pytest.raises(Invalid) as invalid:
        understood(training_flop=text, accelerators=[], **PLAIN)
    assert list(invalid.value.errors) == ["training_flop"]
    assert says in invalid.value.errors["training_flop"]


def test_accelerators_are_multiplied_and_added_up_exactly() -> None:
    rows = [Said("nvidia  h100 SXM", "20 000"), Said("Own chip", "3", "1e15")]
    found = understood(training_flop="1e26", accelerators=rows, **PLAIN)
    assert [(one.type, one.number, one.flops_each) for one in found.accelerators] == [
        ("nvidia h100 SXM", 20_000, H100),
        ("Own chip", 3, 10**15),
    ]
    assert found.installed == 20_000 * H100 + 3 * 10**15
    assert (found.counts(TRAINING), found.counts(INSTALLED)) == (10**26, found.installed)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Said("", "1", "1e15"), "type"),
        (Said("x" * 61, "1", "1e15"), "type"),
        (Said("A", "0", "1e15"), "number"),
        (Said("A", "-2", "1e15"), "number"),
        (Said("A", "some", "1e15"), "number"),
        (Said("A", "3e9", "1e15"), "number"),
        (Said("A", "1", "0"), "flops_each"),
        (Said("A", "1", "fast"), "flops_each"),
        (Said("A", "1"), "flops_each"),
    ],
)
def test_a_wrong_row_of_accelerators_is_named(row: Said, field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        understood(training_flop="1", accelerators=[Said("B", "1", "1"), row], **PLAIN)
    assert list(invalid.value.errors) == [f"accelerators.1.{field}"]


def test_everything_wrong_is_said_at_once() -> None:
    twice = [Said("A", "1", "1"), Said(" A ", "2", "1")]
    with pytest.raises(Invalid) as invalid:
        understood(
            training_flop="?",
            accelerators=twice,
            method="",
            confidence="sure",
            explanation="x" * 20_001,
            unusual_because="x" * 501,
        )
    assert set(invalid.value.errors) == {
        "training_flop",
        "accelerators.1.type",
        "method",
        "confidence",
        "explanation",
        "unusual_because",
    }


def test_too_many_types_and_an_absurd_sum_are_refused() -> None:
    with pytest.raises(Invalid, match="at most"):
        understood(training_flop="1", accelerators=[Said(f"T{n}", "1", "1") for n in range(41)], **PLAIN)
    with pytest.raises(Invalid, match="10\\^40"):
        understood(training_flop="1", accelerators=[Said("A", "2e9", "9e39")], **PLAIN)


@given(st.lists(st.tuples(st.integers(1, 2**31 - 1), st.integers(1, 10**20)), max_size=8), st.integers(0, 10**39))
def test_nothing_is_rounded_on_the_way(rows: list[tuple[int, int]], training: int) -> None:
    said = [Said(f"T{place}", str(number), str(each)) for place, (number, each) in enumerate(rows)]
    found = understood(training_flop=str(training), accelerators=said, **PLAIN)
    assert found.training == training
    assert found.installed == sum(number * each for number, each in rows)


def test_every_published_peak_names_its_source_and_is_found_by_name() -> None:
    assert all(peak.source and peak.flops > 10**14 for peak in PEAKS.values())
    assert peak_of(" nvidia   a100 ") == PEAKS["NVIDIA A100"]
    assert peak_of("something else") is None


@pytest.mark.parametrize(
    ("now", "then", "odd"),
    [
        (10, 1, True),
        (9, 1, False),
        (1, 10, True),
        (2, 19, False),
        (1, 0, True),
        (5, 5, False),
    ],
)
def test_a_tenfold_jump_either_way_is_asked_about(now: int, then: int, odd: bool) -> None:
    found = oddities(_figures(now), Before("2026", then, 10**30), 365)
    assert bool(found) is odd


def test_nothing_declared_is_asked_about() -> None:
    assert oddities(_figures(0), None, 365) == ["No training at all is declared."]


def test_more_training_than_all_accelerators_could_do_is_asked_about() -> None:
    most = H100 * 366 * 86_400
    assert oddities(_figures(most, H100), None, 366) == []
    assert oddities(_figures(most, H100), None, 365)
    assert oddities(_figures(1, 0), None, 365)


@given(st.integers(1, 10**30), st.integers(1, 10**30))
def test_whether_a_jump_is_odd_is_the_same_in_both_directions(one: int, other: int) -> None:
    up = oddities(_figures(one), Before("2026", other, 10**30), 10**9)
    down = oddities(_figures(other), Before("2026", one, 10**30), 10**9)
    assert bool(up) is bool(down)
    assert bool(up) is (max(one, other) >= 10 * min(one, other))


def test_what_is_odd_goes_through_with_a_reason_only() -> None:
    with pytest.raises(Invalid) as invalid:
        need_a_reason(_figures(0), ["No training at all is declared."])
    assert "No training at all" in invalid.value.errors["unusual_because"]
    need_a_reason(_figures(0, unusual_because="We were paused."), ["No training at all is declared."])
    need_a_reason(_figures(1), [])


OF = Of("frontier", "2027", "aster", 1, "declared", datetime(2026, 11, 21, 12, tzinfo=UTC))
FILES = [{"name": "log.txt", "sha256": "a" * 64, "file": "x", "size": 3}]
SALT = "0f" * 32


def test_a_commitment_is_computed_anew_from_document_and_salt() -> None:
    found = document(OF, _figures(10**26), counts=10**26, files=FILES)
    assert found["training_flop"] == "1" + "0" * 26
    assert found["files"] == [{"name": "log.txt", "sha256": "a" * 64}]
    assert commitment(found, SALT) == commitment(dict(reversed(found.items())), SALT)


@pytest.mark.parametrize("change", [{"training_flop": "1"}, {"counts": "1"}, {"version": 2}, {"files": []}])
def test_another_document_has_another_commitment(change: dict) -> None:
    found = document(OF, _figures(10**26), counts=10**26, files=FILES)
    assert commitment(found | change, SALT) != commitment(found, SALT)
    assert commitment(found, "f0" * 32) != commitment(found, SALT)


@pytest.mark.parametrize("salt", ["", "0f", "0F" * 32, "zz" * 32])
def test_a_salt_is_64_digits(salt: str) -> None:
    with pytest.raises(ValueError, match="64"):
        commitment({}, salt)
