"""`concord-may-start`: may this run start? Answered on the lab's own machine from the portal's signed document.

It needs Python, this source and `cryptography`, and asks nobody: the lab need not tell the portal what it plans. It
ends with 0 where the run may start (also under a permit), with 1 where it may not, and with 2 where it cannot tell,
which is to be taken as no: an expired document, a wrong signature, another lab's, or a run that it cannot read.
"""

import argparse
import base64
import binascii
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from apps.kernel import flop as flops
    from apps.pauses.rules.documents import PAYLOAD_TYPE, Measures, encoded, opened, parsed
    from apps.pauses.rules.may_start import Answer, Verdict, may_start
    from apps.pauses.rules.measures import Activity, Run
except ImportError as error:
    # Python itself would end with 1, which is to say that a measure forbids the run.
    sys.stderr.write(
        f"? Cannot tell, so it may not start: this needs Python 3.11 or later, cryptography and the whole source. {error}\n"
    )
    raise SystemExit(2) from None

MAY, MAY_NOT, CANNOT_TELL = 0, 1, 2
AHEAD = timedelta(minutes=5)
"""How far the lab's clock may be behind the portal's."""
LARGEST = 2**24
RUN_FIELDS = {"run", "activity", "flop", "lineage", "parameters", "capabilities", "begun_at"}


class CannotTell(Exception):
    """Why nothing can be said, in a sentence; the run must not start."""


def trusted(document: Any, keys: Mapping[str, str], lab: str, at: datetime) -> Measures:
    """The measures of an envelope, if a key signed them, they are that lab's, and they are good at the instant.

    `keys` are Ed25519 public keys in base64 by their ids, as the lab has pinned them. Raises CannotTell.
    """
    try:
        payload, signatures = opened(document)
    except ValueError as error:
        raise CannotTell(f"The document cannot be read: {error}.") from None
    if not any(_signed(keys[key], payload, sig) for key, sig in signatures.items() if key in keys):
        raise CannotTell("The document is signed by none of the keys given.")
    try:
        found = parsed(payload)
    except ValueError as error:
        raise CannotTell(f"The document cannot be read: {error}.") from None
    if found.lab != lab:
        raise CannotTell(f"The document is about {found.lab}, not about {lab}.")
    if at < found.issued_at - AHEAD:
        raise CannotTell("The document was issued in the future: set the clock of this machine right.")
    if at >= found.valid_until:
        raise CannotTell(f"The document expired at {found.valid_until.isoformat()}: fetch a new one.")
    return found


def _signed(key: str, payload: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True)).verify(
            signature, encoded(PAYLOAD_TYPE, payload)
        )
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def run_from(data: Any, lab: str) -> Run:
    """A run as a lab writes it down; raises CannotTell. What is left out is not known, and counts against the run."""
    try:
        if unknown := set(data) - RUN_FIELDS:
            raise ValueError(f"{', '.join(sorted(unknown))} is not known")
        capabilities = data.get("capabilities")
        begun = data.get("begun_at")
        return Run(
            str(data["run"]),
            lab,
            Activity(data.get("activity", Activity.TRAINING)),
            _amount(data.get("flop")),
            tuple(_amount(one) for one in data.get("lineage", [None])),
            _amount(data.get("parameters")),
            None if capabilities is None else frozenset(_word(one) for one in capabilities),
            None if begun is None else _instant(begun),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CannotTell(f"The run cannot be read: {error}.") from None


def _amount(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool | float):
        raise TypeError(f"{value!r} must be written as text, exactly")
    return flops.parse(str(value))


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a capability is a word")
    return value


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"the time {text} has no offset")
    return moment


def judge(document: Any, keys: Mapping[str, str], lab: str, run: Any, at: datetime) -> Answer:
    """Whether the lab's run may start at the instant; raises CannotTell, which is to be taken as no."""
    measures = trusted(document, keys, lab, at)
    return may_start(run_from(run, lab), measures.orders, measures.permits, at)


def _read(path: Path) -> Any:
    try:
        with path.open("rb") as opened_file:
            return json.loads(opened_file.read(LARGEST))
    except OSError as error:
        raise CannotTell(f"{path.name} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise CannotTell(f"{path.name} is not JSON.") from None


def _keys(path: Path) -> dict[str, str]:
    try:
        return {str(row["keyid"]): str(row["public_key"]) for row in _read(path)["keys"]}
    except (KeyError, TypeError):
        raise CannotTell(f"{path.name} is not a list of keys.") from None


def _answered(answer: Answer) -> dict[str, Any]:
    reasons = [
        {"measure": one.measure, "because": one.says, "permit": one.permit or None, "conditions": one.conditions}
        for one in answer.reasons
    ]
    return {"verdict": answer.verdict.value, "reasons": reasons, "reporting": list(answer.reporting)}


def _lines(said: Mapping[str, Any]) -> list[str]:
    lines = [f"{said['verdict'].capitalize()}."]
    for reason in said["reasons"]:
        lines.append(f"· {reason['measure']}: {reason['because']}")
        if reason["permit"]:
            lines.append(f"  Permit {reason['permit']}. {reason['conditions']}".rstrip())
    return [*lines, *(f"· {key}: report to the committee." for key in said["reporting"])]


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the run of a file, print what was found, and give back how it ends."""
    parser = argparse.ArgumentParser(prog="concord-may-start", description="May this run start?")
    parser.add_argument("measures", type=Path, help="The signed document of pauses/measures/.")
    parser.add_argument("run", type=Path, help="The run, as JSON.")
    parser.add_argument("--keys", type=Path, required=True, help="The committee's keys, as you pinned them.")
    parser.add_argument("--lab", required=True, help="Your organisation's key.")
    parser.add_argument("--json", action="store_true", help="Print the answer as JSON.")
    options = parser.parse_args(arguments)
    try:
        answer = judge(_read(options.measures), _keys(options.keys), options.lab, _read(options.run), datetime.now(UTC))
        said, ends = _answered(answer), MAY_NOT if answer.verdict == Verdict.MAY_NOT else MAY
    except CannotTell as error:
        said = {"verdict": "cannot tell, so it may not start", "reasons": [], "reporting": [], "because": str(error)}
        ends = CANNOT_TELL
    because = [said["because"]] if "because" in said else []
    text = json.dumps(said, indent=2) if options.json else "\n".join([*_lines(said), *because])
    sys.stdout.write(f"{text}\n")
    return ends


if __name__ == "__main__":
    raise SystemExit(main())
