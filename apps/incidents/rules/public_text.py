"""What the public is told of a report: who writes, agrees and publishes, and which words are the report's own."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from apps.committees.rules.viewer import Viewer
from apps.committees.states import OrganisationKind, Role
from apps.incidents.rules.facts import PLACES
from apps.incidents.rules.report import TEXT_LENGTH, TITLE_LENGTH
from apps.incidents.rules.verbs import Report
from apps.incidents.rules.widening_verbs import SECONDS
from apps.incidents.states import (
    IN_WORK,
    KIND_LABELS,
    PUBLIC_TRANSITIONS,
    SEVERITY_LABELS,
    Kind,
    PublicState,
    Severity,
    State,
)
from apps.kernel.decisions import YES, Decision, first_refusal, no

SHOWN: Final[Mapping[str, str]] = {
    "organisation": "Which organisation reported it",
    "kind": "What sort of event it was",
    "severity": "How grave it was",
    "month": "The month in which it began, or was noticed",
    "jurisdictions": "Which jurisdictions it touched",
}
"""The facts that the public may be shown besides the text; each is chosen."""

RUN = 8
"""From so many words in a row on, a text repeats another."""
WORD = re.compile(r"\w+")


class Version(Protocol):
    """What the rules need to know of a version."""

    state: str
    writers: list[int]

    @property
    def agreed_by_id(self) -> int | None:
        """The seat that agreed for the reporting organisation."""


def _of_the_reporter(viewer: Viewer, report: Report) -> bool:
    own = viewer.organisation_id == report.organisation_id
    return own and viewer.may_file and viewer.role != Role.SERVICE


def _agrees(viewer: Viewer, report: Report, kind: str) -> bool:
    roles = (*SECONDS, Role.LIAISON) if kind == OrganisationKind.PROVIDER else SECONDS
    return viewer.organisation_id == report.organisation_id and viewer.role in roles and not viewer.is_operator


def _is_on_record(report: Report) -> Decision:
    if report.state == State.DRAFT:
        return no("The public is told of a report only once it is filed.")
    if report.state == State.WITHDRAWN:
        return no("Of a withdrawn report nothing is published.")
    return YES


def may_write(viewer: Viewer, report: Report, *, has_hidden: bool = False) -> Decision:
    """The people who file for the reporting organisation, or a clerk: nothing is public before both have agreed.

    `has_hidden` says that a draft is being written which the viewer does not read.
    """
    if not (_of_the_reporter(viewer, report) or viewer.is_clerk):
        return no("Only the reporting organisation or a clerk writes what the public is told.")
    if has_hidden:
        return no("The reporting organisation is writing a text itself; you read it once it has agreed.")
    return _is_on_record(report)


def may_agree(viewer: Viewer, report: Report, version: Version, *, kind: str) -> Decision:
    """Those who speak for the reporting organisation, of the given kind; a provider's liaison, who is all it has."""
    if not _agrees(viewer, report, kind):
        return no(
            "The representative or the alternate of the reporting organisation agrees to what the public is told."
        )
    return first_refusal(_is_on_record(report), PUBLIC_TRANSITIONS.may("agree", version.state))


def may_publish(viewer: Viewer, report: Report, version: Version) -> Decision:
    """A clerk of another organisation who neither wrote at the text nor agreed to it."""
    if not viewer.is_clerk:
        return no("Only a clerk publishes.")
    if viewer.organisation_id == report.organisation_id or viewer.seat_id == version.agreed_by_id:
        return no("A clerk of another organisation than the one that reports publishes.")
    if viewer.user_id in version.writers:
        return no("Another clerk than the one who wrote it publishes.")
    return first_refusal(_is_on_record(report), PUBLIC_TRANSITIONS.may("publish", version.state))


