"""Who reads what of a docket: tables of letters, and the one function that looks into them.

A cell is F (the document), R (its redacted twin), M (a marker: that something stands there, and nothing of what) or - (not
even that). What somebody sees is the least of: the row of the kind, its change at that stage, the state of the document,
and each seal upon it; so a seal never widens anything. Sources: DSU 4.6 (consultations are confidential), 10.3 (third
parties receive the first submissions), 14.1 (deliberations are confidential), 18.2 (submissions are the parties');
seals follow the WTO panels' procedures for business confidential information.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from apps.disputes.states import (
    BEFORE_PANEL,
    REPORTED,
    UNDER_PANEL,
    DocumentKind,
    DocumentState,
    Seal,
    Stage,
)


class Sight(IntEnum):
    """What a reader sees of a document; more is greater."""

    NOTHING = 0
    MARKER = 1
    REDACTED = 2
    FULL = 3


LETTERS = {"F": Sight.FULL, "R": Sight.REDACTED, "M": Sight.MARKER, "-": Sight.NOTHING}
LETTER_OF = {sight: letter for letter, sight in LETTERS.items()}


class Reader(StrEnum):
    """As whom somebody reads one document."""

    OWN = "own"
    RIVAL = "rival"
    COUNSEL = "counsel"
    THIRD = "third"
    PANEL = "panel"
    CLERK = "clerk"
    PRESIDING = "presiding"
    MEMBER = "member"
    OTHER = "other"
    PUBLIC = "public"
    OPERATOR = "operator"


READER_LABELS = {
    Reader.OWN: "whoever filed it, and their counsel",
    Reader.RIVAL: "another party's own people",
    Reader.COUNSEL: "another party's outside counsel",
    Reader.THIRD: "third parties",
    Reader.PANEL: "the panel",
    Reader.CLERK: "clerks",
    Reader.PRESIDING: "whoever presides over the case",
    Reader.MEMBER: "other members",
    Reader.OTHER: "observers, auditors and others",
    Reader.PUBLIC: "the public",
    Reader.OPERATOR: "an operator’s recorded look-in",
}


class Period(StrEnum):
    """Stretches of a case in which the same people read the same."""

    DRAFT = "draft"
    TALKS = "talks"
    PANEL = "panel"
    REPORTED = "reported"
    ADOPTED = "adopted"
    ENDED = "ended"


NOBODY_SEES = "-" * len(Reader)
"""The letters of what nobody sees."""

PERIOD_LABELS = {
    Period.DRAFT: "while the complaint is a draft",
    Period.TALKS: "until there is a panel",
    Period.PANEL: "while the panel works",
    Period.REPORTED: "from the report's circulation",
    Period.ADOPTED: "from the report's adoption",
    Period.ENDED: "after an end without a report",
}


def period_of(stage: Stage) -> Period:
    """The stretch to which a stage belongs; a report that was rejected has been circulated all the same."""
    if stage in {Stage.DRAFT, Stage.DISCARDED}:
        return Period.DRAFT
    if stage in BEFORE_PANEL:
        return Period.TALKS
    if stage in UNDER_PANEL:
        return Period.PANEL
    if stage in {*REPORTED, Stage.REJECTED}:
        return Period.REPORTED
    if stage in {Stage.SETTLED, Stage.WITHDRAWN, Stage.LAPSED}:
        return Period.ENDED
    return Period.ADOPTED


Row = Mapping[Reader, Sight]


def row(cells: str) -> Row:
    """A row of the tables from its letters, in the order of the readers; raises ValueError for another number of them."""
    return dict(zip(Reader, (LETTERS[letter] for letter in cells.split()), strict=True))


ALL = row("F F F F F F F F F F F")

KINDS: Mapping[DocumentKind, Row] = {
    # own rival counsel third panel clerk presiding member other public operator
    DocumentKind.COMPLAINT:         row("F F F F F F F F M - F"),
    DocumentKind.REPLY:             row("F F F F F F F M - - F"),
    DocumentKind.CONSULTATION:      row("F F F - - M M - - - M"),
    DocumentKind.PANEL_REQUEST:     row("F F F F F F F F M - F"),
    DocumentKind.STRIKE:            row("F F F - - F - - - - -"),
    DocumentKind.SUBMISSION:        row("F F F F F F M M - - F"),
    DocumentKind.THIRD_SUBMISSION:  row("F F F F F F M M - - F"),
    DocumentKind.REBUTTAL:          row("F F F M F F M M - - F"),
    DocumentKind.EXHIBIT:           row("F F F M F F M M - - F"),
    DocumentKind.REQUEST:           row("F F F M F F F M - - F"),
    DocumentKind.ORDER:             row("F F F F F F F M - - F"),
    DocumentKind.NOTICE:            row("F F F M F F F - - - F"),
    DocumentKind.MINUTES:           row("F F F M F F M M - - F"),
    DocumentKind.INTERIM_REPORT:    row("F F F M F F M M - - M"),
    DocumentKind.COMMENT:           row("F F F M F F M M - - M"),
    DocumentKind.DELIBERATION:      row("F - - - - - - - - - -"),
    DocumentKind.REPORT:            row("F F F F F F F F M - F"),
    DocumentKind.APPEAL:            row("F F F F F F F F M - F"),
    DocumentKind.INTENTIONS:        row("F F F F F F F F M - F"),
    DocumentKind.COMPLIANCE_REPORT: row("F F F F F F F F M - F"),
    DocumentKind.REVIEW_REQUEST:    row("F F F F F F F F M - F"),
    DocumentKind.REMEDY_REQUEST:    row("F F F F F F F F M - F"),
    DocumentKind.SETTLEMENT:        row("F F F - - - - - - - -"),
    DocumentKind.SETTLEMENT_NOTICE: row("F F F F F F F F M - F"),
    DocumentKind.SUMMARY:           row("F F F F F F F F F F F"),
}  # fmt: skip
"""Of a document that was served, by its kind, where nothing is sealed. An exhibit to a paper is read as that paper is."""

BEFORE_ADOPTION = (Period.DRAFT, Period.TALKS, Period.PANEL, Period.REPORTED, Period.ENDED)

CHANGES: Mapping[tuple[Period, DocumentKind], Row] = {
    # One side learns what the other has struck only when the lot is drawn.
    (Period.TALKS, DocumentKind.STRIKE): row("F - - - - F - - - - -"),
    **{(period, DocumentKind.SUMMARY): row("F F F F F F F M - - F") for period in BEFORE_ADOPTION},
    (Period.ADOPTED, DocumentKind.REPORT): row("F F F F F F F F F - F"),
}  # fmt: skip
"""Rows that stand in place of the kind's own during one period."""

