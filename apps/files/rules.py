"""Which files are taken, under which name, and who may have them again; every refusal says what to do."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
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
MOST_NESTED = 25 * 1024 * 1024
MOST_READERS = 20
SEALED = "age"
SEALED_TYPE = "application/age"


class Form(StrEnum):
    """How the content of a type is checked."""

    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    JSON = "json"
    LINES = "json lines"
    OFFICE = "office"
    AGE = "age"


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
    SEALED: FileType(
        "a file sealed with age",
        SEALED_TYPE,
        Form.AGE,
        (b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----"),
    ),
}

ARCHIVES = frozenset({"zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz"})
OPEN_TYPES = [extension for extension in TYPES if extension != SEALED]
"""What the portal can look into; a sealed file is taken only where somebody may seal."""
ACCEPT = ",".join(f".{extension}" for extension in OPEN_TYPES)
ACCEPT_SEALED = f"{ACCEPT},.{SEALED}"


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


def sealed_name(name: str) -> str:
    """What a file is called once it is sealed."""
    return f"{name[: LONGEST_NAME - len(SEALED) - 1]}.{SEALED}"


def may_seal(names: Iterable[str], readers: int) -> Decision:
    """Whether files of these names are sealed to so many readers."""
    if readers > MOST_READERS:
        return no(f"Choose at most {MOST_READERS} readers.")
    done = [name for name in names if extension_of(name) == SEALED]
    if readers and done:
        return no(f"“{done[0]}” is sealed already; only you know for whom. Add it without choosing readers.")
    return YES


def may_take(name: str, size: int, limit: int, *, sealed: bool = False) -> Decision:
    """Whether a file of this cleaned name and size in bytes is taken at all, before its content is read.

    `sealed`: here a file may come that the portal cannot look into.
    """
    if not name:
        return no("The file has no name. Give it one, such as “report.pdf”, and add it again.")
    extension = extension_of(name)
    if extension in ARCHIVES:
        return no(f"“{name}” is an archive. Unpack it and add the files one by one.")
    if extension == SEALED and not sealed:
        return no(f"“{name}” is sealed. Sealed files are taken as evidence of an incident only; add it as it was.")
    if extension not in TYPES:
        taken = [*OPEN_TYPES, SEALED] if sealed else OPEN_TYPES
        return no(f"“{name}” is of a type that is not taken. Save it as one of: {', '.join(taken)}.")
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


def may_download(*, withdrawn: bool, scan: str, is_own: bool = False) -> Decision:
    """Whether the content of a file that one may see can be had; `is_own`: by the organisation that added it."""
    if withdrawn:
        return no("This file was withdrawn. Its name and SHA-256 stay on record; its content is no longer given out.")
    if scan == Scan.INFECTED:
        return no("The virus scanner has stopped this file. Ask whoever added it for a clean copy.")
    if scan == Scan.WAITING and not is_own:
        return no("The virus scanner has not looked at this file yet. Until then only those who added it can have it.")
    return YES


@dataclass(frozen=True, slots=True)
class Entry:
    """One file inside a zip container as its directory declares it; sizes in bytes."""

    name: str
    packed: int
    unpacked: int
    encrypted: bool = False


def may_unpack(name: str, entries: Iterable[Entry], marker: str) -> Decision:
    """Whether an office file is safe to open, judged from its directory alone: nothing is unpacked.

    `marker` is the part that it must hold; without one it is a container of any kind.
    """
    entries = list(entries)
    if len(entries) > MOST_ENTRIES:
        return no(f"“{name}” holds {len(entries)} parts; the most is {MOST_ENTRIES}. Save it as PDF instead.")
    if any(entry.encrypted for entry in entries):
        return no(f"“{name}” is protected by a password. Save it without one.")
    unpacked, packed = sum(entry.unpacked for entry in entries), sum(entry.packed for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > LARGEST_RATIO * max(packed, 1):
        return no(f"“{name}” would unpack to {in_megabytes(unpacked)}, which is too much. Save it as PDF instead.")
    names = {entry.name for entry in entries}
    if len(names) < len(entries):
        return no(f"“{name}” holds two parts of one name. Save it again from the program that made it.")
    if any(extension_of(part) in ARCHIVES for part in names):
        return no(f"“{name}” holds an archive. Take it out and add its files one by one.")
    if any(part.startswith("/") or ".." in part.split("/") for part in names):
        return no(f"“{name}” holds parts that point outside it. Save it again from the program that made it.")
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        return no(f"“{name}” holds macros. Save it without them.")
    if marker and not {"[Content_Types].xml", marker} <= names:
        return mismatch(name)
    return YES


def bomb(name: str) -> Decision:
    """The refusal of an office file in which containers lie within containers, or a very large one."""
    return no(f"“{name}” holds files within files within files, or a very large one. Save it as PDF instead.")


def two_things(name: str, other: str) -> Decision:
    """The refusal of a file that is what its name says and something else, too."""
    return no(f"“{name}” is {TYPES[extension_of(name)].label} and holds {other}, too. Export it again and add that.")


def mismatch(name: str, seems: str = "") -> Decision:
    """The refusal of a file whose content is not what its name says; `seems` is what it looks like instead."""
    expected = TYPES[extension_of(name)].label
    hint = f" (it looks like {seems})" if seems else ""
    return no(f"The content of “{name}” is not {expected}{hint}. Check the file, or give it its right ending.")


MY, ORGANISATIONS = "my", "organisation"
"""Whose a key is: the person's alone, or the organisation's."""
KEEPING_ROLES = frozenset(Role) - {Role.SERVICE, Role.COUNSEL, Role.PANELLIST}
"""Who keeps keys for sealed evidence: people who sit here for more than one matter."""
KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")


def may_keep_keys(viewer: Viewer, *, organisation_id: int | None = None, seat_id: int | None = None) -> Decision:
    """Whether the viewer registers keys, or retires this organisation's; a person's own key is that person's alone."""
    if viewer.is_operator or viewer.role not in KEEPING_ROLES:
        return no("Only people who sit in this committee keep keys for sealed evidence.")
    if organisation_id not in {None, viewer.organisation_id} or seat_id not in {None, viewer.seat_id}:
        return no("Only whoever holds a key retires it.")
    return YES


def key_errors(recipient: str) -> dict[str, str]:
    """What is wrong with a public key, by field; nothing that was typed is repeated."""
    if recipient.upper().startswith("AGE-SECRET-KEY-"):
        sentence = "This is the secret key! It was not kept here, but make a new pair now and give only its public key."
    elif recipient.startswith("ssh-"):
        sentence = (
            "SSH keys are not taken. Make a pair with “age-keygen” and give the public key, which begins with age1."
        )
    elif not KEY.fullmatch(recipient):
        sentence = "Give the public key of age-keygen: 62 small letters and digits that begin with age1."
    else:
        return {}
    return {"recipient": sentence}


def wait_after(tries: int) -> timedelta:
    """How long a file waits after so many tries: a minute, then twice as long each time, an hour at most."""
    return timedelta(minutes=min(2 ** min(max(tries, 1) - 1, 6), 60))
