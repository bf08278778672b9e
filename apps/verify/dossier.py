"""`python -m apps.verify.dossier FILE`: checks a decision dossier without the portal, Django or a database.

With `--receipt` and `--record` it is compared with what others hold, too: a voter's receipt, and acts kept from `events/`.
It needs Python and this source, and no package. It ends with 0 where everything holds, with 1 where anything is broken,
and with 2 where it cannot tell: no such file, or a later format.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

try:
    from apps.kernel.canonical import dumps
    from apps.verify.charter import check_charter
    from apps.verify.held import check_receipt, check_record
    from apps.verify.recount import recount
    from apps.verify.report import Report
    from apps.verify.roll import check_roll
    from apps.votes.rules.dossier import FORMAT, Dossier, digest
except ImportError as error:
    # Python itself would end with 1, which is to say that the file is broken.
    sys.stderr.write(f"? Cannot decide: this needs Python 3.11 or later and the whole source. {error}\n")
    raise SystemExit(2) from None

LARGEST = 2**26
"""Bytes of a file that is read: a dossier of 500 members has some 2**19."""

UNCOMPARED = (
    "That no ballot is left out, exchanged or dated otherwise, and that voters, roll, weights, recusals, text and times "
    "are those of the vote. Compare voters' receipts (--receipt) and the record as you kept it (--record): motion.opened, "
    "motion.ballot_cast, motion.extended, motion.closed, motion.certified."
)
BEYOND = (
    "That it is the file that the portal gave out. Compare its digest with another member's copy.",
    UNCOMPARED,
    "That these articles stood in the charter, and that the one named gives the rule for this kind of motion. Compare the "
    "charter's version.",
    "That names, statements and the words on recusals are as they were given. Compare the motion's page, and whoever spoke.",
    "That the persons named cast the ballots, who presided, and that a proxy was given.",
    "That what followed has happened.",
)


def verify(raw: bytes, receipts: Sequence[bytes] = (), record: Sequence[bytes] = ()) -> Report:
    """Check the bytes of a dossier, from the outside in: what is not sealed is not read further.

    `receipts` and the pages of `record` are JSON as the portal gave it out.
    """
    report = Report()
    if len(raw) > LARGEST:
        report.undecided = f"The file has more than {LARGEST} bytes: no dossier is so large."
        return report
    try:
        dossier = _check(raw, report)
        if dossier is not None:
            _compare(dossier, receipts, record, report)
    except (RecursionError, MemoryError):
        report.undecided = "The file is nested too deeply, or too large, for this machine."
    return report


def _check(raw: bytes, report: Report) -> Dossier | None:
    data = _parsed(raw)
    canonical = isinstance(data, dict) and _is_canonical(data, raw)
    if not report.check(
        "canonical",
        canonical,
        "The file is canonical JSON, to the byte.",
        "The file is not canonical JSON, to the byte.",
    ):
        return None
    found = digest(data)
    if not report.check(
        "digest", data.get("digest") == found, f"The digest is {found}.", "The digest is not that of the file."
    ):
        return None
    if data.get("format") != FORMAT:
        report.undecided = f"The format is not {FORMAT}: a later verifier may know it."
        return None
    try:
        dossier = Dossier.from_data(data)
    except ValueError as error:
        report.check("shape", False, f"It is not a dossier: {error}")
        return None
    report.check("shape", True, f"It is a dossier on {dossier.motion['ref']}, decided by: {dossier.rule.label}.")
    report.beyond = BEYOND
    check_roll(dossier, report)
    check_charter(dossier, report)
    recount(dossier, report)
    return dossier


def _compare(dossier: Dossier, receipts: Sequence[bytes], record: Sequence[bytes], report: Report) -> None:
    """What cannot be compared leaves the report undecided: whoever asked for it must not take silence for a yes."""
    try:
        for receipt in receipts:
            check_receipt(dossier, json.loads(receipt), report)
    except ValueError as error:
        report.undecided = f"A receipt cannot be compared. {error}"
    try:
        if record:
            check_record(dossier, [json.loads(page) for page in record], report)
            report.beyond = tuple(one for one in report.beyond if one != UNCOMPARED)
    except ValueError as error:
        report.undecided = f"The record cannot be compared. {error}"


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode())
    except (ValueError, RecursionError):
        return None


def _is_canonical(data: Any, raw: bytes) -> bool:
    try:
        return dumps(data) == raw
    except (ValueError, TypeError, RecursionError):
        return False


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the file, print what was found, and give back how it ends."""
    parser = argparse.ArgumentParser(prog="python -m apps.verify.dossier", description="Check a decision dossier.")
    parser.add_argument("file", type=Path, help="The dossier as it was exported.")
    parser.add_argument(
        "--receipt", type=Path, action="append", default=[], metavar="FILE", help="A receipt to look for; any number."
    )
    parser.add_argument(
        "--record",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="Acts kept from events/, to be compared; one file a page, in their order.",
    )
    parser.add_argument("--json", action="store_true", help="Print the report as JSON.")
    options = parser.parse_args(arguments)
    try:
        report = verify(_read(options.file), [*map(_read, options.receipt)], [*map(_read, options.record)])
    except OSError as error:
        report = Report(undecided=f"The file cannot be read: {error.strerror}.")
    said = json.dumps(report.as_data(), indent=2) if options.json else "\n".join(report.lines())
    sys.stdout.buffer.write(f"{said}\n".encode())
    return report.ends


if __name__ == "__main__":
    raise SystemExit(main())
