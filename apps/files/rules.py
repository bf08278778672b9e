"""Which files are taken, under which name, and who may have them again; every refusal says what to do."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from apps.files.states import Scan
from apps.kernel.decisions import YES, Decision, no

LONGEST_NAME = 120
MOST_FILES = 50
MOST_PIXELS = 50_000_000
MOST_PAGES = 2_000
MOST_OBJECTS = 200_000
MOST_ENTRIES = 5_000
MOST_UNPACKED = 250 * 1024 * 1024
LARGEST_RATIO = 150


class Form(StrEnum):
    """How the content of a type is checked."""

    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    JSON = "json"
    LINES = "json lines"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that is taken: its words, its media type, how it is checked and the bytes it begins with.

    `marker` is Pillow's name of an image format, or the part that an office file must hold.
    """

    label: str
    content_type: str
    form: Form
    begins: tuple[bytes, ...] = ()
    marker: str = ""


_JPEG = FileType("a JPEG image", "image/jpeg", Form.IMAGE, (b"\xff\xd8\xff",), "JPEG")
_OOXML = "application/vnd.openxmlformats-officedocument"

TYPES: dict[str, FileType] = {
    "pdf": FileType("a PDF", "application/pdf", Form.PDF, (b"%PDF-",)),
    "png": FileType("a PNG image", "image/png", Form.IMAGE, (b"\x89PNG\r\n\x1a\n",), "PNG"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "gif": FileType("a GIF image", "image/gif", Form.IMAGE, (b"GIF87a", b"GIF89a"), "GIF"),
    "webp": FileType("a WebP image", "image/webp", Form.IMAGE, (b"RIFF",), "WEBP"),
    "txt": FileType("plain text", "text/plain; charset=utf-8", Form.TEXT),
    "md": FileType("Markdown text", "text/markdown; charset=utf-8", Form.TEXT),
    "csv": FileType("a CSV table", "text/csv; charset=utf-8", Form.TEXT),
    "json": FileType("JSON", "application/json", Form.JSON),
    "jsonl": FileType("JSON lines", "application/jsonl", Form.LINES),
    "docx": FileType(
        "a Word document", f"{_OOXML}.wordprocessingml.document", Form.OFFICE, (b"PK\x03\x04",), "word/document.xml"
    ),
    "xlsx": FileType(
        "an Excel workbook", f"{_OOXML}.spreadsheetml.sheet", Form.OFFICE, (b"PK\x03\x04",), "xl/workbook.xml"
    ),
}

ARCHIVES = frozenset({"zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz"})
ACCEPT = ",".join(f".{extension}" for extension in TYPES)


def extension_of(name: str) -> str:
    """The last part of a name after its dot, in lower case; empty without one."""
    _stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot else ""


def clean_name(name: str) -> str:
    """The name without folders, control characters and invisible marks that turn text round; may come out empty.

    Shortened to LONGEST_NAME characters, keeping the extension.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if char.isspace() else char for char in last if char.isspace() or _is_visible(char))
    seen = re.sub(r'[<>:"|?*]', "_", " ".join(seen.split())).strip(". ")
    if len(seen) <= LONGEST_NAME:
        return seen
    extension = extension_of(seen)[:10]
    return f"{seen[: LONGEST_NAME - len(extension) - 1].rstrip('. ')}.{extension}" if extension else seen[:LONGEST_NAME]


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def may_take(name: str, size: int, limit: int) -> Decision:
    """Whether a file of this cleaned name and size in bytes is taken at all, before its content is read."""
    if not name:
        return no("The file has no name. Give it one, such as “report.pdf”, and add it again.")
    extension = extension_of(name)
    if extension in ARCHIVES:
        return no(f"“{name}” is an archive. Unpack it and add the files one by one.")
    if extension not in TYPES:
        return no(f"“{name}” is of a type that is not taken. Save it as one of: {', '.join(TYPES)}.")
    if size == 0:
        return no(f"“{name}” is empty. Check the file and add it again.")
    if size > limit:
        return no(f"“{name}” has {in_megabytes(size)}; the most is {in_megabytes(limit)}. Make it smaller or split it.")
    return YES


def in_megabytes(size: int) -> str:
    """Such as “25 MB”; one decimal below ten, rounded up so that a file over the limit never reads as the limit."""
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths / 10:.1f} MB" if tenths % 10 else f"{tenths // 10} MB"


def room_for_another(present: int) -> Decision:
    """Whether an object with so many files takes one more."""
    if present >= MOST_FILES:
        return no(f"There are {present} files here already, which is the most. Put several into one PDF.")
    return YES


def may_download(*, withdrawn: bool, scan: str) -> Decision:
    """Whether the content of a file that one may see can be had."""
    if withdrawn:
        return no("This file was withdrawn. Its name and SHA-256 stay on record; its content is no longer given out.")
    if scan == Scan.INFECTED:
        return no("The virus scanner has stopped this file. Ask whoever added it for a clean copy.")
    return YES


@dataclass(frozen=True, slots=True)
class Entry:
    """One file inside a zip container as its directory declares it; sizes in bytes."""

    name: str
    packed: int
    unpacked: int
    encrypted: bool = False


def may_unpack(name: str, entries: Iterable[Entry], marker: str) -> Decision:
    """Whether an office file is safe to open, judged from its directory alone: nothing is unpacked."""
    entries = list(entries)
    if len(entries) > MOST_ENTRIES:
        return no(f"“{name}” holds {len(entries)} parts; the most is {MOST_ENTRIES}. Save it as PDF instead.")
    if any(entry.encrypted for entry in entries):
        return no(f"“{name}” is protected by a password. Save it without one.")
    unpacked, packed = sum(entry.unpacked for entry in entries), sum(entry.packed for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > LARGEST_RATIO * max(packed, 1):
        return no(f"“{name}” would unpack to {in_megabytes(unpacked)}, which is too much. Save it as PDF instead.")
    names = {entry.name for entry in entries}
    if any(part.startswith("/") or ".." in part.split("/") for part in names):
        return no(f"“{name}” holds parts that point outside it. Save it again from the program that made it.")
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        return no(f"“{name}” holds macros. Save it without them.")
    if not {"[Content_Types].xml", marker} <= names:
        return mismatch(name)
    return YES


def mismatch(name: str, seems: str = "") -> Decision:
    """The refusal of a file whose content is not what its name says; `seems` is what it looks like instead."""
    expected = TYPES[extension_of(name)].label
    hint = f" (it looks like {seems})" if seems else ""
    return no(f"The content of “{name}” is not {expected}{hint}. Check the file, or give it its right ending.")
