"""`concord-may-start`: on a lab's own machine, from the signed document alone, and in doubt no."""

import base64
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from apps.pauses.rules.documents import PAYLOAD_TYPE, Measures, encoded, envelope, parsed
from apps.pauses.rules.may_start import Verdict
from apps.pauses.rules.measures import Measure, Order
from apps.pauses.rules.permits import Permit
from apps.pauses.states import Restricts
from apps.verify.may_start import CannotTell, judge, main
from tests.pauses import drawn

KEY = Ed25519PrivateKey.from_private_bytes(b"concord-tests-measures-key-00001")
STRANGER = Ed25519PrivateKey.from_private_bytes(b"concord-tests-measures-key-00002")
KEYS = {"k1": base64.b64encode(KEY.public_key().public_bytes_raw()).decode()}
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SMALL = {"run": "r-7", "flop": "1e25", "lineage": [], "parameters": "7e9", "capabilities": []}
LARGE = SMALL | {"flop": "10^26", "lineage": ["3×10²⁵"]}


def _document(**changes: Any) -> Measures:
    measure = Measure(
        "PAU-2026-0003/1", Restricts.COMPUTE, frozenset({"aster"}), NOW - timedelta(days=1), NOW + timedelta(days=60),
        above=10**26,
    )  # fmt: skip
    fields = {
        "committee": "frontier",
        "lab": "aster",
        "issued_at": NOW - timedelta(minutes=1),
        "valid_until": NOW + timedelta(hours=1),
        "orders": (Order("PAU-2026-0003", (measure,), measure.starts_at),),
        "permits": (),
    }
    return Measures(**(fields | changes))


def _payload(document: Measures) -> bytes:
    return json.dumps(document.as_data()).encode()


def _sign(payload: bytes, key: Ed25519PrivateKey = KEY, key_id: str = "k1") -> dict[str, Any]:
    return envelope(payload, {key_id: key.sign(encoded(PAYLOAD_TYPE, payload))})


SIGNED = _sign(_payload(_document()))
PERMIT = Permit(
    "PER-2026-0001", "aster", "r-7", frozenset({"PAU-2026-0003/1"}), 10**26, NOW - timedelta(hours=1),
    NOW + timedelta(days=9), "Weekly reports.",
)  # fmt: skip


@pytest.mark.parametrize(("run", "verdict"), [(SMALL, Verdict.MAY_START), (LARGE, Verdict.MAY_NOT)])
def test_it_judges_by_what_is_signed(run: dict, verdict: Verdict) -> None:
    assert judge(SIGNED, KEYS, "aster", run, NOW).verdict == verdict


def test_a_permit_exempts_its_run_and_says_by_which_conditions() -> None:
    signed = _sign(_payload(_document(permits=(PERMIT,))))
    answer = judge(signed, KEYS, "aster", LARGE, NOW)
    assert answer.verdict == Verdict.UNDER_PERMIT
    assert (answer.reasons[0].permit, answer.reasons[0].conditions) == ("PER-2026-0001", "Weekly reports.")
    other = judge(signed, KEYS, "aster", LARGE | {"run": "r-8"}, NOW)
    assert other.verdict == Verdict.MAY_NOT


@pytest.mark.parametrize("left_out", ["flop", "lineage"])
def test_what_a_lab_leaves_out_counts_as_more(left_out: str) -> None:
    run = {key: value for key, value in SMALL.items() if key != left_out}
    assert judge(SIGNED, KEYS, "aster", run, NOW).verdict == Verdict.MAY_NOT


