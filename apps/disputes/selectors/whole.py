"""The whole record of a case as one viewer reads it: every paper with its text, for one file to take away."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.disputes.models import Case, Paper, Sealing
from apps.disputes.rules.filings import lateness
from apps.disputes.rules.numbers import paragraphs
from apps.disputes.rules.rulings import VERDICT_LABELS, Verdict
from apps.disputes.rules.who import SUBJECT
from apps.disputes.selectors.board import deadlines_in, is_narrowed
from apps.disputes.selectors.cases import Known, known
from apps.disputes.selectors.papers import Line, docket_of, parties_of, reader, text_for
from apps.disputes.selectors.ruled import ruled_in
from apps.disputes.states import CAPACITY_LABELS, STAGE_LABELS, Capacity, SealState, Stage, Track
from apps.kernel.canonical import dumps, instant, sha256
from apps.kernel.times import written
from apps.record.selectors import timeline


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper of the docket: `text` is None where nothing of it is open to the viewer, or their own side has not opened it."""

    line: Line
    text: str | None
    is_cut: bool

    @property
    def file(self) -> str:
        """What its file is called."""
        return f"papers/{self.line.name}-{self.line.paper.kind}.txt"


@dataclass(frozen=True, slots=True)
class Whole:
    """The case, its docket with the texts, when and for whom it was put together."""

    case: Case
    of: Known
    entries: Sequence[Entry]
    viewer: Viewer
    at: datetime

    @property
    def read(self) -> list[int]:
        """The papers whose text is in it."""
        return [entry.line.paper.pk for entry in self.entries if entry.text is not None]


def whole_record(viewer: Viewer, case: Case, at: datetime) -> Whole:
    """The record as the viewer reads it now; as many queries for a thousand papers as for one."""
    of, narrowed = known(case), is_narrowed(viewer)
    docket = docket_of(viewer, case, of, narrowed=narrowed)
    open_ones = [line for line in docket if not line.is_marker and line.waits is None]
    texts = Paper.objects.only("text", "twin").in_bulk([line.paper.pk for line in open_ones])
    sealings: dict[int, list[Sealing]] = defaultdict(list)
    holding = Sealing.objects.filter(paper__in=list(texts)).exclude(state=SealState.LIFTED)
    for one in holding.order_by("start", "pk"):
        sealings[one.paper_id or 0].append(one)
    entries = []
    for line in docket:
        paper = texts.get(line.paper.pk)
        if paper is None:
            entries.append(Entry(line, None, is_cut=False))
            continue
        text = text_for(paper, sealings[paper.pk], reader(viewer, line.paper, of, narrowed=narrowed), line.sight)
        entries.append(Entry(line, text, is_cut=text != paper.text))
    return Whole(case, of, entries, viewer, at)


def printed(whole: Whole) -> dict[str, Any]:
    """What `disputes/record.typ` reads."""
    case = whole.case
    claims, _report = ruled_in([entry.line for entry in whole.entries])
    return {
        "ref": case.ref,
        "title": case.title,
        "facts": _facts(whole),
        "claims": [[claim, VERDICT_LABELS[Verdict(found)] if found else ""] for claim, found in claims],
        "entries": [_printed(entry) for entry in whole.entries],
        "deadlines": [
            [one.name, written(one.due_at), one.get_state_display(), one.because] for one in deadlines_in(case)
        ],
        "timeline": [
            [written(one.act.at), f"{one.act.actor} {one.label}", str(one.facts.get("because", ""))]
            for one in reversed(timeline(SUBJECT, case.pk))
        ],
    }


def _facts(whole: Whole) -> list[list[str]]:
    case = whole.case
    stage = STAGE_LABELS[Stage(case.stage)] + (", urgent" if case.track == Track.URGENT else "")
    parties = [
        [CAPACITY_LABELS[Capacity(one.capacity)].capitalize(), one.organisation.name] for one in parties_of(case)
    ]
    about = [["It hangs on", ", ".join(case.about)]] if case.about else []
    ended = [["Ended", written(case.ended_at)]] if case.ended_at else []
    filed = [["Filed", written(case.filed_at)]] if case.filed_at else []
    made = [["As read by", whole.viewer.label], ["On", written(whole.at)]]
    return [*parties, *about, ["Stage", stage], *filed, *ended, *made]


def _printed(entry: Entry) -> dict[str, Any]:
    line = entry.line
    if line.is_marker:
        return {"name": line.name, "title": "Sealed", "facts": [], "paragraphs": [], "note": "Sealed from you."}
    paper = line.paper
    late = lateness(paper.filed_at, paper.due_at) if paper.filed_at else None
    facts = [["Filed by", paper.filed_by], ["Filed", written(paper.filed_at) if paper.filed_at else ""]]
    facts += [["Late", late.sentence]] if late else []
    facts += [["Served on", f"{one.party.organisation.name}, {_opened(one)}"] for one in line.services]
    facts += [["SHA-256", paper.sha256]] if entry.text is not None and _is_whole(entry) else []
    note = "Served on your organisation, and not opened yet." if line.waits else ""
    note = "Parts are sealed from you; [sealed] stands in their place." if entry.is_cut else note
    kind = paper.get_kind_display()
    return {
        "name": line.name,
        "title": f"{kind}: {paper.title}" if paper.title and paper.title != paper.case.title else kind,
        "facts": facts,
        "paragraphs": paragraphs(entry.text or ""),
        "note": note,
    }


def _opened(service: Any) -> str:
    return f"opened {written(service.opened_at)}" if service.opened_at else "not opened yet"


def _is_whole(entry: Entry) -> bool:
    """Only then the digest is told: a short sealed passage could be guessed by it."""
    return not entry.is_cut and not entry.line.is_redacted


def files_of(whole: Whole) -> dict[str, bytes]:
    """The texts, each in a file of its own, and `manifest.json`, which says of each what it is and its digest."""
    texts = {entry.file: entry.text.encode() for entry in whole.entries if entry.text is not None}
    papers = [_listed(entry, texts) for entry in whole.entries]
    manifest = {
        "case": whole.case.ref,
        "title": whole.case.title,
        "stage": whole.case.stage,
        "as_read_by": whole.viewer.label,
        "at": instant(whole.at),
        "papers": papers,
    }
    return texts | {"manifest.json": dumps(manifest)}


def _listed(entry: Entry, texts: Mapping[str, bytes]) -> dict[str, Any]:
    line, paper = entry.line, entry.line.paper
    if line.is_marker:
        return {"paper": line.name, "sealed": True}
    found: dict[str, Any] = {
        "paper": line.name,
        "kind": paper.kind,
        "title": paper.title,
        "filed_by": paper.filed_by,
        "filed_at": instant(paper.filed_at) if paper.filed_at else None,
        "late": paper.due_at is not None,
        "served": [
            {
                "on": one.party.organisation.key,
                "sent_at": instant(one.sent_at),
                "opened_at": instant(one.opened_at) if one.opened_at else None,
            }
            for one in line.services
        ],
    }
    if entry.text is None:
        return found | {"opened": False}
    redacted = not _is_whole(entry)
    file = {"file": entry.file, "sha256": sha256(texts[entry.file]), "redacted": redacted}
    return found | file | ({} if redacted else {"sha256_as_filed": paper.sha256})


def with_hashes(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same and `HASHES.txt`, which `sha256sum -c` reads."""
    lines = "".join(f"{sha256(body)}  {name}\n" for name, body in sorted(files.items()))
    return dict(sorted(files.items())) | {"HASHES.txt": lines.encode()}