def may_give_back(viewer: Viewer, report: Report, version: Version) -> Decision:
    """A clerk of another organisation, instead of publishing what was agreed to."""
    if not viewer.is_clerk or viewer.organisation_id == report.organisation_id:
        return no("Only a clerk of another organisation gives an agreed text back.")
    return PUBLIC_TRANSITIONS.may("give_back", version.state)


def may_discard(viewer: Viewer, report: Report, version: Version) -> Decision:
    """Whoever may write, until it is published; a clerk only until the organisation has agreed."""
    if not (_of_the_reporter(viewer, report) or viewer.is_clerk):
        return no("Only the reporting organisation or a clerk discards what was written for the public.")
    if version.state == PublicState.AGREED and not _of_the_reporter(viewer, report):
        return no("The organisation has agreed to this text: give it back, and say why.")
    return PUBLIC_TRANSITIONS.may("discard", version.state)


def may_withdraw(viewer: Viewer, report: Report, version: Version, *, kind: str) -> Decision:
    """Those who agreed for the organisation, or a clerk; the public reads why."""
    if not (_agrees(viewer, report, kind) or viewer.is_clerk):
        return no("Only the reporting organisation or a clerk withdraws what was published.")
    return PUBLIC_TRANSITIONS.may("withdraw", version.state)


def is_in_work(state: str) -> bool:
    """Whether a version can still be changed."""
    return state in IN_WORK


def text_errors(title: str, text: str, shown: Iterable[str]) -> dict[str, str]:
    """What is wrong with a version, by field."""
    errors: dict[str, str] = {}
    if not title.strip():
        errors["title"] = "Give a title."
    elif len(title) > TITLE_LENGTH:
        errors["title"] = f"Shorten the title to {TITLE_LENGTH} characters."
    if not text.strip():
        errors["text"] = "Write what the public is told."
    elif len(text) > TEXT_LENGTH:
        errors["text"] = f"Shorten this to {TEXT_LENGTH} characters."
    if unknown := sorted(set(shown) - set(SHOWN)):
        errors["shown"] = f"This cannot be shown: {', '.join(unknown)}."
    return errors


def facts_shown(
    shown: Iterable[str],
    *,
    organisation: str,
    kind: str,
    severity: int | None,
    began: datetime | None,
    zone: str,
    jurisdictions: Sequence[str],
) -> list[dict[str, Any]]:
    """The chosen facts as labelled rows, in the order in which the public reads them; what is not known is left out."""
    values: dict[str, tuple[str, Any]] = {
        "organisation": ("reported by", organisation),
        "kind": ("kind", KIND_LABELS[Kind(kind)] if kind else ""),
        "severity": ("severity", SEVERITY_LABELS[Severity(severity)] if severity else ""),
        "month": ("month", f"{began.astimezone(ZoneInfo(zone or 'UTC')):%B %Y}" if began else ""),
        "jurisdictions": ("jurisdictions", [PLACES.get(code, code) for code in jurisdictions]),
    }
    chosen = set(shown)
    rows = [{"label": label, "value": value} for name, (label, value) in values.items() if name in chosen]
    return [row for row in rows if row["value"]]


def repeated_runs(public: str, confidential: Iterable[str], length: int = RUN) -> list[str]:
    """The parts of the public text, as they stand there, that repeat a run of words of a confidential one."""
    known: set[tuple[str, ...]] = set()
    for text in confidential:
        words = [_plain(found.group()) for found in WORD.finditer(text)]
        known.update(tuple(words[at : at + length]) for at in range(len(words) - length + 1))
    spots = list(WORD.finditer(public))
    words = [_plain(found.group()) for found in spots]
    runs: list[tuple[int, int]] = []
    for at in range(len(words) - length + 1):
        if tuple(words[at : at + length]) not in known:
            continue
        if runs and at <= runs[-1][1]:
            runs[-1] = runs[-1][0], at + length
        else:
            runs.append((at, at + length))
    return [public[spots[first].start() : spots[last - 1].end()] for first, last in runs]


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()
