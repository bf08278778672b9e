"""What a panel is asked and what it finds, in plain values beside the paper that says it in words.

A request for a panel holds the claims, numbered from 1; they bound what the panel decides (DSU 7). A report says of each claim
what it finds; that any of them is a breach decides what follows (DSU 19).
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from apps.disputes.rules.charter import REPORT_MONTHS, by
from apps.kernel.texts import too_long

MOST_CLAIMS, LONGEST_CLAIM, LONGEST_DISSENT = 30, 1000, 20_000


class Verdict(StrEnum):
    """What a panel finds of one claim."""

    BREACH = "breach"
    NO_BREACH = "no_breach"
    NOT_DECIDED = "not_decided"


VERDICT_LABELS = {
    Verdict.BREACH: "Breach",
    Verdict.NO_BREACH: "No breach",
    Verdict.NOT_DECIDED: "Not decided: nothing more hangs on it",
}


def claims_in(typed: str) -> list[str]:
    """The claims that somebody typed, one to a line."""
    return [line.strip() for line in typed.splitlines() if line.strip()]


def claim_errors(claims: Sequence[str]) -> dict[str, str]:
    """What is wrong with the claims of a request, by field."""
    if not claims:
        return {"claims": "Say what the panel is to decide: one claim to a line, with the rule that you say is broken."}
    if len(claims) > MOST_CLAIMS:
        return {"claims": f"Make at most {MOST_CLAIMS} claims."}
    long = [number for number, claim in enumerate(claims, start=1) if len(claim) > LONGEST_CLAIM]
    if long:
        return {"claims": f"Claim {long[0]} is longer than {LONGEST_CLAIM} characters. Argue it in your submission."}
    return {}


def finding_errors(findings: Mapping[str, Any], claims: int) -> dict[str, str]:
    """What is missing in the findings of a report, by the field of each claim."""
    known = set(Verdict)
    return {
        f"claim_{number}": f"Say what the panel finds of claim {number} {by(REPORT_MONTHS)}."
        for number in range(1, claims + 1)
        if findings.get(str(number)) not in known
    }


def finds_breach(findings: Mapping[str, Any]) -> bool:
    """Whether any claim was found to be a breach."""
    return Verdict.BREACH in findings.values()


def with_dissent(text: str, name: str, dissent: str) -> str:
    """The report with a dissent behind it, in paragraphs of the same row, so that it is cited as the report is."""
    if not dissent.strip():
        return text
    heading = f"Dissent of {name}" if name.strip() else "Dissent"
    return f"{text.rstrip()}\n\n{heading}\n\n{dissent.strip()}"


COMPLIES, FALLS_SHORT = "complies", "falls_short"
REVIEW_LABELS = {COMPLIES: "The respondent complies", FALLS_SHORT: "The respondent does not comply"}


def review_errors(terms: Mapping[str, Any]) -> dict[str, str]:
    """What is missing in the finding of a compliance review."""
    if terms.get("finds") in REVIEW_LABELS:
        return {}
    return {"finds": "Say whether the respondent complies."}


def terms_errors(terms: Mapping[str, Any]) -> dict[str, str]:
    """What can never be right in what a draft holds beside its text; it may be unfinished."""
    claims = terms.get("claims", [])
    errors = claim_errors(claims) if claims else {}
    if len(terms.get("dissent", "")) > LONGEST_DISSENT:
        errors["dissent"] = too_long(LONGEST_DISSENT)
    return errors