PERIODS: Mapping[Period, Row] = {
    Period.DRAFT: row("F - - - - - - - - - -"),
    Period.TALKS: row("F F F F - F F F F F F"),
}
"""The most that is seen during a period: of a draft nothing, and there is no panel before it is composed."""

STATES: Mapping[DocumentState, Row] = {
    DocumentState.DRAFT:     row("F - - - - - - - - - -"),
    DocumentState.DISCARDED: row("F - - - - - - - - - -"),
    DocumentState.FILED:     row("F - - - - F - - - - -"),
    DocumentState.SERVED:    ALL,
    DocumentState.STRUCK:    row("F M M M M F M M M - M"),
}  # fmt: skip
"""The most that is seen of a document in a state: one that was struck is kept by the clerk, and nobody judges by it."""

SEALS: Mapping[Seal, Row] = {
    Seal.CASE:             row("F F F F F F F - - - F"),
    Seal.DOCUMENT:         row("F F F R F F R M - - R"),
    Seal.DOCUMENT_COUNSEL: row("F R F M F F M M - - M"),
    Seal.PASSAGE:          row("F F F R F F R R R R R"),
    Seal.PASSAGE_COUNSEL:  row("F R F R F F R R R R R"),
}  # fmt: skip
"""The most that is seen under a seal. The chair is a rival's person as a rule, and reads no more than a third party."""

OF_A_SEALED_CASE: Mapping[DocumentKind, Row] = {
    DocumentKind.REPORT:         row("F F F F F F F R - - F"),
    DocumentKind.REMEDY_REQUEST: row("F F F F F F F R - - F"),
    DocumentKind.SUMMARY:        ALL,
}  # fmt: skip
"""What the seal of a case leaves to others: the committee decides on these, and the summary is written for everybody."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as its sight needs it.

    `part_of` is the kind of the paper to which an exhibit belongs, and `has_twin` whether a redacted twin stands beside.
    """

    kind: DocumentKind
    state: DocumentState = DocumentState.SERVED
    seals: frozenset[Seal] = frozenset()
    part_of: DocumentKind | None = None
    has_twin: bool = True


def sight(reader: Reader, stage: Stage, paper: Paper) -> Sight:
    """What a reader sees of a paper at a stage; where there is no redacted twin yet, the marker in its place."""
    kind, period = paper.part_of or paper.kind, period_of(stage)
    rows = [CHANGES.get((period, kind), KINDS[kind]), PERIODS.get(period, ALL), STATES[paper.state]]
    rows += [_sealed(seal, kind) for seal in paper.seals]
    seen = min(one[reader] for one in rows)
    return Sight.MARKER if seen == Sight.REDACTED and not paper.has_twin else seen


def _sealed(seal: Seal, kind: DocumentKind) -> Row:
    return OF_A_SEALED_CASE.get(kind, SEALS[seal]) if seal == Seal.CASE else SEALS[seal]


def letters(stage: Stage, paper: Paper) -> str:
    """What each reader sees of it, as a row of the tables without its spaces: so it is kept beside a document."""
    return "".join(LETTER_OF[sight(reader, stage, paper)] for reader in Reader)


def most(rows: Iterable[str]) -> str:
    """The most that each reader sees of any of these documents, as `letters` writes it."""
    kept = [[LETTERS[letter] for letter in one] for one in rows]
    return "".join(LETTER_OF[max(column)] for column in zip(*kept, strict=True)) or NOBODY_SEES


def position(reader: Reader) -> int:
    """Where a reader's letter stands in such a row, from 1."""
    return list(Reader).index(reader) + 1


def readers(stage: Stage, paper: Paper, least: Sight) -> frozenset[Reader]:
    """The inverse: who sees at least so much of it."""
    return frozenset(reader for reader in Reader if sight(reader, stage, paper) >= least)


def already_out(opened_by: Iterable[str]) -> str:
    """What the docket says beside a seal that came after service: it binds from now on, and undoes no reading."""
    names = ", ".join(sorted(opened_by))
    if not names:
        return "It was served before it was sealed, and nobody had opened it."
    return f"It was served before it was sealed, and opened by: {names}. They know what it says; the seal binds them."