@pytest.mark.parametrize(
    ("signed", "says"),
    [
        (_sign(_payload(_document()), STRANGER), "signed by none"),
        (_sign(_payload(_document()), KEY, "k2"), "signed by none"),
        (SIGNED | {"signatures": []}, "signed by none"),
        (SIGNED | {"payload": _sign(_payload(_document(orders=())))["payload"]}, "signed by none"),
        (SIGNED | {"payloadType": "text/plain"}, "cannot be read"),
        ([], "cannot be read"),
        (None, "cannot be read"),
        ({"payload": 3}, "cannot be read"),
        (_sign(b"{}"), "cannot be read"),
        (_sign(b"[1"), "cannot be read"),
        (_sign(_payload(_document()).replace(b'"orders"', b'"order"')), "cannot be read"),
        (_sign(_payload(_document()).replace(b'"drill": false', b'"drill": 0')), "cannot be read"),
        (_sign(_payload(_document()).replace(b'"until"', b'"until_then": 1, "until"')), "cannot be read"),
        (_sign(_payload(_document()).replace(b"measures/v1", b"measures/v2")), "cannot be read"),
        (_sign(_payload(_document(lab="borealis"))), "about borealis"),
        (_sign(_payload(_document(valid_until=NOW))), "expired"),
        (_sign(_payload(_document(issued_at=NOW + timedelta(minutes=6)))), "in the future"),
    ],
)
def test_it_fails_closed(signed: Any, says: str) -> None:
    with pytest.raises(CannotTell, match=says):
        judge(signed, KEYS, "aster", SMALL, NOW)


@pytest.mark.parametrize(
    "run",
    [
        None, [], {}, SMALL | {"flop": 1e26}, SMALL | {"flop": "-1"}, SMALL | {"flop": True}, SMALL | {"lineage": 3},
        SMALL | {"size": "1"}, SMALL | {"activity": "rest"}, SMALL | {"begun_at": "2026-11-01T00:00:00"},
        SMALL | {"capabilities": [1]}, SMALL | {"begun_at": 3},
    ],
)  # fmt: skip
def test_a_run_that_it_cannot_read_may_not_start(run: Any) -> None:
    with pytest.raises(CannotTell, match="The run cannot be read"):
        judge(SIGNED, KEYS, "aster", run, NOW)


@given(drawn.orders(), drawn.permits, st.data())
def test_a_document_is_read_back_as_it_was(orders: list[Order], permits: list[Permit], data: st.DataObject) -> None:
    document = _document(orders=tuple(orders), permits=tuple(permits))
    payload = _payload(document)
    assert parsed(payload) == document
    place = data.draw(st.integers(0, len(payload) - 1))
    forged = payload[:place] + bytes([payload[place] ^ 1]) + payload[place + 1 :]
    signed = envelope(forged, {"k1": KEY.sign(encoded(PAYLOAD_TYPE, payload))})
    with pytest.raises(CannotTell, match="signed by none"):
        judge(signed, KEYS, "aster", SMALL, NOW)


def _written(folder: Path, run: dict, document: Measures) -> list[str]:
    contents = {
        "measures.json": _sign(_payload(document)),
        "run.json": run,
        "keys.json": {"keys": [{"keyid": key, "public_key": value} for key, value in KEYS.items()]},
    }
    for name, content in contents.items():
        (folder / name).write_text(json.dumps(content))
    return [
        str(folder / "measures.json"),
        str(folder / "run.json"),
        "--keys",
        str(folder / "keys.json"),
        "--lab",
        "aster",
    ]


@pytest.mark.parametrize(
    ("run", "hours", "ends", "words"),
    [
        (SMALL, 1, 0, "May start."),
        (LARGE, 1, 1, "May not start.\n· PAU-2026-0003/1: The computation"),
        (SMALL, -1, 2, "Cannot tell, so it may not start.\nThe document expired"),
    ],
)
def test_the_command_says_so_and_ends_so_without_django_or_a_database(
    tmp_path: Path, run: dict, hours: int, ends: int, words: str
) -> None:
    now = datetime.now(UTC)
    issued, until = now - timedelta(hours=2), now + timedelta(hours=hours)
    measure = Measure(
        "PAU-2026-0003/1", Restricts.COMPUTE, frozenset({"aster"}), issued, now + timedelta(9), above=10**26
    )
    orders = (Order("PAU-2026-0003", (measure,), issued),)
    arguments = _written(tmp_path, run, _document(issued_at=issued, valid_until=until, orders=orders))
    program = (
        "import sys; sys.modules['django'] = None; sys.modules['psycopg'] = None; sys.argv[0] = 'concord-may-start';"
        "from apps.verify.may_start import main; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.startswith(words)) == (ends, True), done.stdout + done.stderr


def test_the_command_says_it_to_machines_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = _written(tmp_path, SMALL, _document(valid_until=datetime.now(UTC) - timedelta(hours=1)))
    assert main([*arguments, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["because"].startswith("The document expired")
    assert main(["absent.json", *arguments[1:]]) == 2
